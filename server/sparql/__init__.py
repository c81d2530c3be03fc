"""SPARQL's texts before they are evaluated: what is asked by the protocol, refused, explained or rewritten."""
