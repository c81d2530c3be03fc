"""The names of all things, ready to be searched: SQLite's full text, in a temporary file that nobody else sees.

Matching a list asks for thousands of names; to look through all names of a store each time took 0.8 s at 100,000
things, where this takes milliseconds.
"""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Iterable, Iterator

from ingest.wikidata.score import plain

FOUND = 50
"""Things that are looked at for one name."""


class Index:
    """Names with their things. Safe to use from several threads, one at a time."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self._turn = threading.Lock()
        self._database = sqlite3.connect("", check_same_thread=False)
        self._database.executescript("""
            PRAGMA journal_mode = OFF;
            CREATE TABLE names (number INTEGER PRIMARY KEY, thing TEXT, name TEXT);
            CREATE VIRTUAL TABLE words USING fts5(name, content='', tokenize='unicode61');
        """)
        rows = ((number, thing, plain(name)) for number, (thing, name) in enumerate(names))
        self._database.executemany("INSERT INTO names VALUES (?, ?, ?)", rows)
        self._database.execute("INSERT INTO words (rowid, name) SELECT number, name FROM names")
        self._database.execute("CREATE INDEX by_name ON names (name)")
        self._database.commit()

    def search(self, name: str) -> list[str]:
        """IRIs of the things with this name, then of those that share its rarest words."""
        words = _words(name)
        if not words:
            return []
        same = self._ask("SELECT thing FROM names WHERE name = ? LIMIT ?", (plain(name), FOUND))
        return list(dict.fromkeys([*same, *self._match(" OR ".join(words))]))[:FOUND]

    def begun(self, prefix: str) -> list[str]:
        """IRIs of the things with a name that has these words, the last of which may be unfinished."""
        words = _words(prefix)
        return list(dict.fromkeys(self._match(" ".join(words) + "*"))) if words else []

    def close(self) -> None:
        """Let go of the file."""
        with self._turn:
            self._database.close()

    def _match(self, words: str) -> Iterator[str]:
        return self._ask(
            "SELECT thing FROM words JOIN names ON number = words.rowid WHERE words MATCH ? ORDER BY rank LIMIT ?",
            (words, 4 * FOUND),
        )

    def _ask(self, text: str, values: tuple[str, int]) -> Iterator[str]:
        with self._turn:
            found = self._database.execute(text, values).fetchall()
        return (thing for (thing,) in found)


def _words(name: str) -> list[str]:
    """The words as FTS5 wants them quoted; none of them can be one of its operators."""
    return [f'"{word}"' for word in re.findall(r"\w+", plain(name))]
