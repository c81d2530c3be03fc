"""What the parser gets wrong about names: cut at a hyphen, strung to the wrong word, or taken for an apposition."""

from __future__ import annotations

from spacy.tokens import Span, Token

from ingest.language import lexicon
from ingest.language.syntax import SUBJECTS, children, is_verb


def join_name(name: Span) -> None:
    """ "Qasim al-Araji": a name that the tokenizer cut at its hyphen hangs on the sentence by one word."""
    outside = [token for token in name if not name.start <= token.head.i < name.end]
    for token in outside[:-1]:
        if not token.is_ancestor(outside[-1]):
            token.head, token.dep_ = outside[-1], "compound"


def return_name(name: Token) -> None:
    """ "A meeting with Minister X and Minister Y": Y goes with X, not with the verb."""
    if children(name, *SUBJECTS, "aux") or name.left_edge.i < 2:
        return
    before = name.doc[name.left_edge.i - 1]
    if before.dep_ != "cc":
        return
    place = before.i - 1
    if name.doc[place].text == ",":
        place -= 1
    other = name.doc[place]
    while other.dep_ in ("compound", "appos", "conj") and other.head.pos_ in ("NOUN", "PROPN"):
        other = other.head
    if (
        other.pos_ in ("NOUN", "PROPN")
        and other.dep_ in ("pobj", "dobj", "nsubj")
        and not name.is_ancestor(other)
    ):
        name.head = other


def part_persons(name: Token) -> None:
    """ "X's president and also Y", "Y, his counterpart, Z, …": a name that an "and" or another name's office parts is another's."""
    before = name.head
    if any(before.i < word.i < name.left_edge.i for word in children(before, "cc")):
        name.dep_ = "conj"
        return
    office_of = before.head if before.dep_ == "appos" and before.head.i < before.i < name.i else None
    apart = name.left_edge.i > 0 and name.doc[name.left_edge.i - 1].text == ","
    if office_of is not None and office_of.ent_type_ == "PERSON" and apart:
        name.head, name.dep_ = office_of, "conj"


def part_place(day: Token) -> None:
    """ "Met in Kyiv Wednesday": the town is no part of the day."""
    prep, place = day.head, day.nbor(-1)
    if prep.lower_ not in ("in", "at") or place.pos_ != "PROPN" or place.head.i != day.i:
        return
    place.head, place.dep_ = prep, "pobj"
    for word in children(day, "compound", "nmod", "det"):
        word.head = place
    day.head, day.dep_ = prep.head, "npadvmod"


def return_guest(visiting: Token) -> None:
    """ "A meeting with visiting Iraqi Foreign Minister X", "Visiting Minister X signed …": it is X who visits."""
    for guest in children(visiting, "dobj"):
        if guest.pos_ == "PROPN" and guest.left_edge.i == visiting.i + 1:
            guest.head, guest.dep_ = visiting.head, "nsubj" if visiting.dep_ == "csubj" else "pobj"
            visiting.head, visiting.dep_ = guest, "amod"
            return


def return_pictured(side: Token) -> None:
    """ "X, left, is greeted by Y": in a caption the side is where X stands, and does nothing."""
    name = side.nbor(-2)
    if name.head.i == side.i and name.dep_ in SUBJECTS and is_verb(side.head) and side.head.i > side.i:
        verb = side.head
        name.head, name.dep_ = verb, "nsubjpass" if children(verb, "auxpass") else "nsubj"
        side.dep_ = "advmod"


def lists_on(name: Token) -> bool:
    """ "X, Y and Z met": a name of the same kind after a comma, with more to follow, is no apposition."""
    kind = name.ent_type_
    if name.head.ent_type_ != kind or name.i == name.head.i + 1:
        return False
    return any(
        other.ent_type_ == kind and (other.dep_ == "conj" or lists_on(other))
        for other in children(name, "conj", "appos")
    )


def return_apposition(name: Token) -> None:
    """ "The visit of the Emir, Sheikh X, to Y": X is the Emir, and the visit leads to Y."""
    first = name.left_edge.i
    if name.ent_type_ == "PERSON" and is_verb(name.head) and name.head.i < first:
        if not children(name.head, "dobj", "nsubjpass") and name.doc[first - 1].text != ",":
            name.dep_ = "dobj"  # "met UN envoy X"
        return
    if first < name.sent.start + 2 or name.doc[first - 1].text != ",":
        return
    office = name.doc[first - 2]
    if office.lemma_.lower() not in lexicon.nouns()["leader"] or office.dep_ not in ("pobj", "nsubj", "dobj"):
        return
    name.head, name.dep_ = office, "appos"
    of = office.head
    for prep in children(name, "prep"):
        if prep.nbor(-1).text == "," and office.dep_ == "pobj" and of.lower_ == "of":
            prep.head = of.head
