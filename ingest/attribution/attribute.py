"""Step 4, attribute: whose words an event stands in, through whom they came, and how firmly they were said.

The claimant is found by scope: from the event's trigger up the dependency tree, the first reporting verb or noun whose
complement holds the trigger gives the claimant, those further out are the chain of reporters. A text that names
nobody speaks in its own voice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from spacy.tokens import Token

from ingest import trace
from ingest.attribution.attitude import attitude_of
from ingest.attribution.consequence import foretold, is_harm
from ingest.attribution.hearsay import called_false
from ingest.attribution.mood import asks_for
from ingest.attribution.scope import voices_around
from ingest.attribution.speakers import claimants
from ingest.attribution.spine import spine
from ingest.attribution.stance import Attitude, combine
from ingest.attribution.unreal import hypothetical, only_thought_of, unknown
from ingest.attribution.voices import Voice, stance_of, voice_of
from ingest.events.mention import Mention
from ingest.language import lexicon
from ingest.language.carriers import package
from ingest.language.quotes import speaker_of_quote
from ingest.language.syntax import after_preposition, children, is_passive, is_verb, subjects
from ingest.language.text import Text
from ingest.language.transcript import turn_at
from ingest.model import Actor

_DRAWING = frozenset("draw prompt provoke spark earn attract trigger meet elicit invite".split())
_TAKING_UP = frozenset({"confirm", "acknowledge", "admit", "document", "announce"})

HEDGED_VERBS = {
    **dict.fromkeys(("believe", "think", "estimate", "assess", "expect", "suggest", "indicate"), "probable"),
    **dict.fromkeys(("suspect", "fear", "speculate", "hint"), "possible"),
}


@dataclass(frozen=True)
class Attribution:
    """One claimant's attitude to a mention. `claimant` None: the text's own voice. `cue`: the word that gives it."""

    claimant: Actor | None
    attitude: Attitude
    position: str | None = None
    reporters: tuple[Actor, ...] = ()
    cue: Token | None = None


def attribute(text: Text, mention: Mention) -> list[Attribution]:
    """Who claims the event of a mention; empty where the words make no claim (a condition, an unheard "would")."""
    trigger = mention.trigger
    trace.note(trigger, "attributing", mention.frame.type)
    attitude = attitude_of(trigger, enacted=mention.frame.enacted, adds=mention.bare)
    if attitude is None:
        trace.note(trigger, "silent", "a condition, a question or a doubt: it is not put forward")
        return []
    if hypothetical(trigger):
        trace.note(trigger, "silent", "only what would follow from it is told")
        return []
    if unknown(trigger):
        trace.note(trigger, "silent", "nobody says to know of it")
        return []
    if only_thought_of(trigger):
        trace.note(trigger, "silent", "it is only thought of")
        return []
    voices = voices_around(text, trigger)
    if voices is None:
        trace.note(trigger, "silent", "what governs it takes it out of the claim")
        return []
    if not voices:
        if asks(text, trigger):
            trace.note(trigger, "silent", "somebody asks for it")
            return []
        voices = speaking_in(text, trigger) or _told_beside(text, trigger)
    if (clause := foretold(trigger)) is not None and voices and is_harm(clause):
        attitude = combine(attitude, Attitude("warns"))
        trace.note(clause, "attitude", "what would come of it is bad: warns")
    elif clause is not None and clause == trigger.head and _is_occasion(text, mention):
        attitude = combine(attitude, Attitude("plans"))
        trace.note(clause, "attitude", "what it will bring is still to come: plans")
    voices = [_turning_away(mention, trigger, voice) for voice in voices]
    found = [
        *_of_what_is_false(trigger, voices),
        *_claims(attitude, voices),
        *_in_relative_clauses(text, trigger),
        *_drawn_from(text, trigger),
    ]
    if not found:
        trace.note(trigger, "silent", "“would” that nobody is said to have said, or an answer to itself")
    return found


def _is_occasion(text: Text, mention: Mention) -> bool:
    """Whether it is over once it has happened, as a visit or a meeting; not an agreement, which lasts."""
    recent = any(child.lower_ in ("recent", "last", "latest") for child in mention.trigger.children)
    return not recent and any(mention.frame.type in frame.occasion for frame in text.frames.all)


def _turning_away(mention: Mention, trigger: Token, voice: Voice) -> Voice:
    """ "Rejected the sanctions": who turns away a measure in force, or what others agreed, condemns it."""
    verb = voice.cue
    if voice.stance != "denies" or verb.lemma_.lower() not in lexicon.answering()["turning_away"]:
        return voice
    if package(trigger).head != verb or is_verb(trigger):
        return voice
    parties = {filler for _, filler in mention.roles}
    own = any(actor in parties for actor, _ in voice.speakers)
    others_deed = not own and not mention.frame.give_and_take
    return replace(voice, stance="condemns") if mention.frame.enacted or others_deed else voice


def _of_what_is_false(trigger: Token, voices: list[Voice]) -> list[Attribution]:
    """Who made the claim that is called false; he is taken from the voices, as he doesn't deny it."""
    noun = called_false(trigger)
    made = [voice for voice in voices if voice.cue == noun]
    voices[:] = [voice for voice in voices if voice.cue != noun]
    return [
        Attribution(actor, Attitude(voice.stance), position, (), voice.cue)
        for voice in made
        for actor, position in voice.speakers
    ]


