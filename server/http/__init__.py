"""HTTP itself: errors, media types, bodies, compression, tokens, and what every request must pass."""
