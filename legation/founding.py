"""Makes a new store: empty but for what is known before the first report is read."""

from __future__ import annotations

from contextlib import suppress
from itertools import chain

import store
from legation.settings import Settings
from ontology import authority, schema
from ontology.vocabulary import vocabulary


def found(settings: Settings) -> None:
    """Create the store of these settings unless there is one, with the terms of the ontology and the authority.

    Raises StoreError, also for a store that is there but not for this version.
    """
    if store.exists(settings.data):
        store.base(settings.data)
        return
    # Another process may found it between the question and the act, which is as good.
    with suppress(store.StoreExists):
        known = authority.load(*settings.authorities)
        terms = chain(schema.quads(), vocabulary(*settings.frame_folders).terms)
        store.create(settings.data, settings.base, chain(terms, authority.quads(known)))
