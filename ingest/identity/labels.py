"""Names of events for people: labels and the readable part of their IRIs, from the identity alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from ingest.identity.keys import Key
from ingest.identity.parties import AND, NOBODY, SOMEONE_OF, TO, UNKNOWN
from ingest.identity.periods import Days
from ontology.authority import slug

_TYPES = {
    "Visit": "visit",
    "Meeting": "meeting",
    "ArmsTransfer": "arms-transfer",
    "MilitaryAssistance": "military-assistance",
    "Sanction": "sanction",
    "Agreement": "agreement",
}


def label(key: Key, when: Days | str, name: Callable[[str], str]) -> str:
    """What an event is called: "Visit of Alexander Kozlov to North Korea, 14 November 2023".

    `when` is the days that found the event, or else its cell (a month or year); `name` gives the label of a party.
    """
    time = _cell(when) if isinstance(when, str) else _days(when)
    return _phrase(key, name) + (f", {time}" if time else "")


def stem(key: Key, when: Days | str) -> str:
    """The readable part of an event's IRI: visit-alexander-kozlov-north-korea-2023-11."""
    parts = [_TYPES[key.type]]
    if key.names != NOBODY:
        parts += key.names.split(AND)
    if key.type == "Visit" and key.names != NOBODY:
        parts += key.sides.split(TO)[1:]
    elif key.names == NOBODY:
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


def _phrase(key: Key, name: Callable[[str], str]) -> str:
    def called(part: str) -> str:
        state = part.removeprefix(SOMEONE_OF)
        return name(part) if state == part else f"people or companies of {name(state)}"

    def named(group: str) -> str:
        labels = [called(part) for part in group.split(AND) if part not in (UNKNOWN, NOBODY)]
        if len(labels) > 5:
            labels = [*labels[:4], f"{len(labels) - 4} others"]
        return " and ".join([", ".join(labels[:-1]), labels[-1]] if len(labels) > 1 else labels)

    first, _, second = key.sides.partition(TO)
    one, two, leaders = named(first), named(second), named(key.names)
    match key.type:
        case "Visit":
            told = "Visit" + (f" of {leaders}" if leaders else f" from {one}" if one else "")
            return told + (f" to {two}" if two else "")
        case "Meeting":
            return f"Meeting of {leaders or one}" if leaders or one else "Meeting"
        case "Sanction":
            return "Sanctions" + (f" of {one}" if one else "") + (f" on {two}" if two else "")
        case "Agreement":
            return f"Agreement of {one}" if one else "Agreement"
        case kind:
            told = "Arms transfer" if kind == "ArmsTransfer" else "Military assistance"
            if one and two:
                return f"{told}: {one} to {two}"
            return told + (f" from {one}" if one else "") + (f" to {two}" if two else "")


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
