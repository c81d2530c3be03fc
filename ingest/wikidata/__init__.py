"""Which Wikidata item is meant: candidates, their scores, people's decisions, and what is copied of linked items."""
