"""Steps 2 and 6, link: which actor, place or kind of goods the words of a text mean, offline and by the authority."""
