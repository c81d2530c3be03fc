"""Several default graphs are merged as sets (SPARQL 1.1 Query, section 13.2).

Oxigraph concatenates them: a triple that stands in two of them is found twice, so that counts are wrong. Where that can
happen, the graphs of the query are put together in a store of its own first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urljoin

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Store

from server.sparql.guard import TOKEN

Graph = NamedNode | BlankNode | DefaultGraph
Named = NamedNode | BlankNode


def merged(
    store: Store,
    text: str,
    default: Sequence[Graph] | None,
    named: Sequence[Named] | None,
    base: str,
    prefixes: Mapping[str, str],
) -> tuple[Store, list[Graph] | None, list[Named] | None]:
    """Where to ask a query, and its dataset: the store and what was given, unless a triple would be found twice."""
    given = None if default is None else [*default], None if named is None else [*named]
    if default is None and named is None:
        if text.upper().count("FROM") < 2:
            return store, *given
        clauses = list(_clauses(text, base, prefixes))
        default = [NamedNode(iri) for iri, is_named in clauses if not is_named]
        named = [NamedNode(iri) for iri, is_named in clauses if is_named]
    graphs = sorted(dict.fromkeys(default or ()), key=lambda graph: not isinstance(graph, DefaultGraph))
    if len(graphs) < 2 or not _overlap(store, graphs):
        return store, *given
    aside = Store()
    for graph in graphs:
        found = store.quads_for_pattern(None, None, None, graph)
        aside.extend(Quad(quad.subject, quad.predicate, quad.object) for quad in found)
    for name in named or ():
        aside.extend(store.quads_for_pattern(None, None, None, name))
    return aside, [DefaultGraph()], list(named or ())


def _overlap(store: Store, graphs: Sequence[Graph]) -> bool:
    """Whether two graphs share a triple; the first is only looked into, never read through."""
    return any(
        Quad(quad.subject, quad.predicate, quad.object, other) in store
        for index, graph in enumerate(graphs)
        if index
        for quad in store.quads_for_pattern(None, None, None, graph)
        for other in graphs[:index]
    )


def _clauses(text: str, base: str, prefixes: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
    """The graphs of a query's FROM and FROM NAMED clauses, and which of both names them."""
    known = dict(prefixes)
    words: list[str] = []
    for token in TOKEN.finditer(text):
        part = token[0]
        if part == "{":
            return
        if part.isspace() or part[0] == "#":
            continue
        if part[0] == "<":
            iri = urljoin(base, part[1:-1])
            if words[-1:] == ["BASE"]:
                base = iri
            elif words[-2:-1] == ["PREFIX"]:
                known[words[-1].partition(":")[0]] = iri
            elif words[-1:] == ["FROM"] or words[-2:] == ["FROM", "NAMED"]:
                yield iri, words[-1] == "NAMED"
        elif ":" in part and (words[-1:] == ["FROM"] or words[-2:] == ["FROM", "NAMED"]):
            prefix, _, local = part.partition(":")
            yield known.get(prefix, "") + local, words[-1] == "NAMED"
        words.append(part if ":" in part else part.upper())
