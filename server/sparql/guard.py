"""What is refused before anything is evaluated, judged by SPARQL's tokens and never by a search in the text.

Oxigraph's parser needs no white space after a keyword (`SERVICEex:a {…}` and `trueSERVICE<…>` call a host), so a
word or a prefix that merely holds SERVICE is refused as well; strings, comments, IRIs, variables, local names and
language tags may hold what they like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from server.http.problems import Problem
from server.processes.frames import Form

TOKEN = re.compile(
    r'''
      (?P<skip> \#[^\r\n]*
              | <[^<>"{}|^`\\\x00-\x20]*(?:\\[uU][^<>"{}|^`\\\x00-\x20]*)*>
              | """(?:[^"\\]|\\.|"(?!""))*"""
              | \'\'\'(?:[^'\\]|\\.|'(?!''))*\'\'\'
              | "(?:[^"\\\r\n]|\\.)*"
              | '(?:[^'\\\r\n]|\\.)*'
              | [?$]\w+
              | @[A-Za-z]+(?:-[A-Za-z0-9]+)*
              | _:\w(?:[\w.\-·]*[\w\-·])?
      )
    | (?P<prefix> [^\W\d_](?:[\w.\-·]*[\w\-·])?)? :
      (?: (?:[\w:]|%[0-9A-Fa-f]{2}|\\.) (?: (?:[\w.:\-·]|%[0-9A-Fa-f]{2}|\\.)* (?:[\w:\-·]|%[0-9A-Fa-f]{2}|\\.) )? )?
    | (?P<word> [^\W\d_]\w*)
    | .
    ''',
    re.VERBOSE | re.DOTALL,
)
_SUSPECT = ("service", "load", "now", "rand", "uuid", "bnode", "\\u", "\x00")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
BRANCHES = (("/", 250, "steps of paths"), ("UNION", 2000, "branches"), ("OPTIONAL", 150, "optional parts"))
_VOLATILE = ("NOW", "RAND", "UUID", "STRUUID", "BNODE")


FORMS = {"select": Form.SOLUTIONS, "ask": Form.SOLUTIONS, "construct": Form.GRAPH, "describe": Form.GRAPH}
"""What kind of answer a query will have."""


def words(text: str) -> Iterator[str]:
    """Keywords, function names and prefixes of a query, in upper case, in their order."""
    for token in TOKEN.finditer(text):
        word = token["word"] or token["prefix"]
        if word:
            yield word.upper()


def is_plain(text: str) -> bool:
    """Whether a query holds nothing that needs a closer look: a keyword can't be there without its letters.

    Oxigraph compares keywords by ASCII, and so may we; a regular expression takes eight times as long.
    """
    letters = text.lower()
    return not any(mark in letters for mark in _SUSPECT)


def verb(text: str) -> str:
    """What a query wants, by its first keyword after the prologue: select, ask, construct, describe, or "other"."""
    for token in TOKEN.finditer(text):
        word = (token["word"] or "").upper()
        if word and word not in ("PREFIX", "BASE", "VERSION"):
            return next((verb for verb in FORMS if word.startswith(verb.upper())), "other")
    return "other"


def decoded(text: str) -> str:
    """A text with the codepoint escapes of SPARQL 1.1, section 19.2, read; those in strings and IRIs Oxigraph reads."""
    if _ESCAPE.search(text) is None:
        return text
    parts: list[str] = []
    run: list[str] = []
    for token in TOKEN.finditer(text):
        skipped = token["skip"]
        if skipped is not None and skipped[0] in "<\"'":
            parts += [_ESCAPE.sub(_character, "".join(run)), skipped]
            run.clear()
        else:
            run.append(token[0])
    return "".join([*parts, _ESCAPE.sub(_character, "".join(run))])


def check(text: str, *, update: bool = False) -> bool:
    """Refuse LOAD in updates, and SERVICE: those that are allowed have been answered before (`server.evaluation.federation`).

    Returns whether the same text always has the same answer on a snapshot.
    Raises: Problem with status 400.
    """
    if "\x00" in text:
        raise Problem(400, "A query holds no NUL characters.")
    _measure(text)
    if is_plain(text):  # most queries
        return True
    volatile = False
    for reading in {text, _ESCAPE.sub(_character, text)}:  # Oxigraph reads escapes in strings and IRIs later
        for token in TOKEN.finditer(reading):
            word = (token["word"] or token["prefix"] or "").upper()
            if "SERVICE" in word:
                raise Problem(
                    400,
                    "SERVICE is not allowed here: this server queries no other. "
                    "(If it is part of a prefix, please choose another prefix.)",
                )
            if update and word.startswith("LOAD"):
                raise Problem(400, "LOAD is not allowed: send the data itself, as INSERT DATA.")
            volatile = volatile or any(name in word for name in _VOLATILE)
    return not volatile


def _measure(text: str) -> None:
    """Refuse what Oxigraph would plan for seconds, whatever the data: its effort grows with the third power."""
    capitals = text.upper() if len(text) > 1000 else ""
    for mark, most, what in BRANCHES:
        if capitals.count(mark) > most:
            found = sum(1 for token in TOKEN.finditer(text) if mark in token[0].upper() and not token["skip"])
            if found > most:
                raise Problem(400, f"The query has {found} {what}; it may have {most}.")


def _character(escape: re.Match[str]) -> str:
    number = int(escape[1] or escape[2], 16)
    return chr(number) if number <= 0x10FFFF else "\ufffd"
