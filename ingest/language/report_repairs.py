"""What is reported hangs on the report, however far "that" stands behind it: "confirmed for the first time that …"."""

from __future__ import annotations

from spacy.tokens import Token

from ingest.language import lexicon
from ingest.language.syntax import children

_CITING = frozenset({"cite", "quote", "refer"})
_HELD = frozenset({"ccomp", "csubj", "csubjpass", "acl"})


def return_report(that: Token) -> None:
    """Hang the clause of "that" on the verb of saying before it, if the parser strung it to words between the two."""
    clause = that.head
    if clause.pos_ not in ("VERB", "AUX") or (clause.dep_ in _HELD and clause.head.lemma_ not in _CITING):
        return
    verb = _saying(that)
    if verb is None or (verb == clause.head and clause.dep_ == "ccomp"):
        return
    if verb.head == clause and clause.dep_ == "ROOT":
        verb.head, verb.dep_ = (
            verb,
            "ROOT",
        )  # "A reported, citing B, that …" taken for an aside of what B says
    elif clause.dep_ == "ROOT" or clause.is_ancestor(verb):
        return
    for before in [child for child in clause.children if child.i < that.i]:
        before.head = verb
    clause.head, clause.dep_, that.dep_ = verb, "ccomp", "mark"


def _saying(that: Token) -> Token | None:
    """The verb of saying before "that", if only phrases of time, place and source stand between them."""
    for word in reversed(that.sent[: that.i - that.sent.start]):
        if word.pos_ not in ("VERB", "AUX") or word.lemma_ in _CITING:
            continue
        said = lexicon.reporting_verbs().get(word.lemma_.lower())
        full = any(child.i < that.i for child in children(word, "ccomp", "xcomp", "dobj"))
        finite = word.tag_ in ("VBD", "VBZ", "VBP") or any(
            child.tag_ in ("VBD", "VBZ", "VBP") for child in children(word, "aux", "auxpass")
        )
        return word if said is not None and finite and not full else None
    return None
