"""In whose words a trigger stands: the reporting verbs and nouns in whose complements it is, and the asides around it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from spacy.tokens import Token

from ingest import trace
from ingest.attribution.asides import aside
from ingest.attribution.consequence import foretold
from ingest.attribution.speakers import claimants, told_to
from ingest.attribution.spine import first_conjunct, spine
from ingest.attribution.tags import closing_tag, speakers_of
from ingest.attribution.voices import CALLING, Voice, calling_stance, stance_of, voice_of
from ingest.language import lexicon
from ingest.language.clause_repairs import VEHICLES
from ingest.language.syntax import after_preposition, by_agents, children, is_infinitive, is_passive, is_verb
from ingest.language.text import Text

_COMPLEMENTS = frozenset({"ccomp", "xcomp", "acl", "relcl", "pcomp", "advcl", "dep", "oprd"})
_FEELINGS = {
    **dict.fromkeys(
        "concern alarm outrage dismay regret anger indignation condemnation displeasure".split(), "condemns"
    ),
    **dict.fromkeys("gratitude thanks appreciation satisfaction".split(), "asserts"),
}
_SPEAKING_OF = {
    **dict.fromkeys(("thank", "praise", "commend", "congratulate"), ("for", "on")),
    **dict.fromkeys(("brief", "inform", "tell"), ("on", "about", "of")),
    **dict.fromkeys(("speak", "boast"), ("of", "about")),
    **dict.fromkeys(("quote", "cite"), ("as",)),
}
"""Verbs that take up something done after a preposition: "thanked X for the help", "briefed X on the talks"."""
_ENDS = frozenset({"end", "halt", "stop", "freeze", "suspension", "cancellation"})
_FALSE_AS = CALLING | {"reject", "denounce", "condemn"}
_RESOLVES = frozenset({"decision", "commitment", "promise", "pledge", "offer", "plan", "vow", "step"})
_GOING_ON = frozenset("go proceed press push move continue carry forge".split())
"""Verbs that go on with something: "warned them against going ahead with the agreement"."""
_REPORTING = frozenset("announce report reveal disclose show mention note recall".split())
_ADMITTING = frozenset({"admit", "acknowledge", "confirm", "report", "announce", "mention", "recall"})
"""Verbs that assert what a gerund after them says: "admitted supplying X"."""


@cache
def _taking_an_event() -> frozenset[str]:
    """Verbs whose object may be the event itself: "confirmed the delivery", "welcomed the visit"."""
    words = lexicon.answering()
    return words["approving"] | words["confirming"] | _REPORTING


def voices_around(text: Text, trigger: Token) -> list[Voice] | None:
    """The voices in whose scope a trigger stands, the nearest first; None where a governor silences it."""
    voices: list[Voice] = []
    told = {trigger.i, *(word.i for pair in spine(trigger) for word in pair)}
    if (clause := foretold(trigger)) is not None and stance_of(clause.head) == "warns":
        told.add(clause.i)  # "warned that the deliveries could …"
    bearers: set[int] = set()
    node = trigger
    while True:
        if (beside := aside(text, node)) is not None and not beside.cue.is_ancestor(trigger):
            voices.append(beside)
            trace.note(trigger, "voice", "an aside", voice=beside)
        link = first_conjunct(node)
        if link.i != node.i:
            if node.i in told:
                told.add(link.i)
            if (beside := aside(text, link)) is not None:
                voices.append(beside)
                trace.note(trigger, "voice", "an aside of the verb before", voice=beside)
        head = link.head
        if head.i == link.i:
            break
        if _silenced(link, head) and node.i not in bearers:
            return None
        if link.dep_ in ("relcl", "acl") and head.lemma_ in VEHICLES:
            bearers.add(head.i)  # "seized a ship that was carrying …": what the clause tells did happen
        voice = _voice(text, link, head, link.dep_)
        if voice is not None:
            if link.i in told and voice.cue.dep_ in ("acl", "relcl"):
                told.add(voice.cue.i)  # "a report accusing X of …": to reject it is to deny that
            voices.append(voice if link.i in told else replace(voice, stance="asserts"))
            trace.note(trigger, "voice", "it stands in what is said", voice=voices[-1])
        if link.i in told and _carries_on(link, head):
            told.add(head.i)
        node = head
    tag = closing_tag(text, trigger)
    if tag is not None and all(voice.cue.i != tag.verb.i for voice in voices):
        spoken = voice_of(text, tag.verb, stance_of(tag.verb)) if children(tag.verb, "nsubj") else None
        if spoken is None and (named := claimants(text, speakers_of(tag))):
            spoken = Voice(named, stance_of(tag.verb), tag.verb, told_to(text, tag.verb))
        if spoken is not None:
            voices.append(spoken)
            trace.note(trigger, "voice", "the tag at the end of the sentence", voice=spoken)
    return [
        *(each for each in voices if not _passes_on(each.cue)),
        *(each for each in voices if _passes_on(each.cue)),
    ]


def _passes_on(verb: Token) -> bool:
    """ "…, as cited by Agerpres", "…, as Interfax reported": who passes on what another is given as saying."""
    return verb.dep_ == "advcl" and any(child.lower_ == "as" for child in children(verb, "mark", "advmod"))


def _carries_on(link: Token, head: Token) -> bool:
    """Whether what is said of `head` is said of the event below it: "a report that …", "to stop the transfers"."""
    if head.pos_ == "NOUN" and link.dep_ in ("acl", "relcl") and is_infinitive(link):
        return True  # "the decision to send tanks"
    if head.pos_ == "NOUN" and link.dep_ in ("acl", "ccomp", "relcl"):
        return head.lemma_.lower() in {*lexicon.reporting_nouns(), *lexicon.answering()["said"]}
    if head.lower_ == "under" and head.head.lemma_ in ("place", "put"):
        return True  # "urging X to place Y under sanctions"
    if link.lower_ == "under" and head.lemma_ in ("place", "put"):
        return True
    if head.lower_ == "as" and link.dep_ == "pobj" and head.head.lemma_.lower() in _FALSE_AS:
        return True
    if head.lower_ in ("of", "for", "about", "against", "over", "by") and link.dep_ in ("pobj", "pcomp"):
        return True
    if link.dep_ == "pobj":
        ends = head.lower_ in ("to", "of") and head.head.lemma_.lower() in _ENDS  # "an end to the deliveries"
        said = head.head.lemma_.lower() in lexicon.answering()["said"]  # "statements on the transfers"
        return (
            ends
            or (head.lower_ == "with" and head.head.lemma_.lower() in _GOING_ON)
            or (head.lower_ in ("on", "concerning", "regarding") and said)
        )
    if link.dep_ == "prep" and head.lemma_.lower() in _ENDS | _GOING_ON:
        return True
    if link.dep_ == "prep" and head.pos_ == "NOUN" and link.lower_ != "by":
        return head.lemma_.lower() in lexicon.answering()["said"]
    if not is_verb(head):
        return False
    if link.dep_ == "advcl" and is_infinitive(link):
        return True
    if link.dep_ == "attr":
        return bool(children(head, "expl"))  # "that there had been any such shipment"
    if link.dep_ == "dobj" and head.lemma_ in ("make", "take") and link.lemma_.lower() in _RESOLVES:
        return True  # "has made a decision to send tanks"
    ending = lexicon.preventing_verbs() | lexicon.ending_verbs() | lexicon.answering()["ending"]
    return link.dep_ == "dobj" and head.lemma_.lower() in ending


def _silenced(link: Token, head: Token) -> bool:
    """Whether a governor keeps the words from being a claim: "could not confirm that …", "bans exports of …"."""
    if not is_verb(head) or link.dep_ not in ("ccomp", "dobj", "xcomp", "nsubjpass"):
        return False
    lemma = head.lemma_.lower()
    if lemma == "rule" and _is_ruled_out(link, head):
        return False
    if lemma in lexicon.preventing_verbs():
        demanded = (
            head.dep_ == "xcomp" and lexicon.reporting_verbs().get(head.head.lemma_.lower()) == "demands"
        )
        return link.dep_ in ("dobj", "nsubjpass") and not demanded
    undecided = any(word.lower_ in ("neither", "nor") for word in head.sent if word.head in (head, head.head))
    declined = head.dep_ == "xcomp" and lexicon.raising().get(head.head.lemma_.lower(), "")[:1] == ("denies",)
    unsaid = declined or bool(children(head, "neg")) or (undecided and lemma in ("confirm", "deny"))
    return unsaid and lemma in lexicon.reporting_verbs() and link.dep_ != "xcomp"


def _is_ruled_out(link: Token, head: Token) -> bool:
    """ "Ruled out sending tanks": who rules it out denies it."""
    out = any(child.lower_ == "out" for child in head.children)
    return out and not children(head, "neg") and link.dep_ in ("dobj", "xcomp", "advcl", "pcomp")


def _voice(text: Text, link: Token, head: Token, dep: str) -> Voice | None:
    """The voice in whose scope `link` stands as a complement of `head`."""
    lemma = head.lemma_.lower()
    if dep in ("pobj", "pcomp") and head.dep_ in ("prep", "agent") and head.lower_ != "by":
        return _prepositional_voice(text, head)
    if lemma == "rule" and _is_ruled_out(link, head):
        return voice_of(text, head, "denies")
    if is_verb(head) and dep == "dobj" and lemma in CALLING:
        stance = calling_stance(head, link)
        if lemma == "dismiss" and not children(head, "prep"):
            stance = stance or "denies"  # "dismissed reports that …"
        return voice_of(text, head, stance) if stance else None
    if is_verb(head) and lemma in lexicon.reporting_verbs():
        stance = lexicon.reporting_verbs()[lemma]
        if dep not in _COMPLEMENTS | {"dobj", "nsubjpass"} or dep in ("relcl", "advcl", "acl"):
            return None
        if dep in ("dobj", "nsubjpass") and stance == "asserts" and lemma not in _taking_an_event():
            return None
        if dep in ("dobj", "nsubjpass") and stance in ("plans", "predicts", "questions"):
            return None
        admits = link.tag_ == "VBG" and lemma in _ADMITTING
        if (
            dep == "xcomp"
            and stance in ("asserts", "alleges", "predicts", "plans")
            and lemma != "claim"
            and not admits
        ):
            return None
        if children(head, "neg") or (is_passive(head) and not by_agents(head)):
            return None
        return voice_of(text, head, stance)
    if head.pos_ == "NOUN" and dep in ("acl", "ccomp", "relcl") and lemma in lexicon.reporting_nouns():
        if not any(child.lower_ == "that" and child.dep_ == "mark" for child in link.children):
            return None
        owners = [
            *children(head, "poss"),
            *(each for prep in ("by", "from", "in") for each in after_preposition(head, prep)),
        ]
        speakers = claimants(text, owners)
        return Voice(speakers, lexicon.reporting_nouns()[lemma], head) if speakers else None
    return None


def _prepositional_voice(text: Text, prep: Token) -> Voice | None:
    """ "Accuses X of …", "condemned X for …", "warned against …", "called for …", "according to"."""
    verb = prep.head
    lemma = verb.lemma_.lower()
    if lemma in _FEELINGS and verb.dep_ == "dobj" and verb.head.lemma_ in ("express", "voice", "convey"):
        return voice_of(text, verb.head, _FEELINGS[lemma])  # "expressed deep concern over …"
    felt = next((noun.lemma_ for noun in children(verb, "dobj") if noun.lemma_ in _FEELINGS), None)
    if felt is not None and lemma in ("express", "voice", "convey") and not children(verb, "neg"):
        return voice_of(text, verb, _FEELINGS[felt])
    if not is_verb(verb) or lemma not in lexicon.reporting_verbs() or children(verb, "neg"):
        return None
    stance = lexicon.reporting_verbs()[lemma]
    if prep.lower_ == "as" and lemma in _FALSE_AS:
        false = any(word.lemma_.lower() in lexicon.words_for_false() for word in prep.subtree)
        return voice_of(text, verb, "denies") if false else None  # "dismissed as baseless claims that …"
    if prep.lower_ in _SPEAKING_OF.get(lemma, ()):
        return voice_of(text, verb, stance)
    allowed = {
        "alleges": ("of", "over", "for"),
        "condemns": ("for", "over", "of", "against", "at"),
        "warns": ("against", "of", "about", "over"),
        "demands": ("for", "on", "against"),
        "denies": ("of",),
    }
    if prep.lower_ not in allowed.get(stance, ()) or (is_passive(verb) and not by_agents(verb)):
        return None
    if lemma == "call" and prep.lower_ != "for":
        return None
    return voice_of(text, verb, stance)
