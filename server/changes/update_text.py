"""What the protocol asks of an update's text before Oxigraph gets it, by its tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from server.http.problems import Problem
from server.sparql.guard import TOKEN

_WORD = re.compile(r"WHERE|USING|WITH")
_BLANK = re.compile(r"_:|[\[(]|bnode", re.IGNORECASE)
_PATCH_BARRED = ("GRAPH", "NAMED", "ALL", "WITH", "USING", "CREATE", "COPY", "MOVE", "ADD", "INTO")


def with_dataset(text: str, default_graphs: Sequence[str], named_graphs: Sequence[str]) -> str:
    """The update with a USING for each graph in each of its operations (SPARQL 1.1 Protocol, section 2.2.3).

    Raises: Problem 400 if the update names a dataset itself.
    """
    clauses = [f"USING <{iri}>" for iri in default_graphs]
    clauses += [f"USING NAMED <{iri}>" for iri in named_graphs]
    using = " ".join(clauses)
    parts: list[str] = []
    done = 0
    before = ""  # the keyword right before, outside of all groups
    for token, depth in _tokens(text):
        word = (token["word"] or "").upper()
        if token[0] == "}" and not depth:
            before = ""
        if depth or not word:
            continue
        if word in ("USING", "WITH"):
            raise Problem(
                400,
                f"The update says {word} itself; that and a dataset in the request contradict each other.",
            )
        if word == "WHERE":
            pattern = _group(text, token.end()) if before == "DELETE" else ""
            parts += [text[done : token.start()], f"{pattern} {using} "]
            done = token.start()
        elif _WORD.search(word):
            raise Problem(400, f"Please write {word} in words of their own, so that a dataset can be added.")
        before = word
    return "".join([*parts, text[done:]])


def may_make_blank_nodes(text: str) -> bool:
    """Whether an update may write blank nodes that were not in the store: by INSERT, or by BNODE()."""
    if not _BLANK.search(text):
        return False
    clause = ""
    for token, depth in _tokens(text):
        word = (token["word"] or "").upper()
        if not depth:
            clause = word or clause
        elif "BNODE" in word or (
            ("DATA" in clause or "INSERT" in clause) and (token[0] in "[(" or token[0].startswith("_:"))
        ):
            return True
    return False


def inserts_data_only(text: str) -> bool:
    """Whether an update's operations are all INSERT DATA, which read nothing."""
    words = [(token["word"] or "").upper() for token, depth in _tokens(text) if not depth and token["word"]]
    operations = [word for word in words if word not in ("PREFIX", "BASE", "VERSION")]
    return bool(operations) and all(
        word == ("DATA" if index % 2 else "INSERT") for index, word in enumerate(operations)
    )


def beyond_its_graph(text: str) -> str | None:
    """The first word of a patch by which it would reach out of the graph that it is sent to; None if there is none."""
    for token, _ in _tokens(text):
        word = (token["word"] or "").upper()
        if any(barred in word for barred in _PATCH_BARRED) and word not in ("LOAD",):
            return word
    return None


def _tokens(text: str) -> Iterator[tuple[re.Match[str], int]]:
    """Tokens with the number of groups that they stand in."""
    depth = 0
    for token in TOKEN.finditer(text):
        if token[0] == "}":
            depth -= 1
        yield token, depth
        if token[0] == "{":
            depth += 1


def _group(text: str, start: int) -> str:
    """The group that begins after a keyword."""
    begin = None
    depth = 0
    for token in TOKEN.finditer(text, start):
        if token[0] == "{":
            begin = token.start() if begin is None else begin
            depth += 1
        elif token[0] == "}":
            depth -= 1
            if begin is not None and depth == 0:
                return text[begin : token.end()]
    return ""
