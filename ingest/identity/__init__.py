"""Step 7: which claims are about one happening."""
