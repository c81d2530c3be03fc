"""Step 4, attribute: whose words an event stands in, and how firmly they were said."""
