"""Persons in a text: full names and their short forms, "he", "the Iranian president", "his counterpart"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Span, Token

from ingest.language import lexicon
from ingest.language.syntax import children
from ingest.language.text import Text
from ingest.linking.phrases import clean
from ingest.linking.states import actor_of, affiliation, state_beside
from ingest.linking.titles import is_title, name_after, name_before
from ingest.model import Actor
from ontology.authority import Entry

_RANKS = frozenset(
    "highness majesty king queen emir sheikh sultan prince princess excellency holiness pope".split()
)
_PARTICLES = ("al-", "el-", "von ", "de ", "bin ", "van ")
_OFFICES = frozenset({"minister", "president", "ambassador", "premier", "chancellor", "king", "envoy"})
_BELOW = frozenset({"deputy", "vice", "former", "ex", "acting", "then"})
"""Words that make another office of one."""
_HEADS = ("president", "king", "emir", "sultan", "supreme leader", "prime minister", "premier", "chancellor")
_NO_HEAD = frozenset("diplomat official envoy spokesman spokeswoman spokesperson ambassador lawmaker".split())
_ABOVE = frozenset({"president", "premier", "chancellor", "king"})
_REACH = 3
"""How many sentences back a pronoun may point."""


def persons_before(text: Text, token: Token) -> Iterator[tuple[Token, Actor]]:
    """Persons before a token, from the nearest back."""
    index = token.i - 1
    while index >= 0:
        name, entity = text.names.get(index), text.entities.get(index)
        if name is not None and name.entry.kind == "Person":
            yield text.doc[name.end - 1], actor_of(name.entry)
            index = name.start - 1
        elif name is None and entity is not None and entity.label_ == "PERSON":
            if (person := person_of_entity(text, entity)) is not None:
                yield entity.root, person
            index = entity.start - 1
        else:
            index -= 1


def person_of_entity(text: Text, entity: Span) -> Actor | None:
    """The person of a personal name that the authority does not know; a short form is the person named before."""
    label = without_titles(clean(_whole_name(text, entity)))
    if not label or not (label[0].isupper() or label.startswith(_PARTICLES)):
        return None
    if (known := full_name(text, entity, label)) is not None:
        return known
    own = affiliation(text, entity.root) or _affiliation_of_issuer(text, entity)
    state = own or (text.home if _has_bare_title(text, entity.root) else None)
    return Actor("Person", label, None, state)


def _affiliation_of_issuer(text: Text, entity: Span) -> str | None:
    """The state of whoever opens a ministry's release by his office alone: "X, Minister of Foreign Affairs, announced"."""
    issuer = text.document.agency or text.document.publisher
    if issuer.kind != "GovernmentBody" or entity.root.dep_ != "nsubj":
        return None
    body = next((block for block in text.document.blocks if block.role == "body"), None)
    opens = body is not None and entity.sent.start_char <= body.start
    return issuer.affiliation if opens and _OFFICES & titles_of(entity.root) else None


def _has_bare_title(text: Text, name: Token) -> bool:
    """Whether someone is told by a high office alone: "President X", "Foreign Minister Y"; of the text's own state."""
    words = {child.lower_ for child in children(name, "compound") if child.i < name.i}
    return bool(
        words & _ABOVE
        or (words & {"minister", "secretary"} and words & {"foreign", "defence", "defense", "prime"})
    )


def _whole_name(text: Text, entity: Span) -> str:
    """The entity with the parts of the name that the model left outside: "General Ashfaq | Parvez Kayani"."""
    start = entity.start
    while start > entity.sent.start:
        word = text.doc[start - 1]
        joined = word.dep_ == "compound" and entity.start <= word.head.i < entity.end
        if not joined or word.pos_ != "PROPN" or word.i in text.names or word.i in text.entities:
            break
        if word.text.rstrip(".").lower() in lexicon.nouns()["titles"]:
            break
        start -= 1
    return str(text.doc[start : entity.end].text)


