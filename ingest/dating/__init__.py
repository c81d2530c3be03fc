"""Step 5, when: the time expressions of news, and which of them dates an event or a statement."""
