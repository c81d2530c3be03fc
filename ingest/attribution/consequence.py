"""What is said to follow from an event: "the sale would violate the embargo", "easing the sanctions sends a wrong signal"."""

from __future__ import annotations

from spacy.tokens import Token

from ingest.attribution.mood import threatens
from ingest.language import lexicon
from ingest.language.syntax import children, is_verb

_MODALS = frozenset({"will", "would", "could", "can", "may", "might", "shall"})
_CAUSING = frozenset(
    "give send make pose lead cause bring be create increase raise add fall end finish mean".split()
)
_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_WITHIN = frozenset({"dobj", "relcl", "acl", "pcomp", "pobj", "prep", "xcomp", "appos", "compound", "conj"})


def foretold(trigger: Token) -> Token | None:
    """The verb that tells what an event in its subject will or would do; None if there is none."""
    node = trigger
    while node.head.i != node.i:
        if node.dep_ in _SUBJECTS and is_verb(node.head):
            clause = node.head
            if any(child.lemma_.lower() in _MODALS for child in children(clause, "aux")):
                return clause
            if node.dep_ != "csubj":
                return None
        elif node.dep_ == "advcl" and node.tag_ == "VBG" and node.i < node.head.i:
            clause = node.head  # "Easing the sanctions now would …", as it is parsed at times
            own = children(clause, "nsubj", "nsubjpass")
            return None if own or not children(clause, "aux") else clause
        elif node.dep_ not in _WITHIN:
            return None
        node = node.head
    return None


def is_harm(clause: Token) -> bool:
    """Whether what a verb foretells is bad: "would violate", "could make the situation worse", "will have consequences"."""
    if children(clause, "neg"):
        return False
    words = lexicon.answering()
    if clause.lemma_.lower() in words["harming"] or threatens(clause):
        return True
    told = {word.lemma_.lower() for word in clause.subtree if word.i > clause.i}
    bad = words["harm"] | (words["bad"] if clause.lemma_ == "be" else frozenset())
    return clause.lemma_.lower() in _CAUSING and bool(told & bad)
