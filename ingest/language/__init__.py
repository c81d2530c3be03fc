"""Step 2, understand: the analysed text, its syntax, quotations and word lists."""
