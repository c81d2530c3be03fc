"""Who publishes: outlets, agencies and official bodies, by name, byline or host."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from ingest.model import Actor
from ontology.authority import Authority, Entry

# Kinds that may publish, likeliest first: a name that is both an outlet and a body is the outlet.
_PUBLISHING = (
    "MediaOutlet",
    "GovernmentBody",
    "InternationalOrganization",
    "Organization",
    "State",
    "Company",
)
_OFFICIAL_NAME = re.compile(
    r"\b(?:Ministry|Department|Foreign Office|Commonwealth Office|Foreign Affairs|Government|Embassy|White House"
    r"|Kremlin|Parliament|Senate|Congress|Prime Minister|Office of the|Armed Forces|Central Command)\b"
)
_OFFICIAL_HOST = re.compile(r"(?:^|\.)(?:gov|mil|go|gob|gouv|gc|govt|admin)(?:\.[a-z]{2})?$")
_INTERNATIONAL_HOST = re.compile(r"(?:^|\.)(?:int|un\.org|europa\.eu)$")
_BETWEEN_NAMES = re.compile(r"\s*(?:[,/|·•;()\[\]–—:]|\s-\s|\b(?:and|with|for|of|in|from|via|by|By|BY)\b)\s*")
_ROLE = re.compile(
    r"\s+(?:reporters?|staff(?:\s+writers?)?|correspondents?|writers?|bureau|desk)$", re.IGNORECASE
)


@lru_cache(maxsize=8)
def outlets(authority: Authority) -> Mapping[str, Entry]:
    """The media of the authority by name in lower case; a byline may use names too short for running text."""
    return {
        name.casefold(): entry
        for entry in authority.entries.values()
        if entry.kind == "MediaOutlet"
        for name in (*entry.aliases, entry.label)
    }


def outlet_in(line: str, authority: Authority) -> Actor | None:
    """The first known outlet or agency in a byline or credit: "By Jane Doe, Reuters", "AFP in Seoul"."""
    known = outlets(authority)
    for piece in (line, *_BETWEEN_NAMES.split(line)):
        if entry := known.get(_ROLE.sub("", piece.strip(" .")).casefold()):
            return _actor(entry)
    return None


def publisher_named(name: str, authority: Authority) -> Actor:
    """The publisher of this name: from the authority, else a government body or an outlet by its words."""
    if found := _known(name, authority):
        return found
    country, rest = _leading_state(name, authority)
    if country and (found := _known(rest, authority)) and found.affiliation == country:
        return found
    if country or _OFFICIAL_NAME.search(name):
        official = _OFFICIAL_NAME.search(name)
        return Actor("GovernmentBody" if official else "MediaOutlet", name, affiliation=country)
    return Actor("MediaOutlet", name)


def publisher_at(host: str, authority: Authority) -> Actor:
    """The publisher at this host; an unknown one is called by its host."""
    if entry := authority.by_domain(host):
        return _actor(entry)
    label = host.removeprefix("www.")
    if _OFFICIAL_HOST.search(label):
        return Actor("GovernmentBody", label)
    return Actor("InternationalOrganization" if _INTERNATIONAL_HOST.search(label) else "MediaOutlet", label)


def same(one: Actor, other: Actor) -> bool:
    """Whether two publishers are one: by their entry, else by their names; "(NPA)" is the North Press Agency."""
    if one.iri is None and one.label.isupper() and _abbreviates(one.label, other.label.split()):
        return True
    if one.iri or other.iri:
        return one.iri == other.iri
    return one.label.casefold() == other.label.casefold()


def _abbreviates(letters: str, words: Sequence[str]) -> bool:
    """Whether capitals are made of the beginnings of these words, all of them, in their order."""
    if not words:
        return not letters
    return any(
        words[0].upper().startswith(letters[:length]) and _abbreviates(letters[length:], words[1:])
        for length in range(1, min(3, len(letters)) + 1)
    )


def _known(name: str, authority: Authority) -> Actor | None:
    if entry := outlets(authority).get(name.casefold()):
        return _actor(entry)
    for form in (name, name.removeprefix("The "), f"the {name}"):
        found = [entry for entry in authority.by_name(form) if entry.kind in _PUBLISHING]
        if found:
            return _actor(min(found, key=lambda entry: _PUBLISHING.index(entry.kind)))
    return None


def _leading_state(name: str, authority: Authority) -> tuple[str | None, str]:
    """The state that a name begins with and the rest: "UK Foreign Office", "South Korean Ministry of …"."""
    words = name.split()
    for length in (3, 2, 1):
        lead = " ".join(words[:length])
        for entry in authority.by_name(lead):
            if entry.kind == "State" and len(words) > length:
                return entry.iri, " ".join(words[length:])
    return None, name


def _actor(entry: Entry) -> Actor:
    return Actor(entry.kind, entry.label, entry.iri, entry.country)
