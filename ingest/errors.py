"""What can go wrong between a source and its claims."""

from __future__ import annotations

from ontology.errors import LegationError


class IngestError(LegationError):
    """A source or document that can't be read or understood; the text names it, the cause and the remedy."""
