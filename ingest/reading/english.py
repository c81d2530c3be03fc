"""Whether a text is English, by its small words. No more is needed: other languages are refused, not named."""

from __future__ import annotations

import re

from ingest.errors import IngestError

# Frequent in English and rare in languages that share some of them ("in", "was" and "an" are German too).
_SMALL_WORDS = frozenset(
    "the of and to that for with by from his her its has have had been were was is are not this which said it"
    " he they their will would who after in on at as be".split()
)
_ENGLISH_ONLY = frozenset("the of and to that with from has have said which would were been".split())
# News in English has about .35 and .20; lists of names still have half of it.
_LEAST, _LEAST_ENGLISH_ONLY = 0.10, 0.03
_ENOUGH_WORDS = 20
_WORD = re.compile(r"[^\W\d_]+")


def require_english(text: str) -> None:
    """Raises IngestError for a text in another language; of a text under 20 words only the script is looked at."""
    words = [word.lower() for word in _WORD.findall(text)]
    latin = sum(word.isascii() for word in words)
    small = sum(word in _SMALL_WORDS for word in words)
    english = sum(word in _ENGLISH_ONLY for word in words)
    long_enough = len(words) >= _ENOUGH_WORDS
    foreign = latin * 2 < len(words) or (
        long_enough and (small < _LEAST * len(words) or english < _LEAST_ENGLISH_ONLY * len(words))
    )
    if foreign:
        raise IngestError(
            "this doesn't read as English; other languages are not understood: leave it out, or give a translation"
        )
