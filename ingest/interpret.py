"""Steps 2–6 of an article's life in their order: from a document to the claims that it holds. Pure."""

from __future__ import annotations

from dataclasses import replace

from ingest import gather
from ingest.attribution.attribute import attribute, deny, is_anaphoric_denial
from ingest.dating.attach import date_event, date_statement
from ingest.events import find as events
from ingest.events.find import Mention
from ingest.gather import Attributed
from ingest.language.text import Text, understand
from ingest.linking.delegations import register_delegations
from ingest.linking.persons import sentences_between
from ingest.model import Document, Passage, Reading
from ontology.authority import Authority, load


def interpret(document: Document, authority: Authority | None = None, model: str | None = None) -> Reading:
    """Read a document's claims. The same document, authority and model give the same claims."""
    text = understand(document, authority or load(), model)
    register_delegations(text)
    found = [attributed for mention in events.find(text) for attributed in _attributed(text, mention)]
    found.extend(_denials(text, found))
    own_voice = document.agency or document.publisher
    return Reading(document, gather.claims(text, gather.group(text, found), own_voice))


def _denials(text: Text, found: list[Attributed]) -> list[Attributed]:
    """ "X denied this", "Y dismissed the report": a denial of the event told last before it."""
    denials: list[Attributed] = []
    for verb in text.doc:
        if not is_anaphoric_denial(verb):
            continue
        earlier = [each for each in found if each.mention.trigger.i < verb.i and not each.mention.bare]
        if not earlier:
            continue
        last = max(earlier, key=lambda each: each.mention.trigger.i)
        if sentences_between(last.mention.trigger, verb) > 2:
            continue
        mention = replace(last.mention, trigger=verb)
        denials.extend(
            Attributed(mention, attribution, last.date, date_statement(text, verb), _passage(text, mention))
            for attribution in deny(text, verb)
            if attribution.claimant != last.attribution.claimant
        )
    return denials


def _attributed(text: Text, mention: Mention) -> list[Attributed]:
    return [
        Attributed(
            mention,
            attribution,
            date_event(text, mention.trigger, attribution.attitude.stance, attribution.cue, mention.focus),
            date_statement(text, attribution.cue),
            _passage(text, mention),
        )
        for attribution in attribute(text, mention)
    ]


def _passage(text: Text, mention: Mention) -> Passage:
    """The sentence of the trigger, without the white space around it."""
    sentence = mention.trigger.sent
    raw = sentence.text
    start = sentence.start_char + len(raw) - len(raw.lstrip())
    exact = raw.strip()
    return Passage(start, start + len(exact), exact)
