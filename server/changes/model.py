"""What can be changed over HTTP, and how the front tells the writer."""

from __future__ import annotations

import marshal
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from server.sparql.datasets import DEFAULT

Kind = Literal["update", "put", "post", "delete", "patch"]


@dataclass(frozen=True)
class Document:
    """RDF as it was sent: the name of its format (see `payload.FORMATS`) and its bytes."""

    format: str
    data: bytes


@dataclass(frozen=True)
class Change:
    """A change: a SPARQL update, or an operation on a graph as the Graph Store Protocol has it.

    `default_graphs` and `named_graphs` are the dataset that the request gives to an update, None if it gives none.
    `graph` is the graph's IRI or DEFAULT, `base` what relative IRIs are resolved against (None: the installation's
    base), `text` the SPARQL of an update or patch, `documents` what put and post bring. `if_match` and
    `if_none_match` are the fields of RFC 9110, section 13.1.
    """

    kind: Kind
    graph: str = DEFAULT
    base: str | None = None
    text: str = ""
    documents: tuple[Document, ...] = ()
    if_match: str = ""
    if_none_match: str = ""
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Done:
    """A change that is written: the snapshot that holds it, and whether it made a graph that was not there."""

    snapshot: int
    created: bool = False


def pack(batch: Iterable[tuple[int, Change]]) -> bytes:
    """Numbered changes for the pipe between two processes of one Python; `unpack` reads them."""
    return marshal.dumps(
        [
            (
                number,
                change.kind,
                change.graph,
                change.base,
                change.text,
                [(document.format, document.data) for document in change.documents],
                change.if_match,
                change.if_none_match,
                change.default_graphs,
                change.named_graphs,
            )
            for number, change in batch
        ]
    )


def unpack(payload: bytes) -> list[tuple[int, Change]]:
    """The changes that `pack` wrote."""
    return [
        (number, Change(kind, graph, base, text, tuple(Document(*each) for each in documents), *conditions))
        for number, kind, graph, base, text, documents, *conditions in marshal.loads(payload)
    ]
