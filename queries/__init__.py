"""What people ask: one SPARQL file a question, and the catalogue that reads them."""
