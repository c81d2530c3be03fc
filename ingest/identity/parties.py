"""The main parties of a happening, by which tellings of it are compared.

Outlets differ in how far they name them ("a Russian delegation", "a delegation led by Alexander Kozlov"), so there
are two layers: the *sides*, at the level of states wherever someone acts for one, and the *names* of the persons who
lead the sides, if they are told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ingest.events.frames import Identity
from ingest.model import Actor, Delegation, Filler, Telling
from ontology.names import AUTHORITY

NOBODY = "-"
"""Stands for names that aren't told."""
UNKNOWN = "?"
"""Stands for a side that isn't told, without which nothing is identified."""
TO, AND = " > ", " + "
SOMEONE_OF = "~"
"""Before a state: not the state itself but people or companies of it."""

# Acts in the name of a state. Companies, parties, armed groups and international bodies are parties themselves.
_SPEAKS_FOR_STATE = {"State", "GovernmentBody", "Person", "UnnamedSource", "Place"}


@dataclass(frozen=True)
class Parties:
    """Sides such as `actor/russia > actor/north-korea`, and their leaders or NOBODY."""

    sides: str
    names: str = NOBODY

    @property
    def known(self) -> bool:
        """Whether every side is told."""
        return UNKNOWN not in self.sides.split(" ")


def parties(tellings: Sequence[Telling], identity: Identity) -> Parties:
    """The main parties of one event as a document tells it, from all its tellings in the order of the text.

    `identity` says which roles they fill (`identity` of the type's frame).
    """

    def fillers(*roles: str) -> list[Filler]:
        return list(dict.fromkeys(f for role in roles for telling in tellings for f in telling.fillers(role)))

    if identity.together:
        return (_met if identity.leaders else _agreed)(fillers(*identity.together))
    sides: list[str] = []
    names = NOBODY
    for roles in identity.sides:
        found = next((told for role in roles if (told := fillers(role))), [])
        if identity.leaders and not sides:
            side, names = _led(found)
        else:
            side = _joined(found, _home if identity.by_state & set(roles) else None)
        sides.append(NOBODY if side == UNKNOWN and identity.optional & set(roles) else side)
    return Parties(TO.join(sides), names)


def _led(visitors: Sequence[Filler]) -> tuple[str, str]:
    """A side, and who leads it."""
    leader = next((person for visitor in visitors if (person := _leader(visitor))), None)
    senders = [side for visitor in visitors if (side := _sender(visitor))]
    origin = (leader and leader.affiliation and _short(leader.affiliation)) or next(iter(senders), None)
    if leader is not None:
        origin = origin or _name(leader)
    return origin or UNKNOWN, (leader and _name(leader)) or NOBODY


def _agreed(fillers: Sequence[Filler]) -> Parties:
    sides = sorted({side for filler in fillers if (side := _side(filler))})
    return Parties(AND.join(sides) if len(sides) > 1 else AND.join([*sides, UNKNOWN]))


def _met(participants: Sequence[Filler]) -> Parties:
    sides: dict[str, str | None] = {}
    persons: list[str] = []
    for participant in participants:
        side, leader = _side(participant), _leader(participant)
        if side is None:
            continue
        name = _name(leader) if leader else side if _is_party_itself(participant) else None
        if name is not None and name != side:
            persons.append(name)
        sides[side] = sides.get(side) or name
    if len(sides) > 1:
        told = sorted(sides)
        names = [name for side in told if (name := sides[side])]
        return Parties(AND.join(told), AND.join(names) if len(names) == len(told) else NOBODY)
    # Two of one state: "Putin met Shoigu".
    pair = sorted(list(dict.fromkeys(persons))[:2])
    if len(pair) == 2:
        return Parties(AND.join(sides), AND.join(pair))
    return Parties(AND.join([*sides, UNKNOWN]), next(iter(pair), NOBODY))


def _joined(fillers: Iterable[Filler], level: Callable[[Filler], str | None] | None = None) -> str:
    return AND.join(sorted({side for filler in fillers if (side := (level or _side)(filler))})) or UNKNOWN


def _side(filler: Filler) -> str | None:
    """The state for which someone acts, or the actor itself."""
    if isinstance(filler, Delegation):
        leader = _leader(filler)
        return (_side(leader) if leader else None) or _sender(filler)
    if filler.kind in _SPEAKS_FOR_STATE and (state := _state(filler)):
        return state
    return _name(filler)


def _home(filler: Filler) -> str | None:
    """The state itself; of anyone else that they are someone of their state; without a state the actor."""
    if isinstance(filler, Delegation):
        return _side(filler)
    state = _state(filler)
    if state is None:
        return _name(filler)
    return state if filler.kind == "State" else SOMEONE_OF + state


def _sender(filler: Filler) -> str | None:
    if not isinstance(filler, Delegation):
        return _side(filler)
    if filler.sent_by is not None:
        return _side(filler.sent_by)
    return _side(filler.headed_by) if filler.headed_by is not None else None


def _leader(filler: Filler) -> Actor | None:
    """The person who comes or speaks for a side, if named well enough to be told from others."""
    person = filler.headed_by if isinstance(filler, Delegation) else filler
    return person if person is not None and person.kind == "Person" and _name(person) else None


def _is_party_itself(filler: Filler) -> bool:
    return not isinstance(filler, Delegation) and filler.kind not in _SPEAKS_FOR_STATE


def _state(actor: Actor) -> str | None:
    iri = actor.iri if actor.kind == "State" else actor.affiliation
    return _short(iri) if iri else None


def _name(actor: Actor) -> str | None:
    """What an actor is compared by; None for those that a text describes but doesn't name.

    Outside the authority a name counts together with its state, and a person's only in full: two documents that
    tell of Ivan Petrov of Russia at the same place in the same days mean one man; "Petrov" may be anyone.
    """
    if actor.iri:
        return _short(actor.iri)
    # A slash would make an IRI of it ("the ISAF/NATO mission").
    label = " ".join(actor.label.translate({ord(c): " " if c == "/" else None for c in "|>+?@*~/"}).split())
    if actor.kind in ("UnnamedSource", "Delegation") or (actor.kind == "Person" and " " not in label):
        return None
    if not label:
        return None
    return f"{label}@{_short(actor.affiliation)}" if actor.affiliation else label


def _short(iri: str) -> str:
    return iri.removeprefix(AUTHORITY)
