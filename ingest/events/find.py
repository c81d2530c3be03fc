"""Step 3, events: where the text tells an event of a frame, and who fills its roles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.tokens import Token

from ingest import trace
from ingest.events import exchange, implied
from ingest.events.apart import apart
from ingest.events.conditions import (
    conditions_hold,
    has_main,
    is_abroad,
    is_again,
    is_at_home,
    is_earlier,
    is_gathering,
    is_generic,
    occasion_of,
    points_back,
    takes_up_goods,
    takes_up_object,
)
from ingest.events.counted import with_counted
from ingest.events.frames import Frame, Trigger
from ingest.events.guests import names_one_side
from ingest.events.lists import with_listed
from ingest.events.mention import Mention
from ingest.events.quantities import quantity_of
from ingest.events.roles import fill
from ingest.events.sides import by_maker
from ingest.events.words import kept_words
from ingest.language.arguments import arguments
from ingest.language.syntax import SUBJECTS, children, is_passive, is_verb
from ingest.language.text import Text
from ingest.model import Actor, Filler

_HOLDING = frozenset({"hold", "pay", "make"})


def find(text: Text) -> list[Mention]:
    """Every mention of an event, in the order of the text."""
    found: list[Mention] = []
    words = [token for token in text.doc if token.pos_ in ("VERB", "NOUN", "PROPN", "AUX")]
    for token in sorted(words, key=lambda token: (not is_verb(token), token.i)):
        for frame, triggers in text.frames.by_lemma.get((token.lemma_.lower(), is_verb(token)), ()):
            for trigger in triggers:
                trace.note(token, "tried", frame=frame, trigger=trigger)
                mention = _match(text, frame, trigger, token, found)
                if mention is not None and not _told_by_verb(mention, found):
                    found.extend(apart(text, mention))
                    break
    ordered = sorted(
        (each for each in found if not _only_frames(each, found)), key=lambda mention: mention.trigger.i
    )
    completed = implied.complete(text, ordered)
    _note_added(ordered, completed, "left out, and told of what it is about")
    completed = [
        each
        for each in completed
        if not (each.inherits or (each.lacking and not each.bare)) or has_main(each.frame, each.roles)
    ]
    answered = exchange.complete(text, completed)
    _note_added(completed, answered, "left out, and told of what it is in exchange for")
    return answered


def _note_added(before: Iterable[Mention], after: Iterable[Mention], why: str) -> None:
    for one, other in zip(before, after, strict=True):
        trace.added(other.trigger, one.roles, other.roles, why)


def _told_by_verb(mention: Mention, found: list[Mention]) -> bool:
    """Whether a noun only completes a verb that tells the same event: "gave advice", "sent a shipment"."""
    noun = mention.trigger
    told = any(
        other.frame is mention.frame and not is_verb(noun) and _completes(noun, other.trigger)
        for other in found
    )
    return told and not trace.refused(noun, "the verb that it belongs to tells the event", noun.head)


def _only_frames(mention: Mention, found: list[Mention]) -> bool:
    """Whether what two agree to do is an event of its own: "agreed to supply tanks", "agreed to hold a summit"."""
    if mention.trigger.lemma_ != "agree":
        return False
    deeds = children(mention.trigger, "xcomp")
    deeds += [noun for verb in deeds if verb.lemma_ in _HOLDING for noun in children(verb, "dobj")]
    told = any(other.trigger in deeds and other.frame is not mention.frame for other in found)
    return told and not trace.refused(mention.trigger, "what they agree to do is told")


def _is_signed(verb: Token) -> bool:
    """ "Several memoranda were signed": by those who met, if that is told; not "no contract was signed"."""
    things = children(verb, "nsubjpass")
    return is_passive(verb) and not any(child.lower_ == "no" for each in things for child in each.children)


def _completes(noun: Token, verb: Token) -> bool:
    if verb.dep_ == "conj" and noun.head == verb.head and is_passive(verb) and noun.dep_ in SUBJECTS:
        return True  # "the treaty is ready, and will be signed in March"
    return noun.head == verb and noun.dep_ in ("dobj", "nsubjpass")


def _match(
    text: Text, frame: Frame, trigger: Trigger, token: Token, before: Sequence[Mention]
) -> Mention | None:
    if not conditions_hold(text, frame, trigger, token):
        return None
    filled = fill(text, frame, trigger, token)
    sides = by_maker(text, frame, filled.roles) if trigger.by_maker else filled.roles
    trace.added(token, filled.roles, sides, "`by_maker`: who makes such goods sells them")
    roles = with_counted(text, frame, token, with_listed(text, frame, token, sides))
    trace.added(token, sides, roles, "in the list after the sentence")
    complete = all(any(name == need for name, _ in roles) for need in frame.needs) and (
        has_main(frame, roles) or (trigger.collective and bool(roles) and is_gathering(text, token))
    )
    told_roles = [name for name, _ in roles]
    lacks = [
        need
        for need in sorted(trigger.needs_roles)
        if told_roles.count(need) < max(frame.main.count(need), 1)
    ]
    if lacks and (
        roles or trigger.verbal or trigger.by_maker or not points_back(token)
    ):  # "condemned the new measures"
        trace.refused(token, "nobody fills a role that this trigger needs", lacks)
        return None
    if trigger.abroad and not is_abroad(text, frame, roles):
        trace.refused(token, "it is not known that they are of different countries")
        return None
    if is_at_home(text, frame, roles):
        trace.refused(token, "they only go home")
        return None
    occasion = None if complete or not trigger.occasion else occasion_of(trigger.occasion, token, before)
    told = any(role in frame.main for role, _ in roles)
    again = is_again(token) if frame.give_and_take else is_earlier(token)
    inherits = (
        bool(frame.give_and_take)
        and not told
        and not trigger.verbal
        and (again or bool(arguments(token, "contents")))
    )
    if frame.enacted and roles and not told and not trigger.verbal and not points_back(token):
        inherits = True  # "has threatened new sanctions", after those on whom were told
    one_sided = told and bool(frame.give_and_take) and len({role for role, _ in roles} & set(frame.main)) == 1
    bare = (
        trigger.bare
        or (one_sided and is_generic(token))
        or (not complete and (points_back(token) if not trigger.verbal else told and takes_up_goods(token)))
    )
    here = trigger.here if told and all(name != trigger.here for name, _ in roles) else ""
    bare = bare and not inherits
    lacking = not complete and not bare and trigger.verbal and bool(frame.implied_by)
    lacking = lacking and not frame.give_and_take
    lacking = lacking and (told or takes_up_object(token) or (bool(frame.occasion) and _is_signed(token)))
    lacking = lacking or (not (complete or bare) and names_one_side(frame, token, roles))
    if one_sided and not _is_somebody(frame, roles):
        trace.refused(token, "its only side is nobody in particular")
        return None
    if not (complete or bare or occasion is not None or lacking or inherits or here):
        named = {name for name, _ in roles}
        open_ = [role for role in (*frame.needs, *frame.main) if role not in named]
        trace.refused(token, "nobody fills a main role", list(dict.fromkeys(open_)) or list(frame.main))
        return None
    theme = _theme(frame, trigger, token)
    texts = kept_words(text, frame, trigger, token)
    counted = [argument for label in trigger.quantity for argument in arguments(token, label)]
    amount = quantity_of(text, [*filled.amounts, *counted])
    mention = Mention(
        frame,
        token,
        tuple(roles),
        texts,
        amount,
        filled.assumed,
        part_of=occasion,
        again=again,
        inherits=inherits,
        bare=bare,
        theme=theme,
        lacking=lacking,
        strange=filled.strange,
        here=here,
    )
    trace.note(token, "told", "points back" if bare else "in full" if complete else "in part", frame=frame)
    return mention


def _is_somebody(frame: Frame, roles: Sequence[tuple[str, Filler]]) -> bool:
    """Whether a side is named, or its country: "non-state groups" might be any."""
    sides = [filler for role, filler in roles if role in frame.main]
    return any(
        not isinstance(each, Actor) or each.iri or each.affiliation or each.label.istitle() for each in sides
    )


_ANY_HELP = frozenset("assistance aid support help cooperation".split())


def _theme(frame: Frame, trigger: Trigger, token: Token) -> str:
    """The kind of help, where the frame asks for a theme and the text tells more than that it is help."""
    themes = [
        argument.lemma_.lower()
        for label in trigger.theme
        for argument in arguments(token, label)
        if argument.lemma_.lower() in frame.theme_nouns
    ]
    return next((theme for theme in themes if theme not in _ANY_HELP), "")
