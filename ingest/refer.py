"""Steps 2 and 6, link: which actor, place or kind of materiel a noun phrase means, offline and by the authority.

A wrong ID is worse than none: a name counts only as a whole, and only where its country does not contradict.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from spacy.tokens import Span, Token

from ingest import coreference, lexicon
from ingest.model import Actor, Delegation, Filler
from ingest.syntax import by_agents, children, conjuncts
from ingest.text import Name, Text
from ontology.authority import Entry

Want = Literal["actor", "place", "materiel"]

_PERSON_TITLES = lexicon.nouns()["titles"]


def actor_of(entry: Entry) -> Actor:
    """An entry of the authority as the actor, place or kind of materiel that a claim names."""
    return Actor(entry.kind, entry.label, entry.iri, entry.country)


def referents(text: Text, token: Token, want: Want) -> list[Filler]:
    """What the phrase headed by `token` refers to; empty where the text does not let one say."""
    match want:
        case "materiel":
            return list(_materiel(text, token))
        case "place":
            return list(_places(text, token))
        case "actor":
            return _actors(text, token)


def _actors(text: Text, token: Token) -> list[Filler]:
    name = text.names.get(token.i)
    if name is not None and (
        not name.demonym or token.pos_ in ("NOUN", "PROPN") or token.dep_ in ("nsubj", "pobj")
    ):
        return _named(text, token, name)
    entity = text.entities.get(token.i)
    if entity is not None and entity.root.i == token.i:
        if (unlinked := _unlinked(text, entity)) is not None:
            return [unlinked]
        if entity.label_ in (
            "GPE",
            "LOC",
            "FAC",
            "DATE",
            "CARDINAL",
            "EVENT",
            "LAW",
            "ORDINAL",
            "QUANTITY",
            "MONEY",
        ):
            cardinal = coreference.half_of_country(text, token)
            return [actor_of(cardinal)] if cardinal is not None else []
    if (pointed := coreference.antecedents(text, token)) is not None:
        return list(pointed)
    return _described(text, token)


def _named(text: Text, token: Token, name: Name) -> list[Filler]:
    entry = name.entry
    noun = text.doc[name.end - 1]
    if entry.kind == "MaterielType":
        return []
    if entry.kind == "Place":
        speaker = text.state(entry.metonym_of)
        return [actor_of(speaker)] if speaker is not None else []
    if entry.kind == "Person" and contradicts_country(text, noun, entry):
        return [Actor("Person", text.doc[name.start : name.end].text, None, _affiliation(text, noun))]
    if name.demonym and noun.head.i != noun.i and noun.dep_ in ("amod", "compound", "nmod"):
        return []
    described = _described(text, token) if token.i >= name.end else []
    return described or [actor_of(entry)]


def contradicts_country(text: Text, noun: Token, entry: Entry) -> bool:
    """Whether the words beside a personal name give it another country than the authority does."""
    told = _affiliation(text, noun)
    return bool(entry.country and told and told != entry.country)


def _unlinked(text: Text, entity: Span) -> Actor | None:
    """A name that the authority does not know, as an actor of this document."""
    label = clean(entity.text)
    if entity.label_ == "PERSON":
        label = _without_titles(label)
        if not label or (not label[0].isupper() and not label.startswith(("al-", "el-", "von ", "de "))):
            return None
        full = coreference.full_name(text, entity, label)
        return full or Actor("Person", label, None, _affiliation(text, entity.root))
    if entity.label_ in ("ORG", "NORP") and entity.root.pos_ in ("PROPN", "NOUN"):
        found = organization_by_name(text, label, entity.root)
        return found if (found is not None and found.kind != "Organization") or entity.label_ == "ORG" else None
    return None


def organization_by_name(text: Text, label: str, noun: Token) -> Actor | None:
    """A body, outlet or group by its name, in the class that its head noun shows."""
    label = clean(label)
    if not label or label.islower():
        return None
    kind, head = "Organization", noun.lemma_.lower()
    if head in lexicon.nouns()["body"]:
        kind = "GovernmentBody"
    elif head in lexicon.nouns()["media"] or re.search(r"\b(News|Times|Post|Daily|Agency|Radio|TV)$", label):
        kind = "MediaOutlet"
    return Actor(kind, label, None, _affiliation(text, noun))


def clean(label: str) -> str:
    """A name without article, possessive ending and stray punctuation."""
    label = re.sub(r"\s+", " ", label).strip(" .,;:\"'’“”-–—")
    label = re.sub(r"(['’]s|['’])$", "", label)
    return re.sub(r"^(the|a|an)\s+", "", label, flags=re.IGNORECASE).strip()


def _without_titles(label: str) -> str:
    words = label.split()
    while len(words) > 1 and words[0].rstrip(".").lower() in _PERSON_TITLES:
        words = words[1:]
    return " ".join(words)


def _affiliation(text: Text, noun: Token) -> str | None:
    """IRI of the state that the phrase around a noun gives it: "Russian X", "X of Iran", "X, Iran's minister"."""
    for head in (noun, *children(noun, "appos"), *(children(noun, "nmod"))):
        if (state := state_beside(text, head)) is not None:
            return state.iri
    if noun.dep_ == "appos" and (state := state_beside(text, noun.head)) is not None:
        return state.iri
    return None


def state_beside(text: Text, noun: Token) -> Entry | None:
    """The state that a demonym, possessor or "of" phrase within the noun's phrase names."""
    for child in noun.subtree:
        if child.i == noun.i or not _within_phrase(child, noun):
            continue
        name = text.names.get(child.i)
        if name is None:
            half = coreference.half_of_country(text, child)
            if half is not None:
                return half
            if child.dep_ == "poss" and child.lemma_.lower() in lexicon.nouns()["country"]:
                return coreference.latest_state(text, child)
            continue
        entry = name.entry
        if entry.kind == "State" and not _after_stray_preposition(text.doc[name.start]):
            return entry
        if entry.kind == "Place" and (child.dep_ == "poss" or child.head.lower_ == "of"):
            state = text.state(entry.metonym_of)
            if state is not None and state.kind == "State":
                return state
    return None