def _drawn_from(text: Text, noun: Token) -> list[Attribution]:
    """ "The delivery drew criticism from X", "was met with praise by Y": claims of those who react."""
    verb = noun.head
    if (
        noun.dep_ not in ("nsubj", "nsubjpass")
        or verb.lemma_.lower() not in _DRAWING
        or children(verb, "neg")
    ):
        return []
    reactions = [*children(verb, "dobj"), *after_preposition(verb, "with")]
    return [
        Attribution(actor, Attitude(lexicon.reactions()[reaction.lemma_.lower()]), position, (), verb)
        for reaction in reactions
        if reaction.lemma_.lower() in lexicon.reactions()
        for prep in ("from", "by", "in")
        for speaker in {*after_preposition(reaction, prep), *after_preposition(verb, prep)}
        for actor, position in claimants(text, [speaker])
    ]


def _in_relative_clauses(text: Text, noun: Token) -> list[Attribution]:
    """ "A meeting which X denied", "the delivery to Y, which Z documented": claims beside the main one."""
    found: list[Attribution] = []
    for clause in _relative_clauses(text, noun):
        for verb in (clause, *children(clause, "conj")):
            stance = lexicon.reporting_verbs().get(verb.lemma_.lower(), "")
            taken_up = any(child.lower_ in ("which", "that") for child in children(clause, "dobj"))
            if stance not in ("denies", "condemns") and verb.lemma_.lower() not in _TAKING_UP:
                continue
            voice = voice_of(text, verb, stance) if taken_up and not children(verb, "neg") else None
            if voice is not None:
                said = Attitude(stance)
                trace.note(noun, "voice", "a relative clause takes it up", voice=voice)
                found.extend(Attribution(actor, said, place, (), verb) for actor, place in voice.speakers)
    return found


def _relative_clauses(text: Text, noun: Token) -> list[Token]:
    """The relative clauses of a noun, also where the parser hangs them on a party that it names last."""
    found = children(noun, "relcl")
    if is_verb(noun):
        return found
    for word in noun.doc[noun.i + 1 : noun.sent.end]:
        if word.dep_ == "relcl" and word.head.i > noun.i:
            return [*found, word] if word.head.i in text.names or word.head.dep_ == "appos" else found
        if word.tag_ in ("VBD", "VBZ", "VBP", "MD") and word.dep_ != "relcl" and word.head.dep_ != "relcl":
            return found
    return found


def _told_beside(text: Text, trigger: Token) -> list[Voice]:
    """Who tells an event that no voice reaches: who invites, or "a visit which X said would go ahead"."""
    if is_verb(trigger) and asks_for(trigger):
        asking = voice_of(text, trigger, "demands")
        return [asking] if asking is not None else []
    for governor, _ in spine(trigger):
        if governor.lemma_ == "invite" and not is_passive(governor) and subjects(governor):
            host = voice_of(text, governor, "asserts")
            return [host] if host is not None else []
    for clause in _relative_clauses(text, trigger):
        which = any(child.lower_ in ("which", "that") for child in children(clause, "dobj"))
        if (
            which
            and children(clause, "ccomp")
            and stance_of(clause) == "asserts"
            and not children(clause, "neg")
        ):
            voice = voice_of(text, clause, "asserts")
            return [voice] if voice is not None else []
    return []


