"""Long titles before a name: "the Minister of Trade and Industry, Rob Davies", "the Adviser for Water, Land and Housing, X".

The parser strings such a name to the title as another party, and the recogniser takes the title for a body.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from ingest.language import lexicon
from ingest.language.syntax import children

_LONGEST_TITLE, _LONGEST_NAME = 16, 5
_JOINING = frozenset({"of", "for", "and", "the", "on", "in", "to", "&", ",", "-", "'s", "’s"})


def long_titles(doc: Doc) -> Iterator[tuple[Token, Span]]:
    """Each office with "of" or "for" behind it and the name that a comma sets off from what it is in charge of."""
    offices = lexicon.nouns()["titles"]
    for token in doc[:-2]:
        charge = token.nbor()
        if token.lower_ not in offices or charge.lower_ not in ("of", "for") or not token.text[0].isupper():
            continue
        end = min(token.sent.end, charge.i + _LONGEST_TITLE)
        for place in range(charge.i + 1, end):
            word = doc[place]
            if word.text == "," and (name := _name_after(doc, place, token.sent.end)) is not None:
                yield token, name
                break
            if not word.text[:1].isupper() and word.lower_ not in _JOINING and word.nbor(-1).text != "-":
                break


def _name_after(doc: Doc, comma: int, end: int) -> Span | None:
    """The name that fills what stands between this comma and the next mark or word of a sentence."""
    place = comma + 1
    while place < end and place - comma <= _LONGEST_NAME + 1 and _is_part(doc[place]):
        place += 1
    words = [word for word in doc[comma + 1 : place] if word.is_alpha]
    ended = place >= end or doc[place].is_punct or doc[place].pos_ in ("AUX", "VERB", "CCONJ", "ADP", "PART")
    if not ended or not 2 <= len(words) <= _LONGEST_NAME or any(map(_is_charge, words)):
        return None
    return doc[comma + 1 : place] if doc[place - 1].is_alpha else None


def _is_part(word: Token) -> bool:
    capital = word.text[:1].isupper() and word.is_alpha and word.ent_type_ not in ("DATE", "NORP")
    return capital or word.text == "-" or word.lower_ in lexicon.nouns()["particle"]


def _is_charge(word: Token) -> bool:
    nouns = lexicon.nouns()
    return word.lower_ in nouns["portfolio"] or word.lower_ in nouns["titles"] or word.lower_ in nouns["body"]


def return_holder(name: Token) -> None:
    """ "Deputy Prime Minister and Foreign Minister X": both are X, unlike "the prime minister and Foreign Minister X"."""
    first, offices = name.head, lexicon.nouns()["titles"]
    if name.lower_ in offices and name.nbor(-1).text == "," and name.i + 1 < len(name.doc):
        if name.nbor().lower_ in ("of", "for") and first.i < name.i and not children(first, "cc"):
            name.dep_ = "appos"  # "X, Minister for Foreign Affairs of Y"
        return
    second = [word for word in children(name, "compound", "nmod") if word.lower_ in offices]
    if first.lower_ not in offices or first.tag_ != "NNP" or not second or name.i + 1 < first.i:
        return
    deputy = any(word.lower_ in ("deputy", "vice") for word in children(first, "compound"))
    if first.nbor().lower_ != "and" or (children(first, "det") and not deputy):
        return
    if not all(word.text[:1].isupper() for word in first.doc[first.i + 2 : second[0].i + 1]):
        return
    name.head, name.dep_ = first.head if first.head.i != first.i else name, first.dep_
    for other in children(first, "conj", "appos"):
        other.head = name
    first.head, first.dep_ = name, "nmod"


def return_under(under: Token) -> None:
    """ "The United Nations Under Secretary General": taken for a preposition, "Under" hides who it is."""
    office = next(iter(children(under, "pobj")), None)
    if office is None or under.i == 0 or under.nbor().text != "Secretary":
        return
    body = under.nbor(-1)
    if body.pos_ != "PROPN" or under.head not in (body, body.head):
        return
    office.head, office.dep_ = body.head, body.dep_
    for word in (body, under):
        word.head, word.dep_ = office, "compound"
    for other in (*children(body, "det", "poss"), *children(body, "appos")):
        other.head = office


def set_off(office: Token, name: Span) -> None:
    """Make the name an apposition to its title, and leave to the title what the parser hung on the name."""
    root = name[-1]
    if root.dep_ not in ("conj", "appos", "npadvmod", "dobj", "nsubj") or root.is_ancestor(office):
        return
    if root.dep_ in ("dobj", "nsubj") and office.dep_ not in ("dobj", "nsubj", "pobj"):
        return
    for word in name[:-1]:
        if not name.start <= word.head.i < name.end:
            word.head, word.dep_ = root, "compound"
    for other in children(root, "conj", "cc"):
        if other.i > root.i:
            other.head = office
    root.head, root.dep_ = office, "appos"
