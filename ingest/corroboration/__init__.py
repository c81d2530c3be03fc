"""Which claims about one event answer or contradict which."""
