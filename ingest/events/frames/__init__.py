"""Frames: which verbs and nouns tell an event of a type, and which argument fills which role (`*.yaml` beside this).

A frame file has `type`; `main`, the roles that tell one happening from another (a role twice: two fillers are
needed); `roles`, the classes that may fill each; `triggers`, each with `verbs` or `nouns` (lemmas), for each role the
argument labels to try in order (see ingest.syntax), and its conditions; `texts`, words kept as told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from ingest.errors import IngestError
from ontology.names import EVENT_TYPES, ROLES

_TRIGGER_KEYS = frozenset(
    "verbs nouns not_kinds only_kinds objects not_objects context infinitive implied theme plural occasion bare"
    " needs_roles carriers not_carriers into document beside particle abroad".split()
)


class FrameError(IngestError):
    """A frame file cannot be used; the text names the file and the place in it."""


@dataclass(frozen=True)
class Trigger:
    """Words that tell an event, the argument labels of its roles, and the conditions under which they do."""

    lemmas: frozenset[str]
    verbal: bool
    labels: Mapping[str, tuple[str, ...]]
    kinds: Mapping[str, frozenset[str]]
    """Classes that may fill a role here."""
    theme: tuple[str, ...] = ()
    """Labels of the argument that must be a theme of the frame."""
    objects: frozenset[str] = frozenset()
    """If given, an object of one of these lemmas is needed."""
    not_objects: frozenset[str] = frozenset()
    context: frozenset[str] = frozenset()
    """If given, one of these lemmas must stand in the sentence."""
    document: frozenset[str] = frozenset()
    """If given, one of these lemmas must stand somewhere in the document."""
    beside: frozenset[str] = frozenset()
    """If given, one of these lemmas must modify the noun ("entry bans")."""
    carriers: frozenset[str] = frozenset()
    """If given, one of these verbs must carry the noun ("took delivery of")."""
    not_carriers: frozenset[str] = frozenset()
    into: frozenset[str] = frozenset()
    """If given, one of these lemmas must stand after a preposition of the verb ("put on the list")."""
    particle: frozenset[str] = frozenset()
    """If given, the verb must have one of these particles or prepositions ("sat down", "called on")."""
    abroad: bool = False
    """Whether the first main role must be from another country than the second ("was in X")."""
    infinitive: str = ""
    """true: an infinitive must follow ("agreed to open …"); false: none may ("called on X")."""
    implied: Mapping[str, str] | None = None
    """Role → slug in the authority of what the verb itself says ("arm")."""
    plural: frozenset[str] = frozenset()
    """Nouns that count only in the plural ("talks")."""
    needs_roles: frozenset[str] = frozenset()
    """Roles without which these words tell no such event."""
    occasion: str = ""
    """Type of the event as part of which this one counts even if nobody is named ("a reception was held")."""
    bare: bool = False
    """Whether the words only add to an event told elsewhere ("laid a wreath at …" to a visit)."""


@dataclass(frozen=True)
class Words:
    """Which words are kept as told: after these prepositions, or from these infinitives."""

    nouns: tuple[str, ...] = ()
    infinitives: frozenset[str] = frozenset()
    within: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Frame:
    """How texts tell events of one type."""

    type: str
    main: tuple[str, ...]
    needs: tuple[str, ...]
    roles: Mapping[str, frozenset[str]]
    triggers: tuple[Trigger, ...]
    texts: Mapping[str, Words]
    for_state: frozenset[str] = frozenset()
    """Roles in which a person or body of a state stands for the state."""
    described: frozenset[str] = frozenset()
    """Roles that someone may fill whom the text only counts or describes ("300 companies and individuals")."""
    unnamed_for_state: frozenset[str] = frozenset()
    """Roles in which a person told by office alone stands for the state."""
    occasion: str = ""
    """Type of the event during which one of this type happens as a rule, and whose day it then has."""
    enacted: bool = False
    """Whether announcing it does it: sanctions are of the day on which they are announced."""
    theme_nouns: frozenset[str] = frozenset()
    theme_beside: frozenset[str] = frozenset()


@cache
def frames() -> tuple[Frame, ...]:
    """The shipped frames, in the order of the event types."""
    found = [
        load(path.name, path.read_text("utf-8"))
        for path in files(__name__).iterdir()
        if path.name.endswith(".yaml")
    ]
    return tuple(sorted(found, key=lambda frame: EVENT_TYPES.index(frame.type)))


def load(name: str, text: str) -> Frame:
    """A frame from the text of its file. Raises FrameError naming the file and what is wrong in it."""
    try:
        raw = yaml.load(text, yaml.BaseLoader)  # every scalar a word: `on` is a preposition here, not a truth
    except yaml.YAMLError as error:
        raise FrameError(f"{name}: not YAML: {error}") from None
    if not isinstance(raw, dict) or raw.get("type") not in ROLES:
        raise FrameError(f"{name}: `type` must be one of {', '.join(ROLES)}")
    if lacking := {"main", "roles", "triggers"} - set(raw):
        raise FrameError(f"{name}: `{'`, `'.join(sorted(lacking))}` is missing")
    type_ = raw["type"]
    roles = {role: frozenset(kinds) for role, kinds in raw.get("roles", {}).items()}
    if unknown := set(roles) - set(ROLES[type_]):
        raise FrameError(
            f"{name}: {type_} has no role {', '.join(sorted(unknown))}; it has {', '.join(ROLES[type_])}"
        )
    if unknown := {*raw["main"], *raw.get("needs", [])} - set(roles):
        raise FrameError(f"{name}: `main` or `needs` names {', '.join(sorted(unknown))}, which `roles` lacks")
    theme = raw.get("theme", {})
    return Frame(
        type_,
        tuple(raw["main"]),
        tuple(raw.get("needs", [])),
        roles,
        tuple(_trigger(name, number, each, roles) for number, each in enumerate(raw["triggers"], 1)),
        {
            prop: Words(tuple(each.get("nouns", [])), _set(each.get("infinitives")), _set(each.get("with")))
            for prop, each in raw.get("texts", {}).items()
        },
        _set(raw.get("for_state")),
        _set(raw.get("described")),
        _set(raw.get("unnamed_for_state")),
        raw.get("occasion", ""),
        raw.get("enacted") == "true",
        _set(theme.get("nouns")),
        _set(theme.get("beside")),
    )


def _set(words: Sequence[str] | None) -> frozenset[str]:
    return frozenset(words or ())


def _trigger(name: str, number: int, raw: Mapping[str, Any], roles: Mapping[str, frozenset[str]]) -> Trigger:
    if unknown := set(raw) - _TRIGGER_KEYS - set(roles):
        raise FrameError(f"{name}: trigger {number} has an unknown key {', '.join(sorted(unknown))}")
    if ("verbs" in raw) == ("nouns" in raw):
        raise FrameError(f"{name}: trigger {number} needs either `verbs` or `nouns`")
    kinds = dict(roles)
    for role, refused in raw.get("not_kinds", {}).items():
        kinds[role] = kinds[role] - set(refused)
    for role, only in raw.get("only_kinds", {}).items():
        kinds[role] = frozenset(only)
    return Trigger(
        lemmas=_set(raw.get("verbs") or raw.get("nouns")),
        verbal="verbs" in raw,
        labels={role: tuple(raw[role]) for role in roles if role in raw},
        kinds=kinds,
        theme=tuple(raw.get("theme", ())),
        objects=_set(raw.get("objects")),
        not_objects=_set(raw.get("not_objects")),
        context=_set(raw.get("context")),
        document=_set(raw.get("document")),
        beside=_set(raw.get("beside")),
        carriers=_set(raw.get("carriers")),
        not_carriers=_set(raw.get("not_carriers")),
        into=_set(raw.get("into")),
        particle=_set(raw.get("particle")),
        abroad=raw.get("abroad") == "true",
        infinitive=raw.get("infinitive", ""),
        implied=raw.get("implied"),
        plural=_set(raw.get("plural")),
        needs_roles=_set(raw.get("needs_roles")),
        occasion=raw.get("occasion", ""),
        bare=raw.get("bare") == "true",
    )
