"""States in a text: by name, people or capital, as "the North", or beside the noun that they qualify."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from ingest.language import lexicon
from ingest.language.syntax import after_preposition, by_agents, children
from ingest.language.text import Text
from ingest.model import Actor, Delegation, Filler
from ontology.authority import Entry

_GOING = frozenset({"send", "dispatch", "deploy", "arrive", "travel", "stay", "come", "go", "remain"})
_ANSWERABLE = frozenset(
    "thank praise commend accuse blame suspect condemn criticise criticize denounce".split()
)

_SIGNING = frozenset("sign conclude seal place award approve announce".split())


def actor_of(entry: Entry) -> Actor:
    """An entry of the authority as the actor, place or kind of materiel that a claim names."""
    return Actor(entry.kind, entry.label, entry.iri, entry.country)


def half_of_country(text: Text, token: Token) -> Entry | None:
    """ "The North" or "the South", where the text has named the country whose name begins so."""
    if token.text not in ("North", "South") or token.i in text.names:
        return None
    if (
        token.dep_ in ("compound", "amod", "nmod")
        and token.head.pos_ in ("NOUN", "PROPN")
        and not _has_article(token)
    ):
        return None
    for name in text.names.values():
        entry = name.entry
        for state in (entry, text.entry(entry.country), text.entry(entry.metonym_of)):
            if state is not None and state.kind == "State" and state.label.startswith(token.text + " "):
                return state
    for name in text.names.values():
        twin = text.entry(name.entry.metonym_of) or name.entry
        other = twin.label.partition(" ")[2]
        if twin.kind == "State" and twin.label.startswith(("North ", "South ")):
            for entry in text.authority.by_name(f"{token.text} {other}"):
                return entry
    return None


def _has_article(token: Token) -> bool:
    return token.i > 0 and token.nbor(-1).lower_ == "the"


def _names_before(text: Text, token: Token) -> Iterator[tuple[int, Entry, bool]]:
    """Names of the authority before a token, from the nearest back, each once."""
    index = token.i - 1
    while index >= 0:
        name = text.names.get(index)
        if name is None:
            index -= 1
            continue
        yield name.start, name.entry, name.demonym
        index = name.start - 1


def latest_state(text: Text, token: Token, *, beyond: range = range(0)) -> Entry | None:
    """The state named last before the token, by name, people, capital or someone of its own.

    `beyond`: tokens whose state isn't meant ("the visit of a Russian minister to the country").
    """
    named = [text.names[place].entry for place in beyond if place in text.names]
    own = {iri for entry in named for iri in (entry.iri, entry.country, entry.metonym_of) if iri}
    for _, entry, _ in _names_before(text, token):
        if entry.iri in own or entry.country in own:
            continue
        state = entry if entry.kind == "State" else text.entry(entry.metonym_of)
        if state is not None and state.kind == "State":
            return state
    return None


def last_states(text: Text, token: Token, count: int) -> list[Actor]:
    """The so many states that the text before a token is about, in the order of the text; empty if there are fewer.

    Two are those that the sentence names, or the text most often, if they stand out; else the ones named last.
    """
    if count == 2 and (pair := _salient_pair(text, token)):
        return pair
    acting: list[Actor] = []
    named: list[Actor] = []
    for place, state in _states_before(text, token):
        for found in (named,) if _is_scene(text, place) else (acting, named):
            if actor_of(state) not in found and len(found) < count:
                found.append(actor_of(state))
        if len(acting) == count:
            return acting[::-1]
    return named[::-1] if len(named) == count else []


def _states_before(text: Text, token: Token) -> Iterator[tuple[int, Entry]]:
    """The states of what is named before a token, from the nearest back, each with the place of the name."""
    for place, entry, _ in _names_before(text, token):
        state = entry if entry.kind == "State" else text.entry(entry.metonym_of) or text.entry(entry.country)
        if state is not None and state.kind == "State" and entry.kind != "MaterielType":
            yield place, state


def _is_scene(text: Text, place: int) -> bool:
    """Whether a name only says where something happened: "met in Vienna"."""
    name = text.names[place]
    last = text.doc[name.end - 1]
    return name.entry.kind == "Place" and last.dep_ == "pobj" and last.head.lower_ in ("in", "at", "near")


def _salient_pair(text: Text, token: Token) -> list[Actor]:
    """The two states of which more sentences speak, by name or by someone of theirs, than of any third."""
    sentences: dict[str, set[int]] = {}
    same: list[Actor] = []
    for place, state in _states_before(text, token):
        sentences.setdefault(state.iri, set()).add(text.doc[place].sent.start)
        if place >= token.sent.start and actor_of(state) not in same:
            same.insert(0, actor_of(state))
    if same:
        return same if len(same) == 2 else []
    ranked = sorted(sentences, key=lambda iri: -len(sentences[iri]))
    if (
        len(ranked) < 3
        or len(sentences[ranked[1]]) < 2
        or len(sentences[ranked[1]]) <= len(sentences[ranked[2]])
    ):
        return []
    return [actor_of(text.authority.entries[iri]) for iri in ranked[:2]]


def state_beside(text: Text, noun: Token) -> Entry | None:
    """The state that a demonym, possessor or "of" phrase within the noun's phrase names."""
    for child in noun.subtree:
        if child.i == noun.i or not _within_phrase(child, noun):
            continue
        name = text.names.get(child.i)
        if name is None:
            half = half_of_country(text, child)
            if half is not None:
                return half
            if child.dep_ == "poss" and child.lower_ in ("its", "their"):
                return _state_spoken_of(text, child)
            if child.dep_ == "poss" and child.lemma_.lower() in lexicon.nouns()["country"]:
                return latest_state(text, child)
            continue
        entry = name.entry
        if entry.kind == "State" and not _after_stray_preposition(text.doc[name.start]):
            return entry
        if entry.kind == "Place" and (child.dep_ == "poss" or child.head.lower_ in ("of", "from")):
            state = text.entry(entry.metonym_of)
            if state is not None and state.kind == "State":
                return state
    return None


