"""Repairs to the text of a story: sentences that run together, paragraphs that were broken."""

from __future__ import annotations

import re

_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$|[:;]$|[,.!?—-][”\"]$")
_RUN_TOGETHER = re.compile(
    r"""
    (?: (?<=[a-z]{2}[.!?]) | (?<=[0-9a-z%)][!?]) | (?<=[0-9%)][.])      # "Monday.According", "2019.In"
      | (?<=\b[A-Z]\.[A-Z]\.)(?=[A-Z][a-z])                              # "the U.S.The"
    )
    (?P<closing>[”’"]?) (?=[“‘]?[A-Z][A-Za-z]*['’.]?[\ a-z.,])
    """,
    re.VERBOSE,
)
_GLUED_PARENTHESIS = re.compile(r"(?<=[a-z]{2})\((?=[A-Z]{2,})")
_WEB = re.compile(r"://|^www\.|@|\.(?:com|org|net|gov|int)\b", re.IGNORECASE)
_TAIL = 12  # characters at the end of a paragraph that tell whether it is whole
# A paragraph that ends in one of these goes on in the next one, whatever that begins with.
_GOES_ON = re.compile(
    r"(?:[,–—]|\b(?:the|a|an|of|and|or|to|in|on|at|by|for|with|from|that|which|its|their))$", re.IGNORECASE
)


def ends_sentence(text: str) -> bool:
    """Whether the text ends as a sentence does: full stop, question, quotation, colon."""
    return bool(_SENTENCE_END.search(text[-_TAIL:]))


def parted(text: str) -> str:
    """The text with a space where sentences or a parenthesis were glued: "Russia.A", "Council(NSC)"."""
    return " ".join(word if _WEB.search(word) else _part(word) for word in text.split(" "))


def _part(word: str) -> str:
    word = _GLUED_PARENTHESIS.sub(" (", word)
    return _RUN_TOGETHER.sub(lambda match: f"{match['closing']} ", word + " ")[:-1]


def is_wrapped(line: str, following: str, width: int) -> bool:
    """Whether an editor that fills lines to `width` would have broken here: the next word did not fit."""
    return len(line) + 1 + len(following.split(" ", 1)[0]) > width


def goes_on(text: str) -> bool:
    """Whether a text ends in a word or mark that a sentence can't end in."""
    return bool(_GOES_ON.search(text[-_TAIL:]))


def is_broken(text: str, following: str) -> bool:
    """Whether a paragraph breaks off in mid-sentence and `following` continues it."""
    if ends_sentence(text) or not following:
        return False
    return following[0].islower() or goes_on(text)
