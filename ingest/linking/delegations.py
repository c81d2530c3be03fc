"""Delegations in a text: who sent them, who heads them, and which mentions mean the same one."""

from __future__ import annotations

from spacy.tokens import Token

from ingest.language import lexicon
from ingest.language.syntax import after_preposition, by_agents, children
from ingest.language.text import Text
from ingest.linking.phrases import phrase
from ingest.linking.referents import person_of, referents
from ingest.linking.states import actor_of, state_beside
from ingest.model import Actor, Delegation


def register_delegations(text: Text) -> None:
    """Find the delegations of a text, so that each of its nouns means the same one from its first mention on."""
    for token in text.doc:
        named = token.lemma_.lower() in lexicon.nouns()["delegation"] and token.pos_ in ("NOUN", "PROPN")
        if named and text.sentence_role(token) != "headline":
            _register(text, token)


def _register(text: Text, token: Token) -> None:
    """A later mention with the same sender, or with none, is the same delegation."""
    sender = state_beside(text, token)
    head = _leader(text, token)
    for index in sorted(text.delegations, reverse=True):
        known = text.delegations[index]
        same_sender = sender is None or (known.sent_by is not None and known.sent_by.iri == sender.iri)
        same_head = head is None or known.headed_by is None or known.headed_by == head
        indefinite = any(child.lower_ in ("a", "an", "another") for child in token.children)
        if (
            index < token.i
            and same_sender
            and same_head
            and not (indefinite and (head is None or sender is None))
        ):
            merged = Delegation(known.label, known.sent_by, known.headed_by or head, known.members)
            for other, value in list(text.delegations.items()):
                if value == known:
                    text.delegations[other] = merged
            text.delegations[token.i] = merged
            return
    sent_by = actor_of(sender) if sender is not None else _organization(text, token)
    if sent_by is None and head is not None and head.affiliation is not None:
        state = text.entry(head.affiliation)
        sent_by = actor_of(state) if state is not None else None
    text.delegations[token.i] = Delegation(_label(token, sent_by), sent_by, head, ())


def _organization(text: Text, token: Token) -> Actor | None:
    """The international organization that sent it: "a delegation from the union"."""
    for noun in (*after_preposition(token, "of"), *after_preposition(token, "from")):
        for found in referents(text, noun, "actor"):
            if isinstance(found, Actor) and found.kind == "InternationalOrganization":
                return found
    return None


def _label(token: Token, sent_by: Actor | None) -> str:
    label = phrase(token)
    return label if sent_by is None or len(label.split()) > 1 else f"{sent_by.label} {label}"


def _leader(text: Text, token: Token) -> Actor | None:
    """Who leads: "headed by X", "led by X", "X at the head of a delegation", "X is leading the delegation"."""
    within = [token, *after_preposition(token, "of"), *after_preposition(token, "from")]
    for clause in (clause for noun in within for clause in children(noun, "acl", "relcl")):
        if clause.lemma_.lower() in ("lead", "head"):
            for agent in by_agents(clause):
                if (person := person_of(text, agent)) is not None:
                    return person
    verb = token.head
    if token.dep_ == "dobj" and verb.lemma_.lower() in ("lead", "head"):
        for subject in children(verb, "nsubj"):
            if (person := person_of(text, subject)) is not None:
                return person
    return None
