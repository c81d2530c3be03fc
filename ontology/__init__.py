"""What can be said: the ontology, its shapes, the authority and their names in Python."""
