"""Oxigraph's syntax errors made useful: where the text goes wrong, and what stands there.

Its parser tells the furthest place that any alternative looked at. A keyword is compared at its full length, so that
place lies as many characters too far as the keyword is long, or at the end of the text if that comes first. With
padding after the text the first is always the case, and the keywords that it names give the place, or at worst the
token before it, where a longer keyword was possible too.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from server.http.problems import Problem

_PADDING = " " * 40
_MESSAGE = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_KEYWORD = re.compile(r"[A-Z_]+[0-9]*")
_SENTENCE = re.compile(r"[A-Z]\w* [a-zA-Z][^\[\]\"]*")


def explain(parse: Callable[[str], object], text: str, message: str) -> Problem:
    """The problem of a text that `parse` refused with `message`, with line and column in code points, from 1."""
    try:
        parse(text + _PADDING)
    except SyntaxError as error:
        message = str(error)
    found = _MESSAGE.match(message)
    if found is None:
        return Problem(400, f"This is not valid SPARQL: {message}")
    expected = [part.strip() for part in re.split(r"[,\n|] ?", found[3])]
    sentences = [part for part in expected if _SENTENCE.fullmatch(part)]
    keywords = [part for part in expected if _KEYWORD.fullmatch(part)]
    too_far = min(map(len, keywords)) if keywords and len(keywords) == len(expected) else 0
    line, column = _within(text, int(found[1]), int(found[2]) - too_far)
    here = text.split("\n")[line - 1][column - 1 :].split(maxsplit=1)
    reason = "; ".join(sentences) or (
        f"{here[0][:30]!r} is not expected here" if here else "something is missing"
    )
    return Problem(
        400,
        f"This is not valid SPARQL: line {line}, column {column}: {reason}.",
        extra={"line": line, "column": column},
    )


def _within(text: str, line: int, column: int) -> tuple[int, int]:
    """A place that is in the text, or right at its end."""
    lines = text.split("\n")
    line = min(line, len(lines))
    return line, max(1, min(column, len(lines[line - 1]) + 1))
