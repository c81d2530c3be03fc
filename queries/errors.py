"""What can go wrong with a question."""

from ontology.errors import LegationError


class QueryError(LegationError):
    """A question, its header or a value for one of its parameters cannot be used."""
