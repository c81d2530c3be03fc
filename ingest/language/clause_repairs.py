"""Clauses that the parser hangs on the wrong word: what has a cargo, a second relative clause, "worth" before a verb."""

from __future__ import annotations

from spacy.tokens import Token

from ingest.language.syntax import SUBJECTS, children, is_verb

VEHICLES = frozenset(
    "ship vessel plane aircraft truck train freighter flight convoy boat dhow lorry warship frigate barge ferry tanker"
    " airliner airlifter".split()
)
"""What brings goods."""
_CARGO = frozenset("carry bring transport haul ferry contain smuggle load bear".split())


def return_cargo(verb: Token) -> None:
    """ "Seized a dhow carrying rifles": the dhow carried them."""
    carried_by = children(verb.head, "dobj")
    if verb.lemma_ in _CARGO and verb.tag_ == "VBG" and len(carried_by) == 1:
        vehicle = carried_by[0]
        between = verb.doc[vehicle.i : verb.i]
        if vehicle.i < verb.i and vehicle.lemma_ in VEHICLES and all(word.text != "," for word in between):
            verb.head, verb.dep_ = vehicle, "acl"


def return_second_clause(verb: Token) -> None:
    """ "The minister, who promised support, and who announced …": both clauses describe the minister."""
    if not any(child.lower_ in ("who", "which") for child in children(verb, "nsubj")):
        return
    for word in reversed(verb.doc[verb.sent.start : verb.i]):
        if word.dep_ == "relcl" and is_verb(word) and not word.is_ancestor(verb):
            if children(word, *SUBJECTS) and not verb.is_ancestor(word):
                verb.head, verb.dep_ = word, "conj"
            return


def return_worth(worth: Token) -> None:
    """ "Aid worth 600 million euros was sent": the aid was sent."""
    if worth.i == worth.sent.start:
        return
    goods = worth.nbor(-1)
    if goods.head.i != worth.i or goods.pos_ not in ("NOUN", "PROPN"):
        return
    if worth.dep_ in ("csubj", "csubjpass", "nsubj", "nsubjpass"):
        verb = worth.head
        subject = "nsubjpass" if children(verb, "auxpass") else "nsubj"
        goods.head, goods.dep_ = verb, subject
    elif worth.dep_ == "ROOT" and (clauses := children(worth, "ccomp")):
        verb = clauses[0]
        amounts = [each for each in children(verb, *SUBJECTS) if each.i < verb.i]
        if not amounts:
            return
        goods.dep_ = amounts[0].dep_
        for each in children(worth):
            if each.i > worth.i and each.i != verb.i:
                each.head = verb
        verb.head, verb.dep_ = verb, "ROOT"
        goods.head, worth.head = verb, goods
        amounts[0].head, amounts[0].dep_ = worth, "npadvmod"
    else:
        return
    worth.head, worth.dep_ = goods, "amod"


def return_helped(verb: Token) -> None:
    """ "Pledged to help X, Y and Z acquire weapons": it is they who acquire them."""
    if children(verb, *SUBJECTS, "aux", "mark", "cc"):
        return
    for helping in children(verb.head, "xcomp"):
        helped = [each for each in children(helping, "dobj") if each.i < verb.i]
        if helping.i < verb.i and helping.lemma_ in ("help", "let") and helped:
            verb.head, verb.dep_ = helping, "xcomp"
            return
