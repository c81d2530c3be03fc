"""Changes: updates and RDF that clients send, and the writer that carries them out."""
