"""Voices beside a clause: "…, KCNA reported", "according to X", "as X said"."""

from __future__ import annotations

from spacy.tokens import Token

from ingest.attribution.speakers import claimants
from ingest.attribution.voices import Voice, voice_of
from ingest.language import lexicon
from ingest.language.syntax import after_preposition, children, is_verb
from ingest.language.text import Text

_RECORDS = frozenset(
    "record document paper data image picture photo photograph footage video figure statistic".split()
)
_LOOKING = frozenset("see examine review obtain view inspect analyse analyze verify".split())


def aside(text: Text, node: Token) -> Voice | None:
    """A voice beside the clause: "…, KCNA reported", "according to X", "as X said"."""
    if not is_verb(node):
        return None
    for child in node.children:
        lemma = child.lemma_.lower()
        if child.dep_ in ("parataxis", "advcl", "ccomp") and lemma in lexicon.reporting_verbs():
            if child.dep_ == "advcl" and not any(
                mark.lower_ == "as" for mark in children(child, "mark", "advmod")
            ):
                continue
            if child.dep_ == "ccomp" and child.i < node.i:
                continue
            if child.dep_ == "advcl" and not children(child, "nsubj", "agent"):
                continue  # "as reported earlier" names nobody
            if child.dep_ == "ccomp" and not _is_tag(child):
                continue
            return voice_of(text, child, lexicon.reporting_verbs()[lemma])
        if child.dep_ == "prep" and child.lower_ == "in":
            views = [
                view for view in children(child, "pobj") if view.lemma_ in ("view", "opinion", "assessment")
            ]
            held = [
                each for view in views for each in (*after_preposition(view, "of"), *children(view, "poss"))
            ]
            if speakers := claimants(text, held):  # "in the view of X"
                return Voice(speakers, "asserts", child)
        if child.dep_ in ("prep", "advmod", "advcl") and child.lower_ == "according":
            sources = [each for each in after_preposition(child, "to") if not _is_record(text, each)]
            speakers = claimants(text, sources)
            cited = [each for word in node.sent if word.lower_ == "citing" for each in children(word, "dobj")]
            if through := claimants(text, cited):  # "according to Reuters, citing officials"
                return Voice(through, "asserts", child, tuple(actor for actor, _ in speakers))
            if speakers:
                return Voice(speakers, "asserts", child)
    return None


def _is_record(text: Text, token: Token) -> bool:
    """Records and pictures that nobody is said to have made: who cites them speaks in his own voice."""
    issued = [child for child in children(token, "acl") if child.lemma_.lower() not in _LOOKING]
    made = (
        children(token, "poss")
        or issued
        or after_preposition(token, "of")
        or after_preposition(token, "from")
    )
    beside = any(
        child.i in text.names and text.names[child.i].entry.kind != "MaterielType" for child in token.children
    )
    return token.lemma_.lower() in _RECORDS and not made and not beside


def _is_tag(verb: Token) -> bool:
    """Whether a reporting clause is a tag ("…, KCNA said"): it stands after a comma and has no complement of its own."""
    if children(verb, "ccomp", "xcomp", "dobj", "mark", "neg"):
        return False
    first = min(word.i for speaker in (children(verb, "nsubj") or [verb]) for word in speaker.subtree)
    return first == verb.sent.start or verb.doc[first - 1].is_punct or verb.doc[first - 1].is_quote