def speaking_in(text: Text, token: Token) -> list[Voice]:
    """Who speaks the quotation or the turn of a transcript in which a word stands."""
    quoted = speaker_of_quote(text, token)
    spoken = voice_of(text, quoted, "asserts") if quoted is not None else None
    if spoken is None and (turn := turn_at(text.document, token.idx)) is not None:
        named = text.doc.char_span(turn.start, turn.end, alignment_mode="expand")
        speakers = claimants(text, [named[-1]]) if named is not None else ()
        if named is not None and speakers:
            spoken = Voice(speakers, "asserts", named[-1])
    if spoken is None:
        return []
    trace.note(token, "voice", "who speaks the words", voice=spoken)
    return [spoken]


def asks(text: Text, token: Token) -> bool:
    """Whether a word stands in a question of a transcript: of nobody in particular, or of an outlet."""
    turn = turn_at(text.document, token.idx)
    if turn is None or speaker_of_quote(text, token) is not None:
        return False
    return turn.asks or any(
        actor.kind in ("MediaOutlet", "Organization")
        for voice in speaking_in(text, token)
        for actor, _ in voice.speakers
    )


def _claims(attitude: Attitude, voices: list[Voice]) -> list[Attribution]:
    if not voices:
        if attitude.stance == "would":
            return []
        return [Attribution(None, attitude)]
    first, outer = voices[0], voices[1:]
    found: list[Attribution] = []
    reporters = list(first.to)
    for voice in outer:
        if voice.stance in ("denies", "condemns") and voice.cue.i != first.cue.i:
            said = _said(Attitude(), voice)
            if said is not None:
                found.extend(
                    Attribution(actor, said, position, (), voice.cue) for actor, position in voice.speakers
                )
        else:
            reporters.extend(
                actor for actor, _ in voice.speakers if actor.kind != "Person" or voice.stance == "asserts"
            )
    said = _said(attitude, first)
    if said is not None:
        for actor, position in first.speakers:
            chain = tuple(dict.fromkeys(each for each in reporters if each != actor))
            found.insert(0, Attribution(actor, said, position, chain, first.cue))
    return found


def _said(attitude: Attitude, voice: Voice) -> Attitude | None:
    """The event's attitude as this voice has it: "accuses" lends its own stance, "says" keeps the event's."""
    stance = attitude.stance
    lemma = voice.cue.lemma_.lower()
    if lemma in HEDGED_VERBS and voice.stance in ("asserts", "alleges"):
        attitude = attitude.hedged(HEDGED_VERBS[lemma])
    if voice.stance == "asserts":
        return replace(attitude, stance="plans" if stance == "would" else stance)
    if voice.stance == "denies":
        return None if stance == "denies" else replace(attitude, stance="denies", certainty="certain")
    if voice.stance == "alleges" and stance in ("plans", "predicts", "denies"):
        return attitude
    return replace(attitude, stance=voice.stance)


def answer(text: Text, verb: Token, stance: str) -> list[Attribution]:
    """Who answers what was just told, where `verb` takes it up ("denied this", "urged them to cease such acts")."""
    voice = voice_of(text, verb, stance)
    if voice is None:
        return []
    outer = voices_around(text, verb) or []
    return _claims(Attitude(), [voice, *outer])


def predicate(text: Text, verb: Token, stance: str) -> list[Attribution]:
    """Who says what `verb` says of what was just told ("this is a lie", "there was no such deal")."""
    voices = voices_around(text, verb)
    if voices is None:
        return []
    voices = voices or speaking_in(text, verb)
    if not voices:
        return [Attribution(None, Attitude(stance))]
    nearest = replace(voices[0], stance="asserts", cue=verb)
    return _claims(Attitude(stance), [nearest, *voices[1:]])
