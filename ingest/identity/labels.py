"""Names of events for people: labels and the readable part of their IRIs, from the identity alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date

from ingest.events.frames import Frame, Frames, frames
from ingest.identity.keys import Key
from ingest.identity.parties import AND, NOBODY, SOMEONE_OF, TO, UNKNOWN
from ingest.identity.periods import Days
from ontology.authority import slug

_WORD = re.compile("(?<!^)(?=[A-Z])")


def label(key: Key, when: Days | str, name: Callable[[str], str], known: Frames | None = None) -> str:
    """What an event is called: "Visit of Alexander Kozlov to North Korea, 14 November 2023".

    `when` is the days that found the event, or else its cell (a month or year); `name` gives the label of a party;
    `known` are the frames whose `label` says how, else the shipped ones.
    """
    time = _cell(when) if isinstance(when, str) else _days(when)
    return _phrase(key, name, (known or frames()).get(key.type)) + (f", {time}" if time else "")


def stem(key: Key, when: Days | str) -> str:
    """The readable part of an event's IRI: visit-alexander-kozlov-north-korea-2023-11."""
    parts = ["-".join(_words(key.type))]
    if key.names != NOBODY:
        parts += [*key.names.split(AND), *key.sides.split(TO)[1:]]
    else:
        parts += [side for group in key.sides.split(TO) for side in group.split(AND)]
    words = [slug(plain(part)) for part in parts[:4] if part not in (NOBODY, UNKNOWN)]
    if not isinstance(when, str):
        words.append(f"{when[0]:%Y-%m}")
    elif not when.startswith("only "):
        words.append(when.rpartition(" ")[2])
    return "-".join(word[:60].strip("-") for word in words if word)


def plain(party: str) -> str:
    """A party of a key without its state and without the folder of its IRI."""
    return party.removeprefix(SOMEONE_OF).partition("@")[0].rpartition("/")[2]


def _words(type_: str) -> list[str]:
    return [word.lower() for word in _WORD.split(type_)]


def _phrase(key: Key, name: Callable[[str], str], frame: Frame | None) -> str:
    def called(part: str) -> str:
        state = part.removeprefix(SOMEONE_OF)
        return name(part) if state == part else f"people or companies of {name(state)}"

    def named(group: str) -> str:
        labels = [called(part) for part in group.split(AND) if part not in (UNKNOWN, NOBODY)]
        if len(labels) > 5:
            labels = [*labels[:4], f"{len(labels) - 4} others"]
        return " and ".join([", ".join(labels[:-1]), labels[-1]] if len(labels) > 1 else labels)

    sides = [named(side) for side in key.sides.split(TO)]
    if frame is not None:
        roles = (
            [frame.identity.together[0]] if frame.identity.together else [r[0] for r in frame.identity.sides]
        )
        told = {role: side for role, side in zip(roles, sides, strict=False) if side}
        if leaders := named(key.names):
            told["leaders"] = leaders
        for form in frame.label:
            with suppress(KeyError):
                return form.format_map(told)
    words = " ".join(_words(key.type)).capitalize()
    told_sides = [side for side in sides if side]
    return f"{words}: {', '.join(told_sides)}" if told_sides else words


def _days(when: Days) -> str:
    first, last = when
    if first == last:
        return _day(last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{_day(last)}"
    return (
        f"{first.day} {first:%B}–{_day(last)}" if first.year == last.year else f"{_day(first)}–{_day(last)}"
    )


def _day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _cell(cell: str) -> str:
    form, within, place = cell.rpartition(" in ")
    if within:
        return f"{place} ({form})" if form == "expected" else ""
    # What a text dates to a month, and what it doesn't date but was written then, may stand together.
    return f"about {date.fromisoformat(f'{place}-01'):%B %Y}" if len(place) > 4 else place