def _after_stray_preposition(token: Token) -> bool:
    """Whether the parser has glued "In Turkey" to the name after it ("In Turkey Minister X met …")."""
    before = token.nbor(-1) if token.i else None
    return before is not None and before.dep_ == "prep" and not children(before, "pobj", "pcomp")


def _within_phrase(child: Token, noun: Token) -> bool:
    """Whether a word belongs to the noun's own phrase by modifiers, possessors and "of", not by a clause."""
    while child.i != noun.i:
        dep, head = child.dep_, child.head
        if dep == "pobj" and head.lower_ in ("of", "from") and head.dep_ == "prep":
            child = head.head
            if child.i != noun.i and child.pos_ not in ("NOUN", "PROPN"):
                return False
            continue
        if dep not in ("amod", "compound", "nmod", "poss"):
            return False
        child = head
    return True


def _described(text: Text, token: Token) -> list[Filler]:
    """An actor that the text describes by a common noun: a delegation, a government, a ministry, an unnamed source."""
    lemma, words = token.lemma_.lower(), lexicon.nouns()
    if token.lower_ == "media":  # the lemmatizer makes it "medium"
        lemma = "media"
    for child in children(token, "appos"):
        for each in conjuncts(child):
            if (each.i in text.names or each.i in text.entities) and (found := _actors(text, each)):
                return [*found, *(f for more in conjuncts(each)[1:] for f in _actors(text, more))]
    if token.pos_ not in ("NOUN", "PROPN", "ADJ"):
        return []
    if lemma in words["delegation"]:
        return [delegation(text, token)]
    state = state_beside(text, token)
    if lemma in words["state"] and state is not None:
        return [actor_of(state)]
    if lemma in words["media"] and state is not None:
        return [_media_of(text, token, state)]
    if lemma in words["body"] and not any(child.dep_ == "nummod" for child in token.children):
        return _body(text, token, state)
    if lemma in words["source"] or (lemma in words["document"] and state is None):
        return [Actor("UnnamedSource", phrase(token), None, state.iri if state else None)]
    return []


