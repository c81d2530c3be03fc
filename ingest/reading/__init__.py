"""Step 1, read: from the bytes of a source to a document's kept text, its blocks and what is known of it."""
