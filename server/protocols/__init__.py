"""The SPARQL protocols and the catalogue of questions over HTTP: their addresses, and how answers are delivered."""