def _media_of(text: Text, token: Token, state: Entry) -> Actor:
    """State media: the state's agency where this text names it, else the phrase itself."""
    for name in text.names.values():
        if name.entry.kind == "MediaOutlet" and name.entry.country == state.iri and name.entry.state_run:
            return actor_of(name.entry)
    adjective = state.demonyms[0] if state.demonyms else state.label
    return Actor("MediaOutlet", f"{adjective} {_core(text, token)}", None, state.iri)


def _body(text: Text, token: Token, state: Entry | None) -> list[Filler]:
    core = _core(text, token)
    if state is None and core == token.text:
        return []
    if state is None:
        latest = coreference.latest_body(text, token, core)
        if latest is not None:
            return [latest]
        return []
    adjective = state.demonyms[0] if state.demonyms else state.label
    for form in (f"{adjective} {core.title()}", f"{adjective} {core}", f"{state.label}'s {core}"):
        known = text.authority.by_name(form)
        if len(known) == 1:
            return [actor_of(known[0])]
    return [Actor("GovernmentBody", f"{adjective} {core}", None, state.iri)]


def _core(text: Text, token: Token) -> str:
    """The noun with its own modifiers, without article and state: "North Korea's foreign ministry" → foreign ministry."""
    kept = [
        child
        for child in token.children
        if child.dep_ in ("compound", "amod", "nmod") and child.i < token.i and child.i not in text.names
    ]
    spans = [
        word for child in kept for word in child.subtree if word.i not in text.names and not word.is_punct
    ]
    return " ".join(word.text for word in sorted({*spans, token}, key=lambda word: word.i))


def phrase(token: Token) -> str:
    """The noun phrase in the words of the text, without article, relative clause and apposition."""
    words: list[Token] = []

    def take(word: Token) -> None:
        for child in word.children:
            if child.dep_ in (
                "relcl",
                "appos",
                "acl",
                "punct",
                "cc",
                "conj",
                "det",
                "advcl",
                "parataxis",
                "ccomp",
            ):
                continue
            if child.dep_ == "prep" and child.lower_ not in ("of", "from", "in", "at", "for"):
                continue
            take(child)
        words.append(word)

    take(token)
    ordered = sorted(words, key=lambda word: word.i)
    return clean("".join(word.text_with_ws for word in ordered))


def delegation(text: Text, token: Token) -> Delegation:
    """The delegation that a noun names; a later mention with the same sender, or with none, is the same one."""
    if token.i in text.delegations:
        return text.delegations[token.i]
    sender = state_beside(text, token)
    head = _leader(text, token)
    for index in sorted(text.delegations, reverse=True):
        known = text.delegations[index]
        same_sender = sender is None or (known.sent_by is not None and known.sent_by.iri == sender.iri)
        same_head = head is None or known.headed_by is None or known.headed_by == head
        indefinite = any(child.lower_ in ("a", "an", "another") for child in token.children)
        if (
            index < token.i
            and same_sender
            and same_head
            and not (indefinite and (head is None or sender is None))
        ):
            merged = Delegation(known.label, known.sent_by, known.headed_by or head, known.members)
            for other, value in list(text.delegations.items()):
                if value == known:
                    text.delegations[other] = merged
            text.delegations[token.i] = merged
            return merged
    sent_by = actor_of(sender) if sender is not None else None
    if sent_by is None and head is not None and head.affiliation is not None:
        state = text.state(head.affiliation)
        sent_by = actor_of(state) if state is not None else None
    made = Delegation(_delegation_label(token, sent_by), sent_by, head, ())
    text.delegations[token.i] = made
    return made


def _delegation_label(token: Token, sent_by: Actor | None) -> str:
    label = phrase(token)
    return label if sent_by is None or len(label.split()) > 1 else f"{sent_by.label} {label}"


