"""The root of Legation's exception tree."""


class LegationError(Exception):
    """Anything that a user can cause or mend; its text is one clear line that names the cause and the remedy."""
