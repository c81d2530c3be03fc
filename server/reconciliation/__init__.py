"""The Reconciliation Service API 0.2 (W3C Community Group) over the things of the graph, for OpenRefine and its kin."""
