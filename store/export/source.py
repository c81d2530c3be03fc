"""What an export is made of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import NamedNode, QuerySolutions, Store

from ontology.names import LEG

CC_BY = "https://creativecommons.org/licenses/by/4.0/"


@dataclass(frozen=True)
class Source:
    """A snapshot's store, the base of the installation's IRIs, and the claims to write (None: everything).

    `rdf12` writes claims' content as triple terms where the format has them; `licence` is the graph's, an IRI.
    """

    store: Store
    base: str = ""
    claims: frozenset[str] | None = None
    rdf12: bool = False
    licence: str = CC_BY

    @cached_property
    def all_claims(self) -> list[str]:
        """The IRIs of the claims to write, sorted."""
        if self.claims is not None:
            return sorted(self.claims)
        rows = self.store.query(f"SELECT ?claim WHERE {{ ?claim a <{LEG}Claim> }}")
        assert isinstance(rows, QuerySolutions)
        return sorted(term.value for row in rows if isinstance(term := row["claim"], NamedNode))
