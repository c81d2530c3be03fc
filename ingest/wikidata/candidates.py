"""From a thing to the items that it may be: asked by its names, filled in, scored."""

from __future__ import annotations

from ingest.wikidata.items import INSTANCE_OF, OCCUPATION, SUBCLASS_OF, Item
from ingest.wikidata.score import DEPTH, Candidate, rank
from ingest.wikidata.sources import Source
from ingest.wikidata.subjects import Subject

NAMES = 4
"""Names of a thing that are asked for, the label first."""
FOUND = 10
"""Items that are looked at for each name."""
SHOWN = 5


def candidates(subject: Subject, source: Source, shown: int = SHOWN) -> list[Candidate]:
    """The items that a thing may be, the likeliest first. Raises ServiceError, ServiceRefused."""
    qids: dict[str, None] = {}
    for name in (*subject.names[:NAMES], *([subject.bare] if subject.bare else [])):
        qids.update(dict.fromkeys(source.search(name, FOUND)))
    items = list({item.qid: item for item in source.items(qids).values()}.values())
    return rank(subject, items, _about(items, source))[:shown]


def _about(items: list[Item], source: Source) -> dict[str, Item]:
    """The classes and positions that some items name, and the classes above."""
    known: dict[str, Item] = {}
    wanted = {
        qid for item in items for name in (INSTANCE_OF, OCCUPATION) for qid in item.values.get(name, ())
    }
    wanted |= {held.position for item in items for held in item.held}
    classes = {qid for item in items for qid in item.values.get(INSTANCE_OF, ())}
    for _ in range(DEPTH):
        missing = wanted - set(known)
        if not missing:
            break
        known |= source.items(missing)
        classes = {up for qid in classes if qid in known for up in known[qid].values.get(SUBCLASS_OF, ())}
        wanted = classes
    return known
