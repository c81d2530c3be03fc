"""Voices beside a clause: "…, KCNA reported", "according to X", "as X said", and the tag that closes a sentence."""

from __future__ import annotations

from spacy.tokens import Token

from ingest.attribution.speakers import claimants
from ingest.attribution.voices import Voice, voice_of
from ingest.language import lexicon
from ingest.language.syntax import after_preposition, children, is_verb
from ingest.language.text import Text

_OWN_COMPLEMENT = ("ccomp", "dobj", "xcomp", "dative", "conj")
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


def closing_tag(trigger: Token) -> Token | None:
    """The reporting verb of "…, the agency KCNA reported on Tuesday, …", whatever the parser made of it."""
    sentence = trigger.sent
    for verb in sentence[trigger.i - sentence.start + 1 :]:
        if is_verb(verb) and _closes(verb, trigger):
            return verb
    return None


def _closes(verb: Token, trigger: Token) -> bool:
    """Whether the verb and its speaker stand behind a comma as a tag to what holds the trigger."""
    relative = any(child.lower_ in ("who", "which", "that") for child in children(verb, "nsubj", "dobj"))
    if verb.dep_ in ("acl", "pcomp") or (verb.dep_ == "relcl" and relative):
        return False
    if lexicon.reporting_verbs().get(verb.lemma_.lower()) != "asserts":
        return False
    if any(
        each.dep_ == "relcl" and each.i > trigger.i and not each.is_ancestor(trigger)
        for each in verb.ancestors
    ):
        return False  # "X was received by Y, who, her staff said, brought up …"
    speakers = children(verb, "nsubj")
    if not speakers and verb.i > verb.sent.start and verb.nbor(-1).pos_ in ("NOUN", "PROPN"):
        speakers = [verb.nbor(-1)]  # glued by the parser to the name before the comma
    after = [child for child in verb.children if child.i > verb.i]
    barred = ("ccomp", "conj") if verb.lemma_ in ("quote", "cite") else _OWN_COMPLEMENT
    if not speakers or any(child.dep_ in barred for child in after):
        return False
    before = speakers[0].left_edge.i - 1
    while before > trigger.i and verb.doc[before].dep_ in (
        "compound",
        "poss",
        "case",
        "amod",
        "dobj",
        "nmod",
    ):
        before -= 1  # "Russia's state news agency TASS reported": the phrase may be split
    return before > trigger.i and verb.doc[before].text in (",", '"', "”")
