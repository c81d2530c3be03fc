"""The tokens of SPARQL, with their places, as far as braces, keywords, names and variables must be told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r'''
      (?P<skip>    \s+ | \#[^\r\n]* )
    | (?P<iri>     <[^<>"{}|^`\\\x00-\x20]*> )
    | (?P<string>  """(?:[^"\\]|\\.|"(?!""))*""" | \'\'\'(?:[^'\\]|\\.|'(?!''))*\'\'\'
                 | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*' )
    | (?P<var>     [?$]\w+ )
    | (?P<lang>    @[A-Za-z]+(?:-[A-Za-z0-9]+)* )
    | (?P<blank>   _:\w(?:[\w.\-·]*[\w\-·])? )
    | (?P<name>    (?:[^\W\d_](?:[\w.\-·]*[\w\-·])?)? :
                   (?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\.)(?:(?:[\w.:\-·]|%[0-9A-Fa-f]{2}|\\.)*(?:[\w:\-·]|%[0-9A-Fa-f]{2}|\\.))?)? )
    | (?P<word>    [^\W\d_]\w* )
    | (?P<mark>    \{\||\|\}|\d+|. )
    ''',
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class Token:
    """`kind` is iri, string, var, lang, blank, name, word or mark; words are upper case in `word`, others have none."""

    kind: str
    text: str
    start: int
    end: int

    @property
    def word(self) -> str:
        """A keyword or function's name in upper case, or a mark; empty for all that a query's author made up."""
        return self.text.upper() if self.kind in ("word", "mark") else ""


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a query in their order, without white space and comments."""
    for found in _TOKEN.finditer(text):
        if found.lastgroup != "skip":
            yield Token(found.lastgroup or "mark", found.group(), found.start(), found.end())


def variables(found: Iterator[Token] | list[Token]) -> frozenset[str]:
    """Names of the variables among some tokens, without their mark."""
    return frozenset(token.text[1:] for token in found if token.kind == "var")