def _leader(text: Text, token: Token) -> Actor | None:
    """Who leads: "headed by X", "led by X", "X at the head of a delegation", "X is leading the delegation"."""
    for clause in children(token, "acl", "relcl"):
        if clause.lemma_.lower() in ("lead", "head"):
            for agent in by_agents(clause):
                if (person := person_of(text, agent)) is not None:
                    return person
    verb = token.head
    if token.dep_ == "dobj" and verb.lemma_.lower() in ("lead", "head"):
        for subject in children(verb, "nsubj"):
            for each in _actors(text, subject):
                if isinstance(each, Actor) and each.kind == "Person":
                    return each
    return None


def person_of(text: Text, token: Token) -> Actor | None:
    """The person whom a phrase names or describes by an office ("the country's culture minister")."""
    for filler in _actors(text, token):
        if isinstance(filler, Actor) and filler.kind == "Person":
            return filler
    for child in children(token, "appos"):
        for filler in _actors(text, child):
            if isinstance(filler, Actor) and filler.kind == "Person":
                return filler
    if token.lemma_.lower() in lexicon.nouns()["person"]:
        return unnamed_person(text, token)
    return None


def unnamed_person(text: Text, token: Token) -> Actor:
    """A person by office alone: "North Korean sports and culture minister"."""
    state = state_beside(text, token)
    core = _core(text, token)
    adjective = (state.demonyms[0] if state.demonyms else state.label) if state is not None else ""
    return Actor("Person", f"{adjective} {core}".strip(), None, state.iri if state else None)


def _places(text: Text, token: Token) -> Iterable[Actor]:
    name = text.names.get(token.i)
    if name is not None and name.entry.kind in ("Place", "State") and not name.demonym:
        yield actor_of(name.entry)
        return
    entity = text.entities.get(token.i)
    inner = [
        place
        for child in token.children
        if child.dep_ in ("prep", "poss", "appos", "compound", "nmod")
        for target in (
            children(child, "pobj")
            if child.dep_ == "prep" and child.lower_ in ("of", "in", "near")
            else [child]
        )
        for place in _places(text, target)
    ]
    if inner:
        yield from inner
    elif entity is not None and entity.label_ in ("GPE", "FAC", "LOC") and entity.root.i == token.i:
        half = coreference.half_of_country(text, token)
        yield actor_of(half) if half is not None else Actor("Place", clean(entity.text))
    elif (half := coreference.half_of_country(text, token)) is not None:
        yield actor_of(half)
    elif token.lower_ == "there" or token.lemma_.lower() in lexicon.nouns()["country"]:
        if (state := coreference.latest_state(text, token)) is not None:
            yield actor_of(state)


def _materiel(text: Text, token: Token) -> Iterable[Actor]:
    """Kinds of goods in the phrase: its head, its compounds, and what "of" gives ("millions of artillery rounds")."""
    name = text.names.get(token.i)
    if name is not None and name.entry.kind == "MaterielType":
        yield actor_of(name.entry)
        return
    if any(
        child.dep_ == "det" and child.lower_ in ("the", "this", "these", "those") for child in token.children
    ):
        for index in range(token.i - 1, -1, -1):
            earlier = text.names.get(index)
            if (
                earlier is not None
                and earlier.entry.kind == "MaterielType"
                and earlier.end - earlier.start > 1
            ) and text.doc[earlier.end - 1].lemma_.lower() == token.lemma_.lower():
                yield actor_of(earlier.entry)
                return
    for child in token.children:
        if child.dep_ in ("compound", "nmod", "amod", "appos"):
            yield from _materiel(text, child)
        elif child.dep_ in ("prep", "quantmod") and child.lower_ in ("of", "with", "containing"):
            for pobj in children(child, "pobj"):
                for each in conjuncts(pobj):
                    yield from _materiel(text, each)
        elif child.dep_ == "acl" and child.lemma_ in ("fill", "load", "carry", "contain"):
            for prep in children(child, "prep"):
                for pobj in children(prep, "pobj"):
                    for each in conjuncts(pobj):
                        yield from _materiel(text, each)