def person_titled(text: Text, office: Token) -> Actor | None:
    """The person whose title it is: "Minister of Defense of Armenia Suren Papikyan", "Suren Papikyan, Minister of …"."""
    if not is_title(office):
        return None
    named = name_after(text, office) or name_before(text, office)
    return _person_at(text, named) if named is not None else None


def person_by_office(text: Text, office: Token) -> Actor | None:
    """Who is meant by an office: the one named at the end of the title, else one named with it elsewhere."""
    return person_titled(text, office) or person_of_office(text, office)


def _person_at(text: Text, token: Token) -> Actor | None:
    """The person whom a word names outright or by office."""
    name, entity = text.names.get(token.i), text.entities.get(token.i)
    if name is not None:
        return actor_of(name.entry) if name.entry.kind == "Person" else None
    if entity is not None and entity.label_ == "PERSON":
        return person_of_entity(text, entity)
    return person_by_office(text, token) if token.lemma_.lower() in lexicon.nouns()["leader"] else None


def last_persons(text: Text, token: Token, count: int) -> list[Actor]:
    """The last so many persons before a token, in the order of the text; empty if there are fewer.

    Those who only attended or accompanied stand aside, and two leaders are not of one state. Of "the two ministers"
    those count who are told to be ministers, if there are enough.
    """
    before = list(persons_before(text, token))
    office = token.lemma_.lower().removesuffix("s")  # of "Ministers", too, which the model holds to be a name
    if office in _OFFICES:
        holders = {person for place, person in before if _is_called(place, office)}
        if len(holders) >= count:
            before = [(place, person) for place, person in before if person in holders]
    found: list[Actor] = []
    for place, person in before:
        states = {other.affiliation for other in found if other.affiliation}
        if person not in found and person.affiliation not in states and not _stands_aside(place):
            found.append(person)
            if len(found) == count:
                return found[::-1]
    return []


def _is_called(name: Token, office: str) -> bool:
    """Whether a name stands with an office: "Minister X", "X, the foreign minister", "the minister, X"."""
    words = [
        *children(name, "compound", "amod", "nmod", "appos"),
        *((name.head,) if name.dep_ == "appos" else ()),
    ]
    return any(word.lemma_.lower() == office for word in words)


def _stands_aside(place: Token) -> bool:
    return any(
        word.dep_ in ("relcl", "acl") or word.lower_ in ("including", "include", "accompanied", "attended")
        for word in place.ancestors
        if word.i > place.sent.start and word.lemma_.lower() not in ("lead", "head")
    )


def person_before(text: Text, token: Token) -> Actor | None:
    """Whom "he" or "she" means: the last person who was a subject, else the last person."""
    if (parallel := _subject_before(text, token)) is not None:
        return parallel
    if (office := _office_above(text, token) or _subject_after(text, token)) is not None:
        return office
    nearest: Actor | None = None
    own = _own_subjects(token)
    for place, person in persons_before(text, token):
        if sentences_between(place, token) > _REACH:
            break
        if place.i in own:
            continue
        first = place
        while first.dep_ == "conj" and first.head.i < first.i:
            first = first.head
        if first.dep_ in ("nsubj", "nsubjpass"):
            return person
        nearest = nearest or person
    return nearest


def _office_above(text: Text, pronoun: Token) -> Actor | None:
    """ "The Minister will travel to X, where he …": whoever the subject of the clause above is by office."""
    for verb in pronoun.ancestors:
        for subject in children(verb, "nsubj", "nsubjpass"):
            if subject.i < pronoun.i and subject.lemma_.lower() in lexicon.nouns()["leader"]:
                named = subject.i in text.names or children(subject, "appos")
                return None if named else person_by_office(text, subject)
    return None


def _subject_after(text: Text, pronoun: Token) -> Actor | None:
    """ "During the visit, which follows his trip to X, the minister signed …": who is told of is named after."""
    root = pronoun.sent.root
    if pronoun.dep_ != "poss" or not any(each.dep_ in ("prep", "advcl") for each in pronoun.ancestors):
        return None
    for subject in children(root, "nsubj", "nsubjpass"):
        if subject.i < pronoun.i or subject.left_edge.i <= pronoun.i:
            continue
        if (person := _person_at(text, subject)) is not None:
            return person
    return None


