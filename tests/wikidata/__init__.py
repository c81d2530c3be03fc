"""A Wikidata of our own for the tests: its shape, its protocols and its manners, on this machine."""
