"""What an analyst read in a report, from the JSON file beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from tests.corpus.scoring.names import Named, plain

ROLES: Mapping[str, Mapping[str, str]] = {
    "Visit": {"visitor": "visitor", "destination": "destination"},
    "Meeting": {"participants": "participant", "place": "place"},
    "ArmsTransfer": {"supplier": "supplier", "recipient": "recipient", "materiel": "materiel"},
    "MilitaryAssistance": {"provider": "provider", "recipient": "recipient"},
    "Sanction": {"imposed_by": "imposedBy", "target": "target"},
    "Agreement": {"parties": "party"},
}
"""Per type of event its keys in an annotation, each with the property of the ontology."""

OWN_VOICE = None


@dataclass(frozen=True)
class GoldEvent:
    """An event; `roles` by property. `instead` are others by whom a visitor may be told: head and sender."""

    id: str
    type: str
    roles: Mapping[str, tuple[Named, ...]]
    instead: tuple[Named, ...]
    date: str | None
    group: str | None

    @property
    def fillers(self) -> int:
        """How many role fillers there are to be told."""
        return sum(len(names) for names in self.roles.values())


@dataclass(frozen=True)
class GoldClaim:
    """A claim: accepted claimants (OWN_VOICE: the report's own) and stances, the first of each being the best."""

    event: str
    claimants: tuple[Named | None, ...]
    stances: tuple[str, ...]


@dataclass(frozen=True)
class Annotation:
    """One report as an analyst read it. `own_names` are those of its own voice.

    `grouped` is whether its events were compared with those of the other reports of its folder.
    """

    id: str
    url: str
    own_names: frozenset[str]
    entities: tuple[Named, ...]
    events: tuple[GoldEvent, ...]
    claims: tuple[GoldClaim, ...]
    constructions: tuple[str, ...]
    grouped: bool = False

    def about(self, event: GoldEvent) -> list[GoldClaim]:
        """The claims about one of the events."""
        return [claim for claim in self.claims if claim.event == event.id]


def read_annotations(folder: Path) -> list[Annotation]:
    """The annotations of a folder in the order of their names."""
    found = [annotation(file) for file in sorted(folder.glob("*.json"))]
    grouped = any(event.group for each in found for event in each.events)
    return [replace(each, grouped=grouped) for each in found]


def annotation(file: Path) -> Annotation:
    """The annotation in a file."""
    told = json.loads(file.read_text(encoding="utf-8"))
    known: dict[str, Named] = {}
    entities = []
    for entity in told["entities"]:
        names = [entity["name"], *entity.get("aliases", [])]
        ids = frozenset([entity["qid"]] if entity.get("qid") else [])
        thing = Named(frozenset(map(plain, names)) - {""}, ids)
        known.update(dict.fromkeys(names, thing))
        entities.append(thing)

    def things(value: object) -> tuple[Named, ...]:
        return tuple(known.get(name) or Named(frozenset({plain(name)}) - {""}) for name in _listed(value))

    def claimants(claim: Mapping[str, object]) -> tuple[Named | None, ...]:
        first = things(claim["claimant"]) or (OWN_VOICE,)
        return (*first, *things(claim.get("claimant_alt")))

    events = tuple(
        GoldEvent(
            event["id"],
            event["type"],
            {prop: things(event.get(key)) for key, prop in ROLES[event["type"]].items()},
            things([event.get("head"), event.get("sent_by")]),
            event.get("date"),
            event.get("same_as"),
        )
        for event in told["events"]
    )
    claims = tuple(
        GoldClaim(claim["event"], claimants(claim), (claim["stance"], *_listed(claim.get("stance_alt"))))
        for claim in told["claims"]
    )
    labels = tuple(told.get("constructions", ()))
    return Annotation(
        told["id"], told["url"], _own(told["publisher"]), tuple(entities), events, claims, labels
    )


def _own(publisher: str) -> frozenset[str]:
    """The names of publisher and agency in "The Example Times (Example Agency)"."""
    outlet = plain(re.sub(r"\(.*", "", publisher))
    agency = plain("".join(re.findall(r"\((.*)\)", publisher)))
    return frozenset({outlet, outlet.removesuffix(" news agency"), agency} - {""})


def _listed(value: object) -> Iterable[str]:
    if isinstance(value, list):
        return [each for each in value if each is not None]
    return [] if value is None else [str(value)]
