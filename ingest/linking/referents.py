"""What a noun phrase refers to: the one entrance to linking.

A wrong ID is worse than none: a name counts only as a whole, and only where its country does not contradict.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from spacy.tokens import Span, Token

from ingest import trace
from ingest.language import lexicon
from ingest.language.syntax import after_preposition, by_agents, children, conjuncts, modifiers, subjects
from ingest.language.text import Name, Text
from ingest.linking.bodies import adjective_of, body
from ingest.linking.coreference import antecedents, is_pair_of_people
from ingest.linking.goods import goods
from ingest.linking.numbered import is_numbered
from ingest.linking.organizations import organization_by_name
from ingest.linking.persons import (
    full_name,
    office_holder,
    person_of_entity,
    person_titled,
    without_titles,
)
from ingest.linking.phrases import clean, core, phrase
from ingest.linking.places import places, sites
from ingest.linking.states import (
    actor_of,
    affiliation,
    half_of_country,
    last_states,
    state_beside,
    states_beside,
)
from ingest.linking.titles import is_before_title
from ingest.model import Actor, Filler
from ontology.authority import Entry

Want = Literal["actor", "place", "site", "materiel"]
"""A place is sought as the town or state visited, a site as the very building or ground."""


def referents(text: Text, token: Token, want: Want) -> list[Filler]:
    """What the phrase headed by `token` refers to; empty where the text does not let one say."""
    match want:
        case "materiel":
            return trace.ruled(token, "linked", "a kind of materiel", [*goods(text, token)])
        case "place":
            return trace.ruled(token, "linked", "a place or state", list(places(text, token)))
        case "site":
            return trace.ruled(token, "linked", "a site or place", list(sites(text, token)))
        case "actor":
            return _actors(text, token)


def _actors(text: Text, token: Token) -> list[Filler]:
    name = text.names.get(token.i)
    if name is not None and (
        not name.demonym or token.pos_ in ("NOUN", "PROPN") or token.dep_ in ("nsubj", "pobj")
    ):
        named = [] if is_before_title(text, token) else _named(text, token, name)
        return trace.ruled(token, "linked", "a name of the authority", named)
    if _is_sent(token) and len(senders := _senders(text, token)) > 1:
        return trace.ruled(token, "linked", "who sent them", senders)
    entity = text.entities.get(token.i)
    titled = person_titled(text, token)
    if titled is not None and entity is not None and (entity.label_ != "PERSON" or len(entity) == 1):
        return trace.ruled(token, "linked", "the title of somebody named beside it", [titled])
    points_back = is_pair_of_people(token) or is_numbered(token)
    if entity is not None and entity.root.i == token.i and not points_back:
        if (unlinked := _unlinked(text, entity)) is not None:
            rule = (
                "short for somebody named in full"
                if unlinked.iri
                else "a name that the authority doesn't know"
            )
            return trace.ruled(token, "linked", rule, [unlinked])
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
            cardinal = half_of_country(text, token)
            return [actor_of(cardinal)] if cardinal is not None else []
    if titled is not None:
        return trace.ruled(token, "linked", "a surname or title of somebody named before", [titled])
    if (pointed := antecedents(text, token, _actors)) is not None:
        return trace.ruled(token, "linked", "refers to what was named before", list(pointed))
    return trace.ruled(token, "linked", "described by a common noun", _described(text, token))


def _is_sent(token: Token) -> bool:
    """ "The ministries of X and Y", "envoys from X and Y": several who act for states."""
    nouns, lemma = lexicon.nouns(), token.lemma_.lower()
    sent = lemma in nouns["body"] or lemma in nouns["delegation"] or lemma in nouns["emissary"]
    return sent and token.tag_ in ("NNS", "NNPS")


def _senders(text: Text, token: Token) -> list[Filler]:
    states: list[Filler] = [actor_of(each) for each in states_beside(text, token)]
    owners = [*after_preposition(token, "of"), *after_preposition(token, "from")]
    others = [
        each
        for owner in owners
        if owner.i in text.names
        for each in _actors(text, owner)
        if isinstance(each, Actor) and each.kind not in ("Person", "Place")
    ]
    return list(dict.fromkeys([*states, *others]))


def _named(text: Text, token: Token, name: Name) -> list[Filler]:
    entry = name.entry
    noun = text.doc[name.end - 1]
    if entry.kind == "MaterielType":
        return []
    if entry.kind == "Place":
        speaker = text.entry(entry.metonym_of)
        return [actor_of(speaker)] if speaker is not None else []
    if entry.kind == "Person" and contradicts_country(text, noun, entry):
        label = without_titles(text.doc[name.start : name.end].text)
        return [Actor("Person", label, None, affiliation(text, noun))]
    if name.demonym and children(noun, "nummod"):
        return []  # "two Russians" are not Russia
    if name.demonym and noun.head.i != noun.i and noun.dep_ in ("amod", "compound", "nmod"):
        return []
    described = _described(text, token) if token.i >= name.end else []
    return described or [actor_of(entry)]


def contradicts_country(text: Text, noun: Token, entry: Entry) -> bool:
    """Whether the words beside a personal name give it another country than the authority does."""
    told = affiliation(text, noun)
    return bool(entry.country and told and told != entry.country)


def _unlinked(text: Text, entity: Span) -> Actor | None:
    """A name that the authority does not know, as an actor of this document."""
    if entity.label_ == "PERSON":
        return person_of_entity(text, entity)
    label = clean(entity.text)
    if (person := full_name(text, entity, label)) is not None:
        return person
    if entity.label_ == "ORG" and entity.root.lemma_.lower() in lexicon.nouns()["body"]:
        state = state_beside(text, entity.root) or _where(text, entity.root)
        if (
            state is not None
            and (bodies := body(text, entity.root, state, _actors))
            and isinstance(bodies[0], Actor)
        ):
            return bodies[0]
        if (known := _short_form(text, entity, label)) is not None:
            return known
    if entity.label_ == "ORG" or (entity.label_ == "NORP" and entity.root.pos_ in ("PROPN", "NOUN")):
        found = organization_by_name(text, label, entity.root)
        if found is not None and found.kind == "GovernmentBody" and found.affiliation is None:
            own = text.document.publisher  # "the Office of Asset Control" in a release of its ministry
            found = replace(found, affiliation=own.affiliation if own.kind == found.kind else None)
        return (
            found if (found is not None and found.kind != "Organization") or entity.label_ == "ORG" else None
        )
    return None


def _short_form(text: Text, entity: Span, label: str) -> Actor | None:
    """A body named before by a longer name that holds this one: "the Treasury" after "the U.S. Treasury Department".

    In a release of its own it needn't be named in full, and its organs are called by its name: "the Ministerial Council".
    """
    publisher = text.document.publisher
    own = publisher.kind in ("GovernmentBody", "InternationalOrganization")
    if own and publisher.label.split()[-1] == label.split()[-1]:
        return publisher
    for index in range(entity.start - 1, -1, -1):
        name = text.names.get(index)
        if name is None or name.entry.kind not in ("GovernmentBody", "InternationalOrganization"):
            continue
        if f" {label} " in f" {name.entry.label} {' '.join(name.entry.aliases)} ":
            return actor_of(name.entry)
    return None


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
        known = text.delegations.get(token.i)
        return [known] if known is not None else []
    state = state_beside(text, token)
    if lemma in words["state"] and state is not None:
        several = states_beside(text, token) if token.tag_ == "NNS" else []
        return [actor_of(each) for each in several] or [actor_of(state)]
    if lemma == "intelligence" and state is not None and core(text, token) != token.text:
        return body(text, token, state, _actors)  # "Ukraine's military intelligence"
    if lemma in words["media"] and (state := state or _where(text, token)) is not None:
        return [_media_of(text, token, state)]
    if lemma in words["body"] and not any(child.dep_ == "nummod" for child in token.children):
        return body(text, token, state, _actors) or body(text, token, _where(text, token), _actors)
    if lemma in ("company", "firm", "entity", "individual", "national") and state is not None:
        kind = "Company" if lemma in ("company", "firm") else "Organization"
        return (
            [Actor(kind, phrase(token), None, state.iri)] if lemma not in ("individual", "national") else []
        )
    if lemma in ("resolution", "decree", "law", "sanction", "embargo"):  # they do what their council does
        makers = [
            each for each in modifiers(token) if each.i in text.names and not text.names[each.i].demonym
        ]
        adopted = token.dep_ == "dobj" and token.head.lemma_ in ("adopt", "pass", "approve")
        makers = makers or (
            subjects(token.head) if adopted else []
        )  # "the council adopted a resolution imposing …"
        return [actor for maker in makers[-1:] for actor in _actors(text, maker)]
    if lemma in words["document"]:
        makers = [each for clause in children(token, "acl") for each in by_agents(clause)]
        if made := [actor for maker in makers for actor in _actors(text, maker)]:
            return made  # "images released by KCNA" speak for KCNA
    if lemma in words["source"] or (lemma in words["document"] and state is None):
        return [Actor("UnnamedSource", phrase(token), None, state.iri if state else None)]
    return []


def _where(text: Text, token: Token) -> Entry | None:
    """The state of "media in Pyongyang", "the ministry in Berlin"."""
    for place in after_preposition(token, "in"):
        name = text.names.get(place.i)
        if name is not None:
            return name.entry if name.entry.kind == "State" else text.entry(name.entry.country)
    return None


def _media_of(text: Text, token: Token, state: Entry) -> Actor:
    """State media: the state's agency where this text names it, else the phrase itself."""
    for name in text.names.values():
        if name.entry.kind == "MediaOutlet" and name.entry.country == state.iri and name.entry.state_run:
            return actor_of(name.entry)
    return Actor("MediaOutlet", f"{adjective_of(state)} {core(text, token)}", None, state.iri)


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
    return _holder(text, token, state_beside(text, token))


