"""Names of companies, told by the form of business that ends them ("Guangzhou Tasneem Trading Company Limited").

The statistical recogniser cuts such names apart or takes their first word for a place.
"""

from __future__ import annotations

from collections.abc import Container, Iterator

from spacy.tokens import Doc, Token

from ingest.language import lexicon

_LONGEST = 9


def company_names(doc: Doc, demonyms: Container[int]) -> Iterator[tuple[int, int]]:
    """Start and end of each name; `demonyms` are the tokens that say of which country something is."""
    forms = lexicon.nouns()["business"]
    end = 0
    for token in doc:
        if token.i < end or not _is_form(token, forms):
            continue
        start = token.i
        while start > max(end, token.i - _LONGEST) and _may_belong(doc[start - 1], demonyms):
            start -= 1
        end = token.i + 1
        while end < len(doc) and (
            _is_form(doc[end], forms)
            or (doc[end].text == "," and end + 1 < len(doc) and _is_short(doc[end + 1]))
        ):
            end += 1
        if start < token.i:
            yield start, end


def _is_form(token: Token, forms: Container[str]) -> bool:
    return token.text[:1].isupper() and token.lower_.rstrip(".") in forms


def _is_short(token: Token) -> bool:
    """ "Ltd" after "Co.,"."""
    return token.lower_.rstrip(".") in ("ltd", "inc", "llc")


def _may_belong(token: Token, demonyms: Container[int]) -> bool:
    if token.i in demonyms or token.lower_.endswith("-based") or token.ent_type_ == "DATE":
        return False
    return token.text == "&" or (
        token.text[:1].isupper()
        and token.pos_ in ("PROPN", "NOUN", "ADJ")
        and any(map(str.isalpha, token.text))
    )
