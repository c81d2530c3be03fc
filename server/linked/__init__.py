"""Linked data: every IRI, the ontology and the dataset answered for, and exports to take away."""
