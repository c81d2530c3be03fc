"""Datelines of news agencies: "SEOUL, Nov. 15 (Yonhap) —", "Seoul, Nov 15 (EFE).-", "MOSCOW, November 14. /TASS/."."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.dating.words import ABBREVIATED, MONTHS
from ingest.model import Actor
from ingest.reading.outlets import outlet_in
from ontology.authority import Authority

_MONTH = rf"(?:(?i:{'|'.join(MONTHS)})|(?i:{'|'.join(ABBREVIATED)})\b\.?)"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_WORD = r"[A-Z][\w.'’-]*"
_NAME = rf"{_WORD}(?:\ {_WORD}){{0,3}}"
_DATE = rf"(?:(?:{_MONTH})\ {_DAY}|{_DAY}\ (?:{_MONTH}))(?:,?\ (?:19|20)\d\d)?"
_DATELINE = re.compile(
    rf"""
    (?:\((?P<enclosed>{_NAME})\)\ ?(?=[-–—]))? (?P<place>{_NAME}(?:(?:,\ |/|\ and\ ){_NAME}){{0,2}}?)?
    (?:[,.]?\ ?(?P<date>{_DATE}))?
    (?:[,.]?\ ?(?:\((?P<agency>[^()]{{2,50}})\)|/(?P<slashed>[A-Z]\w{{1,15}})/|(?<=[,.]\ )(?P<bare>[A-Z]\w{{1,20}})(?=\ ?[-–—.])))?
    (?P<mark>\ ?\.?\ ?(?:--|[-–—])\ ?(?:(?P<late>{_DATE})[:.]\ )?|\.\ |:\ ?|\ )
    (?=["“‘'(]?\w)
    """,
    re.VERBOSE,
)
_ALONE = re.compile(
    rf"(?P<place>{_NAME})?(?:[,.]? (?P<date>(?:{_MONTH}) {_DAY}|{_DAY} (?:{_MONTH})))?"
    r"(?:(?:, | [•|/] | )\(?(?P<agency>[A-Z]\w+)\)?[ .]*[-–—]*)?"
)
_DASHES = ("-", "--", "–", "—")
_ASIDE = re.compile(r"[^.]{0,80}? [-–—]+ [a-z]")
_ACRONYM = re.compile(r"[A-Z]{2,8}")


@dataclass(frozen=True)
class Dateline:
    """What a dateline tells. `date` is as written, without a year as a rule."""

    length: int
    agency: Actor | None
    date: str | None
    place: Actor | None = None


def dateline(paragraph: str, authority: Authority) -> Dateline | None:
    """The dateline that a paragraph begins with, or None; `length` counts its characters.

    Told from "The International Atomic Energy Agency (IAEA) — …" by a known agency, or a date, or capitals.
    """
    match = _DATELINE.match(paragraph)
    if match is None:
        return None
    place, date, mark = match["enclosed"] or match["place"], match["date"], match["mark"].strip(" .")
    if match["enclosed"] and outlet_in(match["enclosed"], authority):
        return Dateline(match.end(), outlet_in(match["enclosed"], authority), date)
    town = _town(place, authority) if place else None
    name = match["agency"] or match["slashed"] or match["bare"]
    if name is None and place and " " in place and mark in _DASHES:  # "BAKU. Trend –"
        rest, _, last = place.rpartition(" ")
        if outlet_in(last, authority):
            name, town = last, _town(rest.rstrip("."), authority)
    agency = outlet_in(name, authority) if name else None
    if match["bare"] and agency is None and town is not None and not date:
        name = None  # "Doha, Qatar –"
    if name and agency is None and _ACRONYM.fullmatch(name) and not authority.by_name(name):
        agency = Actor("MediaOutlet", name) if date or (place and place.isupper()) else None
    apart = mark in _DASHES or mark == ":" or match["late"] is not None
    dashed = apart and mark != ":"
    if name:
        # Between slashes, as TASS writes, no dash follows; nor behind a bracket of UrduPoint's.
        unmarked = match["slashed"] is not None or (town and place and place.isupper())
        accepted = agency is not None and bool(apart or unmarked or (match["bare"] and date))
        accepted = accepted or (date is not None and dashed)
        accepted = accepted or (town is not None and apart and not match["bare"])
    else:
        in_capitals = place is not None and apart and _is_place_in_capitals(place, authority)
        accepted = in_capitals or (place is not None and date is not None and dashed)
        ends = mark == ":" or (date is not None and match["mark"] == ". ")
        accepted = accepted or (town is not None and (ends or _is_led_by_dash(match, paragraph)))
    return Dateline(match.end(), agency, date or match["late"], town) if accepted else None


def _is_led_by_dash(match: re.Match[str], paragraph: str) -> bool:
    """ "Cape Town - Ministers have signed …", unlike "Vienna – host of the talks – is …"."""
    if not match["mark"].startswith(" ") or match["mark"].strip() not in _DASHES:
        return False
    return paragraph[match.end()].isupper() and not _ASIDE.match(paragraph, match.end())


def dateline_alone(line: str, authority: Authority) -> Dateline | None:
    """The dateline that makes up a whole line: "Baku, September 17, AZERTAC", "Washington CNN —"."""
    match = _ALONE.fullmatch(line)
    if match is None:
        return None
    agency = outlet_in(match["agency"], authority) if match["agency"] else None
    if agency is None and not match["date"]:
        return None
    town = _town(match["place"], authority) if match["place"] else None
    return Dateline(match.end(), agency, match["date"], town)


def _town(place: str, authority: Authority) -> Actor | None:
    """The town of a dateline, if the authority knows one by this name."""
    name = re.split(r",|/| and ", place)[0].strip()
    known = [
        entry for form in (name, name.title()) for entry in authority.by_name(form) if entry.kind == "Place"
    ]
    return Actor("Place", known[0].label, known[0].iri, known[0].country) if known else None


def _is_place_in_capitals(place: str, authority: Authority) -> bool:
    city = re.split(r"[,/]", place)[0]
    if not city.isupper() or len(city) < 4:
        return False
    known = authority.by_name(city.title())
    return "," in place or any(entry.kind in ("Place", "State") for entry in known)
