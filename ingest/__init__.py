"""From text to claims: read, understand, find events, attribute, date, link, identify, describe, commit."""