def _own_subjects(pronoun: Token) -> set[int]:
    """The words of the subject of the clause in which a pronoun is an object, whom it can't mean: "X will host him"."""
    if pronoun.dep_ not in ("dobj", "pobj", "dative") or pronoun.lower_.endswith("self"):
        return set()
    clause = next((each for each in pronoun.ancestors if each.pos_ in ("VERB", "AUX")), None)
    subjects = children(clause, "nsubj", "nsubjpass") if clause is not None else []
    return {word.i for subject in subjects for word in subject.subtree}


def _subject_before(text: Text, token: Token) -> Actor | None:
    """Who is the subject of the sentence before by "he" or by office: subjects go on from sentence to sentence."""
    if token.dep_ not in ("nsubj", "nsubjpass") or token.sent.start == 0 or token.i - token.sent.start > 6:
        return None
    before = text.doc[token.sent.start - 1].sent
    for subject in children(before.root, "nsubj", "nsubjpass"):
        if subject.lower_ in ("he", "she"):
            return person_before(text, subject)
        if (person := _person_at(text, subject)) is not None:
            return person
    return None


def full_name(text: Text, entity: Span, label: str) -> Actor | None:
    """The person whom a single name repeats: by the last word of an earlier full name, or its first (Kim Jong Un)."""
    if len(label.split()) > 1:
        return None
    headline = text.sentence_role(entity.root) == "headline"  # names whom the body introduces
    after = range(entity.end, len(text.doc)) if headline else ()
    for index in (*range(entity.start - 1, -1, -1), *after):
        name, earlier = text.names.get(index), text.entities.get(index)
        if name is not None and name.entry.kind == "Person" and index == name.end - 1:
            words = {word for form in (name.entry.label, *name.entry.aliases) for word in _ends(form)}
            if label in words:
                return actor_of(name.entry)
        elif earlier is not None and earlier.label_ == "PERSON" and index == earlier.end - 1:
            spoken = earlier.text.removesuffix("'s").removesuffix("’s")
            if len(spoken.split()) > 1 and label in _ends(spoken):
                return person_of_entity(text, earlier)
    return None


def _ends(name: str) -> tuple[str, ...]:
    words = name.split()
    return words[0], words[-1], words[-1].rpartition("-")[2]


def person_of_office(text: Text, token: Token) -> Actor | None:
    """ "The Iranian president", "his Venezuelan counterpart": a named person of that state and office."""
    state = state_beside(text, token)
    office = next((word.lower_ for word in children(token, "compound") if word.lower_ == "secretary"), "")
    office = office or token.lemma_.lower()  # a secretary general is no general
    of_state: list[Actor] = []
    for place, person in persons_before(text, token):
        if state is not None and person.affiliation == state.iri and person not in of_state:
            of_state.append(person)
        if state is not None and person.affiliation != state.iri:
            continue
        if state is not None and (
            office in lexicon.nouns()["counterpart"] or _has_office(text, place, office)
        ):
            return person
        if state is None and office not in lexicon.nouns()["counterpart"]:
            entry = text.entry(person.iri)
            year = text.document.published.year
            if _has_office(text, place, office) or (entry is not None and _held(entry.note, office, year)):
                return person
    notes = {person: entry.note for person in of_state if (entry := text.entry(person.iri)) is not None}
    known = [person for person, note in notes.items() if office in note]
    if known or len(of_state) != 1 or (office in _NO_HEAD and of_state[0] in notes):
        return next(iter(known), None)  # "a US diplomat" isn't the president
    return of_state[0]


def person_of_rank(text: Text, token: Token) -> Actor | None:
    """ "His Highness", "Her Majesty": the last person named with a rank that is addressed so."""
    return next(
        (
            person
            for place, person in persons_before(text, token)
            if _RANKS & (titles_of(place) | {word.lower_ for word in place.doc[place.left_edge.i : place.i]})
        ),
        None,
    )


