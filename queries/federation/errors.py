"""What can go wrong between us and another endpoint."""

from queries.errors import QueryError


class ServiceRefused(QueryError):  # noqa: N818  # it names a refusal, not a mishap
    """A query asks for an endpoint that is not allowed, or in a way that is not."""


class ServiceError(QueryError):
    """Another endpoint gave no usable answer; the text says which, why and what helps. SILENT passes over it."""