def unnamed_persons(text: Text, token: Token) -> list[Actor]:
    """Persons by office alone; "the Pakistani and Russian defence ministers" are two."""
    states = states_beside(text, token)
    of = [each for each in after_preposition(token, "of") if each.tag_ in ("NNS", "NNPS")]
    whose = [
        each
        for poss in children(token, "poss")
        if poss.lower_ == "whose"
        for each in described_by_clause(token)
    ]
    states = states or [text.names[each.i].entry for each in whose if _names_state(text, each)]
    for owner in (
        *children(token, "poss"),
        *of,
    ):  # "the two countries' foreign ministers", "ministers of both nations"
        pair = antecedents(text, owner, _actors) or []
        states = states or [
            entry
            for each in pair
            if isinstance(each, Actor)
            and (entry := text.entry(each.iri if each.kind == "State" else each.affiliation)) is not None
        ]
    if token.tag_ in ("NNS", "NNPS") and not states and _are_of_two(token):
        states = [
            entry for each in last_states(text, token, 2) if (entry := text.entry(each.iri)) is not None
        ]
    blocs = [
        text.names[each.i].start
        for each in modifiers(token)
        if each.i in text.names and text.names[each.i].entry.kind == "InternationalOrganization"
    ]
    if token.tag_ in ("NNS", "NNPS") and not states and blocs:  # "EU foreign ministers"
        return [Actor("Person", text.doc[min(blocs) : token.i + 1].text)]
    if token.tag_ in ("NNS", "NNPS") and len(states) > 1:
        return [_holder(text, token, state, several=True) for state in states]
    person = unnamed_person(text, token)
    return [person] if token.tag_ not in ("NNS", "NNPS") or " " in person.label else []


