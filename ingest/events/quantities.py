"""Amounts as told: "over 1 million artillery rounds", "more than 1,000 containers", "between two and three"."""

from __future__ import annotations

import re
from decimal import Decimal

from spacy.tokens import Token

from ingest.language.syntax import children, modifiers
from ingest.language.text import Text
from ingest.model import Quantity

_SCALE = {"hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9}
_VAGUE = {"dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2000, "millions": 2_000_000, "dozen": 12}
_SMALL = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
_TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()
_LEAST = re.compile(
    r"\b(more than|over|at least|upwards? of|in excess of|no fewer than|above|exceeding)\b", re.I
)
_MOST = re.compile(r"\b(fewer than|less than|up to|at most|under|no more than|nearly|almost)\b", re.I)


def quantity_of(text: Text, heads: list[Token]) -> Quantity | None:
    """The amount that stands with the first of the goods which has one; None where the text counts nothing."""
    for head in heads:
        counted = [head, *(child for prep in children(head, "prep") for child in children(prep, "pobj"))]
        if head.dep_ == "pobj" and head.head.lower_ == "of":
            counted.insert(0, head.head.head)
        for noun in counted:
            if (found := _counted(noun)) is not None:
                return found
    return None


def _counted(noun: Token) -> Quantity | None:
    if noun.lower_ in _VAGUE and noun.lower_ not in ("dozen",):
        pobj = [
            each for prep in children(noun, "prep") if prep.lower_ == "of" for each in children(prep, "pobj")
        ]
        least = Decimal(_VAGUE[noun.lower_])
        return Quantity(least, None, pobj[0].lemma_ if pobj else None, _told(noun, pobj[0] if pobj else noun))
    numbers = [
        number
        for word in (noun, *modifiers(noun))
        for number in children(word, "nummod")
        if not re.search(r"[A-Za-z]-?\d|\dmm", number.text)  # "MI-35 helicopters" are not 35
        and not any(word.lower_ in ("mm", "cm", "km") for word in number.doc[number.i + 1 : number.i + 3])
    ]
    if not numbers:
        return None
    words = [word for word in numbers[0].subtree if not word.is_punct or word.text == "-"]
    spoken = " ".join(word.text for word in words).replace(" - ", "-")
    before = noun.doc[max(words[0].i - 4, noun.sent.start) : numbers[0].i + 1].text
    value = parse_number(spoken)
    if value is None:
        return None
    open_above, open_below = bool(_LEAST.search(before)), bool(_MOST.search(before))
    unit = noun.lemma_.lower()
    return Quantity(
        None if open_below else value,
        None if open_above else value,
        unit,
        noun.doc[words[0].i : noun.i + 1].text,
    )


def _told(first: Token, last: Token) -> str:
    return first.doc[min(first.i, last.i) : max(first.i, last.i) + 1].text


def parse_number(words: str) -> Decimal | None:
    """The number in words such as "over 1 million", "one-thousand", "12", "1,200"; None if there is none."""
    total, seen = Decimal(1), False
    for word in re.split(r"[\s-]+", words.lower()):
        plain = word.replace(",", "")
        if re.fullmatch(r"\d+(\.\d+)?", plain):
            total, seen = total * Decimal(plain), True
        elif word in _SCALE:
            total, seen = total * _SCALE[word], True
        elif word in _SMALL:
            total, seen = total * _SMALL.index(word), True
        elif word in _TENS[2:]:
            total, seen = total * _TENS.index(word) * 10, True
    return total if seen else None
