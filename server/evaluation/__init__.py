"""Queries evaluated: the cache, the pool of evaluators and who may use them when, an evaluator itself, SERVICE."""
