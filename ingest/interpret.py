"""Steps 2–6 of an article's life in their order: from a document to the claims that it holds. Pure."""

from __future__ import annotations

from dataclasses import replace

from ingest import gather, happenings
from ingest.answers import answers
from ingest.attributed import Attributed
from ingest.attribution.attribute import Attribution, attribute
from ingest.dating.attach import date_event, date_statement, is_foreseen
from ingest.dating.inherit import inherit
from ingest.denials import with_deniers
from ingest.events import find as events
from ingest.events.frames import Frames
from ingest.events.mention import Mention
from ingest.language.text import Text, understand
from ingest.linking.delegations import register_delegations
from ingest.model import Actor, Document, Reading
from ingest.passages import passage
from ontology.authority import Authority, load


def interpret(
    document: Document,
    authority: Authority | None = None,
    model: str | None = None,
    known: Frames | None = None,
) -> Reading:
    """Read a document's claims. The same document, authority, model and frames give the same claims."""
    text = understand(document, authority or load(), model, known)
    register_delegations(text)
    found = [attributed for mention in events.find(text) for attributed in _attributed(text, mention)]
    found.extend(answers(text, found))
    own_voice = document.agency or document.publisher
    return Reading(document, gather.claims(text, inherit(text, happenings.group(text, found)), own_voice))


def _attributed(text: Text, mention: Mention) -> list[Attributed]:
    said = attribute(text, mention)
    denied = with_deniers(text, mention, said)
    return [_dated(text, denied if each.attitude.stance == "denies" else mention, each) for each in said]


def _dated(text: Text, mention: Mention, attribution: Attribution) -> Attributed:
    stance, enacted = attribution.attitude.stance, mention.frame.enacted
    when = date_event(text, mention.trigger, stance, attribution.cue, mention.focus, enacted)
    if when is not None and is_foreseen(text, mention.trigger, stance, when):
        attribution = replace(attribution, attitude=replace(attribution.attitude, stance="plans"))
    stated = date_statement(text, attribution.cue)
    if when is None and enacted and stance == "asserts" and _is_own_deed(mention, attribution):
        when = stated  # "announced on Thursday that it had blacklisted X"
    return Attributed(mention, attribution, when, stated, passage(mention.trigger))


def _is_own_deed(mention: Mention, attribution: Attribution) -> bool:
    """Whether the claimant speaks of what he, or his state, has done."""
    claimant = attribution.claimant
    if claimant is None:
        return False
    doers = [filler for role, filler in mention.roles if role not in mention.frame.main]
    own = {claimant.iri, claimant.affiliation} - {None}
    return any(
        each == claimant or own & {each.iri, each.affiliation} for each in doers if isinstance(each, Actor)
    )
