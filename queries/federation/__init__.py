"""Queries that reach beyond the store: the parts for other endpoints are asked in blocks of bindings, then joined."""
