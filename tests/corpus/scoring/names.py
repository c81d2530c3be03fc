"""When a thing of the graph is the thing that an analyst named."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

_EMPTY_WORDS = frozenset("the a an of mr ms president minister".split())


@dataclass(frozen=True)
class Named:
    """A thing by its plain names and Wikidata IDs; `counterparts` are IDs of its capital, or of the state whose it is."""

    names: frozenset[str]
    ids: frozenset[str] = frozenset()
    counterparts: frozenset[str] = frozenset()


def plain(name: str) -> str:
    """A name as it is compared: lower case, no accents, no punctuation, no articles or titles."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return " ".join(word for word in re.findall("[a-z0-9]+", letters) if word not in _EMPTY_WORDS)


def same(wanted: Named, told: Named, whole: bool = False) -> bool:
    """Whether they are one: by ID where both have one, else by name; by a shorter form too unless `whole` is asked."""
    if wanted.ids and told.ids:
        return bool(wanted.ids & (told.ids | told.counterparts))
    if wanted.names & told.names:
        return True
    return not whole and any(_short_form(one, other) for one in wanted.names for other in told.names)


def _short_form(one: str, other: str) -> bool:
    """Kozlov for Alexander Kozlov; artillery for artillery shells; a single word also in the plural."""
    first, second = set(one.split()), set(other.split())
    if not first or not second:
        return False
    if first <= second or second <= first:
        return True
    return min(len(first), len(second)) == 1 and bool(_singular(first) & _singular(second))


def _singular(words: Collection[str]) -> set[str]:
    return {word.rstrip("s") for word in words}