def states_beside(text: Text, noun: Token) -> list[Entry]:
    """All the states that a plural noun's phrase names: "Pakistani and Russian ministers", "ministries of X and Y"."""
    of = [each for preposition in ("of", "from") for each in after_preposition(noun, preposition)]
    states: list[Entry | None] = []
    for word in [*noun.doc[noun.left_edge.i : noun.i], *of]:
        if (name := text.names.get(word.i)) is not None:
            states.append(name.entry if name.entry.kind == "State" else text.entry(name.entry.metonym_of))
        elif word in of and is_pair(word):  # "envoys of the two neighbours"
            states.extend(text.entry(each.iri) for each in last_states(text, word, 2))
        elif word in of:  # "delegations of the Turkish government and of Armenia"
            states.append(state_beside(text, word))
    return list(dict.fromkeys(state for state in states if state is not None and state.kind == "State"))


def is_pair(noun: Token) -> bool:
    """ "The two countries", "both sides": two states told of before."""
    counted = any(child.lower_ in ("two", "both") for child in noun.children)
    return counted and noun.tag_ == "NNS" and noun.lemma_.lower() in lexicon.nouns()["pair"]


def _state_spoken_of(text: Text, token: Token) -> Entry | None:
    """Whose "its" is: the state that is a subject of the sentence, else the one named last."""
    thanked = [*answerable(token), *_destination(token)]
    for word in (*thanked, *text.doc[token.sent.start : token.i]):
        name = text.names.get(word.i)
        if name is not None and (word in thanked or word.dep_ in ("nsubj", "nsubjpass")) and not name.demonym:
            state = name.entry if name.entry.kind == "State" else text.entry(name.entry.metonym_of)
            if state is not None and state.kind == "State":
                return state
    return _subject_before(text, token) or latest_state(text, token)


def _subject_before(text: Text, token: Token) -> Entry | None:
    """The state that the sentence before is about: "Tehran rejected the claim that … to Moscow", "its minister"."""
    if token.sent.start == 0 or token.i - token.sent.start > 12:
        return None
    for word in text.doc[token.sent.start - 1].sent:
        name = text.names.get(word.i)
        if word.dep_ in ("nsubj", "nsubjpass") and word.head.dep_ == "ROOT" and name is not None:
            state = name.entry if name.entry.kind == "State" else text.entry(name.entry.metonym_of)
            return state if state is not None and state.kind == "State" and not name.demonym else None
    return None


def answerable(pronoun: Token) -> list[Token]:
    """Whose deed "it" tells of: "thanked X for the help that it gave", "accused X of arming its allies".

    And who signs what is for its own army: "a contract for frigates for its navy was signed by X".
    """
    for prep in pronoun.ancestors:
        verb = prep.head
        if prep.dep_ == "nsubjpass" and verb.lemma_ in _SIGNING and pronoun.head.i != prep.i:
            return by_agents(verb)
        if prep.dep_ == "prep" and prep.lower_ in ("for", "of", "over") and verb.lemma_ in _ANSWERABLE:
            return [each for each in children(verb, "dobj") if each.i < prep.i]
    return []


def _destination(pronoun: Token) -> list[Token]:
    """Whose army it is in "X will send instructors to Y to train its army"."""
    for verb in pronoun.ancestors:
        if verb.dep_ in ("advcl", "xcomp") and verb.tag_ == "VB" and verb.head.lemma_ in _GOING:
            preps = (prep for prep in children(verb.head, "prep") if prep.lower_ in ("to", "in"))
            return [place for prep in preps for place in children(prep, "pobj") if place.i < pronoun.i]
    return []


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


def affiliation(text: Text, noun: Token) -> str | None:
    """IRI of the state that the phrase around a noun gives it: "Russian X", "X of Iran", "X, Iran's minister"."""
    for head in (noun, *children(noun, "appos"), *(children(noun, "nmod"))):
        if (state := state_beside(text, head)) is not None:
            return state.iri
    if noun.dep_ == "appos" and (state := state_beside(text, noun.head)) is not None:
        return state.iri
    return None


def home_of(text: Text, side: Filler) -> Actor | None:
    """The state of a party: a delegation's sender, an actor's own."""
    if isinstance(side, Delegation):
        return side.sent_by or (home_of(text, side.headed_by) if side.headed_by is not None else None)
    state = text.entry(side.iri if side.kind == "State" else side.affiliation)
    return actor_of(state) if state is not None else None
