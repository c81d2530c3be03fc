"""What is refused before anything is evaluated, judged by SPARQL's tokens and never by a search in the text.

Oxigraph's parser needs no white space after a keyword (`SERVICEex:a {…}` and `trueSERVICE<…>` call a host), so a
word or a prefix that merely holds SERVICE is refused as well; strings, comments, IRIs, variables, local names and
language tags may hold what they like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from server.frames import Form
from server.problems import Problem

_TOKEN = re.compile(
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
_SUSPECT = re.compile(r"service|load|now|rand|uuid|bnode|\\u", re.IGNORECASE)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_VOLATILE = ("NOW", "RAND", "UUID", "STRUUID", "BNODE")


def words(text: str) -> Iterator[str]:
    """Keywords, function names and prefixes of a query, in upper case, in their order."""
    for token in _TOKEN.finditer(text):
        word = token["word"] or token["prefix"]
        if word:
            yield word.upper()


def form(text: str) -> Form | None:
    """What kind of answer a query will have, by its first keyword after the prologue; None if that is none."""
    for token in _TOKEN.finditer(text):
        word = (token["word"] or "").upper()
        if word.startswith(("SELECT", "ASK")):
            return Form.SOLUTIONS
        if word.startswith(("CONSTRUCT", "DESCRIBE")):
            return Form.GRAPH
        if word and word not in ("PREFIX", "BASE", "VERSION"):
            return None
    return None


def check(text: str, *, update: bool = False) -> bool:
    """Refuse SERVICE, and LOAD in updates. Returns whether the same text always has the same answer on a snapshot.

    Raises: Problem with status 400.
    """
    if "\x00" in text:
        raise Problem(400, "A query holds no NUL characters.")
    if _SUSPECT.search(text) is None:  # most queries; a token can't be there without its letters
        return True
    volatile = False
    for reading in {
        text,
        _ESCAPE.sub(_character, text),
    }:  # SPARQL 1.1, section 19.2; Oxigraph reads escapes later
        for word in words(reading):
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


def _character(escape: re.Match[str]) -> str:
    number = int(escape[1] or escape[2], 16)
    return chr(number) if number <= 0x10FFFF else "\ufffd"
