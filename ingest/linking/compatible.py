"""Whether two parties that a text names may be one: a state and its delegation, a man and his surname."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from ingest.language import lexicon
from ingest.language.syntax import modifiers
from ingest.language.text import Text
from ingest.model import Actor, Delegation, Filler


def compatible(text: Text, first: Filler, second: Filler) -> bool:
    """Whether two fillers may be the same party: equal, or one stands for the other (a state and its delegation)."""
    if first == second:
        return True
    if isinstance(first, Delegation) or isinstance(second, Delegation):
        return _compatible_delegation(text, first, second)
    if first.kind == second.kind == "ArmedGroup" and None in (first.iri, second.iri):
        return None in (first.affiliation, second.affiliation) or first.affiliation == second.affiliation
    if first.kind == "Place" and second.kind == "State":
        return first.affiliation == second.iri
    if first.kind == "State" and second.kind == "Place":
        return second.affiliation == first.iri
    if {first.kind, second.kind} & {"State"} and {first.kind, second.kind} & {"Person", "UnnamedSource"}:
        person, state = (first, second) if second.kind == "State" else (second, first)
        return person.affiliation == state.iri
    if {first.kind, second.kind} <= {"State", "GovernmentBody"}:
        return (first.affiliation or first.iri) == (second.affiliation or second.iri) is not None
    if first.kind == second.kind == "Person" and first.iri is None and second.iri is None:
        if _describes(first) and _describes(second):
            homes = {first.affiliation, second.affiliation}
            several = _last(first).endswith("s") and _last(second).endswith("s")
            return several and (len(homes) == 1 or None in homes)
        shorter, longer = sorted((first.label, second.label), key=len)
        return longer.endswith(" " + shorter) or longer.startswith(shorter + " ")
    return False


def _describes(person: Actor) -> bool:
    """Whether a label describes somebody, or several, and names nobody: "military leaders of Niger"."""
    words = lexicon.nouns()["leader"] | lexicon.nouns()["person"] | lexicon.described().keys()
    return any(word in words or word.removesuffix("s") in words for word in person.label.split())


def _last(person: Actor) -> str:
    return person.label.split(" of ")[0].split()[-1]


def _compatible_delegation(text: Text, first: Filler, second: Filler) -> bool:
    if isinstance(first, Delegation) and isinstance(second, Delegation):
        heads = first.headed_by is None or second.headed_by is None or first.headed_by == second.headed_by
        senders = first.sent_by is None or second.sent_by is None or first.sent_by == second.sent_by
        return heads and senders
    delegation, other = (first, second) if isinstance(first, Delegation) else (second, first)
    assert isinstance(delegation, Delegation) and isinstance(other, Actor)
    if delegation.headed_by == other or other in delegation.members or delegation.sent_by == other:
        return True
    if delegation.headed_by is None and other.kind == "Person" and delegation.sent_by is not None:
        return other.affiliation == delegation.sent_by.iri
    return False


def take_part(text: Text, noun: Token, parties: Iterable[Filler]) -> bool:
    """Whether those named before a noun are among the parties: "the Norwegian measures" are none of Sweden's."""
    named = {
        text.names[word.i].entry
        for word in modifiers(noun)
        if word.i in text.names and text.names[word.i].entry.kind not in ("MaterielType", "Place")
    }
    known = {iri for filler in parties for iri in _iris(filler)}
    return all({entry.iri, entry.country} & known for entry in named)


def _iris(filler: Filler) -> set[str | None]:
    if isinstance(filler, Delegation):
        return {iri for actor in (filler.sent_by, filler.headed_by) if actor for iri in _iris(actor)}
    return {filler.iri, filler.affiliation} - {None}