def described_by_clause(noun: Token) -> list[Token]:
    """Of whom a relative clause with "whose" tells: "X and Y, whose leaders met"."""
    clause = next((each for each in noun.ancestors if each.dep_ == "relcl"), None)
    return conjuncts(clause.head) if clause is not None else []


def _names_state(text: Text, token: Token) -> bool:
    return token.i in text.names and text.names[token.i].entry.kind == "State"


def _are_of_two(office: Token) -> bool:
    """ "The foreign ministers" of a report on two states are theirs."""
    before = [child for child in office.children if child.i < office.i]
    words = lexicon.nouns()["portfolio"] | {"the", "both", "two", "respective"}
    after = children(office, "prep", "relcl", "acl", "appos")
    return bool(before) and not after and all(child.lower_ in words for child in before)


def _holder(text: Text, token: Token, state: Entry | None, *, several: bool = False) -> Actor:
    words = core(text, token)
    singular = words.removesuffix("s") if several else words
    if (named := office_holder(text, state, singular)) is not None:
        return named
    whose = adjective_of(state) if state is not None else _body_beside(text, token)
    return Actor("Person", f"{whose} {singular}".strip(), None, state.iri if state else None)


def _body_beside(text: Text, token: Token) -> str:
    """Whose office it is, as the text calls it: "the NATO chief", "EU foreign ministers"."""
    names = (text.names[word.i] for word in modifiers(token) if word.i in text.names)
    bodies = (name for name in names if name.entry.kind not in ("Place", "MaterielType", "Person"))
    return next((clean(text.doc[name.start : name.end].text) for name in bodies), "")


def described_party(text: Text, token: Token) -> Actor | None:
    """Someone whom the text counts or describes without a name: "nearly 300 companies and individuals in Russia"."""
    kinds = lexicon.described()
    kind = kinds.get(token.lemma_.lower()) or kinds.get(token.lower_)
    name = text.names.get(token.i)
    if name is not None and name.demonym and children(token, "nummod"):
        return Actor("Person", phrase(token), None, name.entry.iri)  # "seven North Koreans"
    if kind is None or any(child.lower_ in ("any", "no") for child in children(token, "det")):
        return None  # "never gave any party arms" is about no party of that name
    state = state_beside(text, token)
    if state is not None and kind == "Company" and token.tag_ == "NN":
        known = {
            name.entry.iri: name.entry
            for name in text.names.values()
            if name.entry.country == state.iri and token.lemma_.lower() in name.entry.note.lower().split()
        }
        if len(known) == 1:  # "the Qarzhani state arms exporter", whom the text elsewhere names
            return actor_of(next(iter(known.values())))
    return Actor(kind, phrase(token), None, state.iri if state else None)
