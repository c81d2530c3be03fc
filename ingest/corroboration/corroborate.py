"""Keeps what joins the claims of an event (`relations`) in line with the claims that there are.

An event's foremost claims are written down with it (`leg:foremostClaim`), so that a claim that comes is weighed
against a bounded number of others. Only where one of the foremost goes, or is told anew, all claims about the event
are looked through for who comes next.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from ingest.corroboration.relations import ANSWERING, Standpoint, foremost, links
from ingest.corroboration.standpoints import Standpoints
from ingest.events.frames import Frames
from ingest.identity.register import ABOUT
from ontology.names import LEG

FOREMOST = NamedNode(LEG + "foremostClaim")
RELATIONS = (NamedNode(LEG + "respondsTo"), NamedNode(LEG + "contradicts"))
_DEFAULT = DefaultGraph()

Changes = Mapping[NamedNode, Iterable[NamedNode]]


def corroborate(store: Store, base: str, come: Changes, gone: Changes, known: Frames | None = None) -> None:
    """Bring the relations of claims in line, event by event.

    `come` has the claims that are now about an event and are new to it or told anew; `gone` those that were about
    it and have been taken out, told anew or moved. Of claims taken out no relation may be left. `known` are the frames.
    """
    standpoints = Standpoints(store, base, known)
    for event in sorted({*come, *gone}, key=lambda event: event.value):
        _settle(store, standpoints, event, set(come.get(event, ())), set(gone.get(event, ())))


def _settle(
    store: Store,
    standpoints: Standpoints,
    event: NamedNode,
    come: set[NamedNode],
    gone: set[NamedNode],
) -> None:
    former = {
        quad.object
        for quad in store.quads_for_pattern(event, FOREMOST, None, _DEFAULT)
        if isinstance(quad.object, NamedNode)
    }
    pool = set(standpoints.about(event)) if former & gone else former | come
    told = {claim: standpoints.of(claim, event) for claim in pool}
    leading = foremost(told.values())
    now = {NamedNode(each.claim) for each in leading}
    for claim in former - now:
        store.remove(Quad(event, FOREMOST, claim))
    for claim in now - former:
        store.add(Quad(event, FOREMOST, claim))
    changed = come | {claim for claim in former ^ now if Quad(claim, ABOUT, event) in store}
    for claim in changed:
        for relation in RELATIONS:
            found = [
                *store.quads_for_pattern(claim, relation, None, _DEFAULT),
                *store.quads_for_pattern(None, relation, claim, _DEFAULT),
            ]
            for quad in found:
                store.remove(quad)
    for claim in changed:
        _relate(store, standpoints, event, told[claim], leading)


def _relate(
    store: Store, standpoints: Standpoints, event: NamedNode, claim: Standpoint, leading: set[Standpoint]
) -> None:
    if not claim.affirms and claim.stance not in ANSWERING:
        return
    others = {*standpoints.siblings(claim, event), *(leading if claim in leading else ())}
    for subject, relation, other in links(claim, others, leading):
        store.add(Quad(NamedNode(subject), NamedNode(LEG + relation), NamedNode(other)))
