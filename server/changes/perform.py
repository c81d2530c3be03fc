"""Carrying out changes on a store that is open for writing. Only the writer does; it is killed if one takes too long."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Store, Triple

from ontology.names import PREFIXES
from server.changes import payload, update_text
from server.changes.model import Change
from server.http.problems import Problem
from server.sparql import guard, syntax
from server.sparql.datasets import ALIASES, DEFAULT, missing

_SNAPSHOT = re.compile(r'"(\d+)-')


def guarded(change: Change) -> Change:
    """A change that may be carried out, its text with the dataset that the request gives.

    Raises: Problem 400.
    """
    if not change.text:
        return change
    text = guard.decoded(change.text)
    guard.check(text, update=True)
    default, named = change.default_graphs, change.named_graphs
    if default is not None and named is not None:
        alone = not named and all(iri in ALIASES for iri in default)
        if not alone and any(iri in ALIASES for iri in default):
            raise Problem(400, "An update can't use the default graph beside others; it can use it alone.")
        text = update_text.with_dataset(text, () if alone else default, named)
    return replace(change, text=text)


def perform(store: Store, change: Change, base: str, snapshot: int | None) -> bool:
    """Carry out one change that `guarded` let pass; `snapshot` is what the store holds, None if it has been changed since.

    Returns whether a graph was made that was not there.
    Raises: Problem.
    """
    if change.kind == "update":
        _update(store, change, base)
        return False
    graph = DefaultGraph() if change.graph == DEFAULT else NamedNode(change.graph)
    existed = isinstance(graph, DefaultGraph) or store.contains_named_graph(graph)
    _conditions(change, existed, snapshot)
    if change.kind == "delete":
        if not existed:
            raise missing(change.graph)
        store.remove_graph(graph)
        return False
    if change.kind == "patch":
        _patch(store, change, graph, base)
    else:
        triples = payload.quads(change.documents, change.base or base)
        quads = [Quad(quad.subject, quad.predicate, quad.object, graph) for quad in triples]
        if change.kind == "put":
            store.clear_graph(graph) if existed else None
        if isinstance(graph, NamedNode):
            store.add_graph(graph)
        store.extend(payload.skolemised(quads, base))
    return not existed


def _update(store: Store, change: Change, base: str) -> None:
    text = change.text
    fresh = update_text.may_make_blank_nodes(text)
    if fresh and update_text.inserts_data_only(text):
        aside = Store()
        _run(aside, text, change.base or base)
        store.extend(payload.skolemised(aside, base))
        return
    _run(store, text, change.base or base)
    if fresh:
        _skolemise_all(store, base)


def _run(store: Store, text: str, base: str) -> None:
    update = partial(store.update, base_iri=base, prefixes=PREFIXES)
    try:
        update(text)
    except SyntaxError as error:
        raise syntax.explain(update, text, str(error)) from None
    except (ValueError, RuntimeError) as error:
        raise Problem(400, f"The update can't be carried out: {error}") from None


def _skolemise_all(store: Store, base: str) -> None:
    """Name every blank node of a store: a scan, for an update that may have made some by its solutions."""
    blank = [quad for quad in store if _has_blank_node(quad)]
    store.extend(payload.skolemised(blank, base))
    for quad in blank:
        store.remove(quad)


def _has_blank_node(quad: Quad) -> bool:
    terms: list[object] = [quad.subject, quad.object, quad.graph_name]
    while terms:
        term = terms.pop()
        if isinstance(term, BlankNode):
            return True
        if isinstance(term, Triple):
            terms += [term.subject, term.object]
    return False


def _patch(store: Store, change: Change, graph: NamedNode | DefaultGraph, base: str) -> None:
    """An update of one graph, that is the default graph for it and may also be called by its name.

    The default graph itself may be too large to be set aside: a patch of it may not speak of others.
    """
    if isinstance(graph, DefaultGraph):
        word = update_text.beyond_its_graph(change.text)
        if word is not None:
            raise Problem(422, f"A patch changes its own graph only; this one says {word}.")
        _update(store, change, base)
        return
    before = {quad.triple for quad in store.quads_for_pattern(None, None, None, graph)}
    aside = Store()
    aside.add_graph(graph)
    aside.extend(
        Quad(triple.subject, triple.predicate, triple.object, place)
        for triple in before
        for place in (DefaultGraph(), graph)
    )
    _run(aside, change.text, change.base or base)
    after: dict[object, set[Triple]] = {DefaultGraph(): set(), graph: set()}
    for quad in payload.skolemised(aside, base):
        after.setdefault(quad.graph_name, set()).add(quad.triple)
    others = [name for name in after if name not in (DefaultGraph(), graph)]
    if others:
        raise Problem(422, f"A patch changes its own graph only; this one writes to {others[0]}.")
    unnamed, named = after[DefaultGraph()], after[graph]
    added = (unnamed | named) - before
    removed = before - (unnamed & named)
    for triple in removed:
        store.remove(Quad(triple.subject, triple.predicate, triple.object, graph))
    store.add_graph(graph)
    store.extend(Quad(triple.subject, triple.predicate, triple.object, graph) for triple in added)


def _conditions(change: Change, existed: bool, snapshot: int | None) -> None:
    """RFC 9110, section 13.1. An ETag of ours begins with the snapshot that the graph was read from."""
    wanted, unwanted = change.if_match.strip(), change.if_none_match.strip()
    if wanted and not (existed if wanted == "*" else existed and str(snapshot) in _SNAPSHOT.findall(wanted)):
        raise Problem(
            412, "The graph is not what If-Match says: it was changed, or is not there. Read it again."
        )
    if unwanted and existed and (unwanted == "*" or str(snapshot) in _SNAPSHOT.findall(unwanted)):
        raise Problem(412, "The graph is there already, which If-None-Match rules out.")