def office_holder(text: Text, state: Entry | None, office: str) -> Actor | None:
    """The person whom the text elsewhere names with this office: "the Qasiri foreign minister" told by name later.

    Where the text gives nobody the office, it is who held it on the day, if named without another one.
    """
    wanted = set(office.lower().split())
    if state is None or not wanted & lexicon.nouns()["leader"]:
        return None
    if wanted == {"leader"}:  # whoever heads the state, by what he is called there
        heads = (office_holder(text, state, head) for head in _HEADS)
        return next((head for head in heads if head is not None), None)
    of_state = [
        (person, titles_of(place))
        for place, person in persons_before(text, text.doc[len(text.doc) - 1])
        if person.affiliation == state.iri
    ]
    for person, titles in of_state:
        if wanted <= titles and not (titles & _BELOW) - wanted:
            return person
    offices = lexicon.nouns()["leader"] - lexicon.nouns()["counterpart"]
    others = {person for person, titles in of_state if titles & offices}
    for person, _ in of_state:
        known = text.entry(person.iri)
        if (
            person not in others
            and known is not None
            and _held(known.note, office, text.document.published.year)
        ):
            return person
    return None


def named_of_state(text: Text, state: Entry) -> Actor | None:
    """The only person of a state whom the text names anywhere; None if there are more or none."""
    found = {
        person
        for _, person in persons_before(text, text.doc[len(text.doc) - 1])
        if person.affiliation == state.iri
    }
    return found.pop() if len(found) == 1 else None


def titles_of(name: Token) -> set[str]:
    """The words of the offices beside a name."""
    near = [*children(name, "compound", "nmod", "amod", "appos")]
    if name.dep_ == "appos":
        near.append(name.head)
    return {word.lower_ for each in near for word in each.subtree if not word.is_punct} | {
        each.lower_ for each in near
    }


_TENURE = re.compile(r"(?P<mark>since|to|until)? ?(?:[a-z]+\.? )?(?P<first>\d{4})(?:[-–](?P<last>\d{2,4}))?")


def _held(note: str, office: str, year: int) -> bool:
    """Whether a note of the authority gives someone the office in a year: "foreign minister to June 2023"."""
    before, found, after = note.lower().partition(office.lower())
    if not found or before.endswith("deputy ") or "former" in before:
        return False
    tenure = _TENURE.search(re.split(r"[;,]", after)[0])
    if tenure is None:
        return True
    first = int(tenure["first"])
    if tenure["mark"] == "since":
        return year >= first
    if tenure["mark"] in ("to", "until"):
        return year <= first
    last = int(f"{tenure['first'][:2]}{tenure['last'][-2:]}") if tenure["last"] else first
    return first <= year <= last


def _has_office(text: Text, name: Token, office: str) -> bool:
    words = [*children(name, "compound", "nmod", "amod", "appos")]
    if name.dep_ == "appos":
        words.append(name.head)
    near = {word.lemma_.lower() for word in words}
    return office in near or f"{office}s" in {word.lower_ for word in words}


def sentences_between(earlier: Token, later: Token) -> int:
    """How many sentence ends lie between two tokens."""
    if earlier.sent.start == later.sent.start:
        return 0
    return 1 + sum(1 for token in later.doc[earlier.sent.end : later.sent.start] if token.is_sent_start)


def without_titles(label: str) -> str:
    """A personal name without the titles before it: "Minister of Defense Suren Papikyan" is Suren Papikyan."""
    words = label.split()
    titles = lexicon.nouns()["titles"]
    if len(words) > 1 and words[0].rstrip(".").lower() in titles:
        kept = words[1:]
        for place, word in enumerate(words[:-1]):
            if word.rstrip(".,").lower() in titles | lexicon.nouns()["portfolio"] | {"of", "for", "and"}:
                kept = words[place + 1 :]
        words = kept
    return " ".join(words)
