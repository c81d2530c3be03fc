"""Step 4, attribute: whose words an event stands in, through whom they came, and how firmly they were said.

The claimant is found by scope: from the event's trigger up the dependency tree, the first reporting verb or noun whose
complement holds the trigger gives the claimant, those further out are the chain of reporters. A text that names
nobody speaks in its own voice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Token

from ingest import lexicon
from ingest.events import Mention
from ingest.linking.phrases import phrase
from ingest.linking.referents import referents
from ingest.linking.states import state_beside
from ingest.model import Actor, Delegation
from ingest.quotes import speaker_of_quote
from ingest.syntax import after_preposition, by_agents, carrier, children, is_passive, is_verb, subjects
from ingest.text import Text

_COMPLEMENTS = frozenset({"ccomp", "xcomp", "acl", "relcl", "pcomp", "advcl", "dep", "oprd"})
_STRENGTH = {"certain": 3, "probable": 2, "possible": 1}
_HEDGED_VERBS = {
    **dict.fromkeys(("believe", "think", "estimate", "assess", "expect", "suggest", "indicate"), "probable"),
    **dict.fromkeys(("suspect", "fear", "speculate", "hint"), "possible"),
}


@dataclass(frozen=True)
class Attitude:
    """How an event is put forward: the stance and how sure it sounds."""

    stance: str = "asserts"
    certainty: str = "certain"

    def hedged(self, certainty: str) -> Attitude:
        """The same, at most as sure as `certainty`."""
        weaker = min(self.certainty, certainty, key=lambda each: _STRENGTH[each])
        return replace(self, certainty=weaker)


@dataclass(frozen=True)
class Attribution:
    """One claimant's attitude to a mention. `claimant` None: the text's own voice. `cue`: the word that gives it."""

    claimant: Actor | None
    attitude: Attitude
    position: str | None = None
    reporters: tuple[Actor, ...] = ()
    cue: Token | None = None


@dataclass(frozen=True)
class _Voice:
    speakers: tuple[tuple[Actor, str | None], ...]
    stance: str
    cue: Token
    to: tuple[Actor, ...] = ()


def attribute(text: Text, mention: Mention) -> list[Attribution]:
    """Who claims the event of a mention; empty where the words make no claim (a condition, an unheard "would")."""
    attitude = _attitude(mention.trigger)
    if attitude is None or _hypothetical(mention.trigger):
        return []
    voices = None if _only_thought_of(mention.trigger) else _voices(text, mention.trigger)
    if voices is None:
        return []
    if not voices:
        quoted = speaker_of_quote(text, mention.trigger)
        if quoted is not None and (spoken := _spoken(text, quoted, _stance_of(quoted))) is not None:
            voices.append(replace(spoken, stance="asserts"))
    return _claims(attitude, voices)


def _attitude(trigger: Token) -> Attitude | None:
    """How real the event is made by the trigger and by the verbs that carry or govern it; None: it is no claim."""
    attitude = _own_attitude(trigger)
    if attitude is not None and _called_false(trigger):
        attitude = replace(attitude, stance="denies", certainty="certain")
    if attitude is not None and _under_talks(trigger):
        attitude = _combine(attitude, Attitude("plans"))
    for governor, below in _spine(trigger):
        if attitude is None:
            return None
        if governor.dep_ != "prep" and governor is not below:
            outer = _raised(below, governor)
            if outer is None and not (
                is_verb(governor) and governor.lemma_.lower() in lexicon.reporting_verbs()
            ):
                outer = _own_attitude(governor)
                attitude = _combine(attitude, outer) if outer is not None else None
            elif outer is not None:
                attitude = _combine(attitude, outer)
    return attitude


def _under_talks(verb: Token) -> bool:
    """ "In talks about buying …": what is talked about is not yet done."""
    prep = verb.head
    if verb.dep_ != "pcomp" or prep.lower_ not in ("about", "on", "over", "of"):
        return False
    around = [prep.head, *(pobj for child in children(prep.head, "prep") for pobj in children(child, "pobj"))]
    return any(word.lemma_ in ("talk", "negotiation", "possibility", "plan", "discussion") for word in around)


def _only_thought_of(verb: Token) -> bool:
    """ "A policy of not supplying …", "the risk of …": the gerund names a thought, not something done."""
    prep = verb.head
    if verb.dep_ != "pcomp" or prep.lower_ != "of" or prep.head.pos_ != "NOUN":
        return False
    return prep.head.lemma_.lower() not in lexicon.reporting_nouns()


def _hypothetical(noun: Token) -> bool:
    """Whether only the consequences of an event are spoken of: "an arms deal would break sanctions"."""
    verb = noun.head
    if is_verb(noun) or noun.dep_ not in ("nsubj", "nsubjpass") or not is_verb(verb):
        return False
    definite = any(
        child.dep_ == "poss" or child.lower_ in ("the", "this", "these") for child in noun.children
    )
    unreal = any(
        child.lemma_.lower() in ("would", "could", "might", "should") for child in children(verb, "aux")
    )
    return unreal and not definite


def _called_false(trigger: Token) -> bool:
    """Whether the report that holds the event is called false: "reports that … were without foundation"."""
    for noun in trigger.ancestors:
        if noun.lemma_.lower() in lexicon.reporting_nouns() and noun.dep_ in ("nsubj", "nsubjpass"):
            predicate = [word for word in noun.head.subtree if word.i > noun.head.i]
            if noun.head.lemma_ == "be" and any(
                word.lemma_.lower() in lexicon.words_for_false() for word in predicate
            ):
                return True
    return False


_WHAT_WAS_SAID = frozenset(
    (
        "this",
        "that",
        "it",
        "claim",
        "report",
        "allegation",
        "accusation",
        "charge",
        "assertion",
        "suggestion",
        "rumor",
    )
)


def is_anaphoric_denial(verb: Token) -> bool:
    """Whether a verb denies what was said before, without a clause of its own: "denied this"."""
    if not is_verb(verb) or lexicon.reporting_verbs().get(verb.lemma_.lower()) != "denies":
        return False
    objects_ = children(verb, "dobj")
    plain = [
        token
        for token in objects_
        if token.lemma_.lower() in _WHAT_WAS_SAID or token.lower_ in _WHAT_WAS_SAID
    ]
    return (
        bool(plain)
        and not children(verb, "ccomp", "xcomp")
        and not children(plain[0], "acl", "relcl", "ccomp")
    )


def deny(text: Text, verb: Token) -> list[Attribution]:
    """Who denies what was just told, where `verb` is "denied this", "dismissed the report"."""
    voice = _spoken(text, verb, "denies")
    if voice is None or children(verb, "neg"):
        return []
    outer = _voices(text, verb) or []
    return _claims(Attitude(), [voice, *outer])


def _spine(trigger: Token) -> Iterator[tuple[Token, Token]]:
    """The words that carry or govern the event as one predicate, from the inside: (governor, what it governs)."""
    node = trigger
    if not is_verb(trigger):
        carried = carrier(trigger)
        if carried is None:
            return
        yield carried, trigger
        node = carried
    while True:
        link = first_conjunct(node)
        head = link.head
        if head.i == link.i:
            return
        if link.dep_ in ("xcomp", "oprd", "acomp") or (link.dep_ == "acl" and _is_infinitive(link)):
            yield head, link
        elif link.dep_ == "pcomp" and head.lower_ == "by" and is_verb(head.head):
            head = head.head
            yield head, link
        elif link.dep_ == "pcomp" and is_passive(head.head) and head.head.lemma_ in ("accuse", "suspect"):
            head = head.head
            yield head, link
        else:
            return
        node = head


def first_conjunct(token: Token) -> Token:
    """The first of coordinated words: what governs it governs them all."""
    while token.dep_ == "conj" and token.head.i != token.i and token.head.pos_ == token.pos_:
        token = token.head
    return token


def _is_infinitive(verb: Token) -> bool:
    return verb.tag_ == "VB" and any(child.lower_ == "to" for child in children(verb, "aux"))


def _voices(text: Text, trigger: Token) -> list[_Voice] | None:
    """The voices in whose scope a trigger stands, the nearest first; None where a governor silences it."""
    voices: list[_Voice] = []
    told = {trigger.i, *(word.i for pair in _spine(trigger) for word in pair)}
    node = trigger
    while True:
        if (aside := _aside(text, node)) is not None:
            voices.append(aside)
        link = first_conjunct(node)
        if link.i != node.i:
            if node.i in told:
                told.add(link.i)
            if (aside := _aside(text, link)) is not None:
                voices.append(aside)
        head = link.head
        if head.i == link.i:
            break
        if _silenced(link, head):
            return None
        voice = _voice(text, link, head, link.dep_)
        if voice is not None:
            voices.append(voice if link.i in told else replace(voice, stance="asserts"))
        if link.i in told and _carries_on(link, head):
            told.add(head.i)
        node = head
    tag = closing_tag(trigger)
    if tag is not None and all(voice.cue.i != tag.i for voice in voices):
        spoken = _spoken(text, tag, _stance_of(tag))
        if spoken is not None:
            voices.append(spoken)
    return voices


def _carries_on(link: Token, head: Token) -> bool:
    """Whether what is said of `head` is said of the event below it: "a report that …", "to stop the transfers"."""
    if head.pos_ == "NOUN" and link.dep_ in ("acl", "ccomp", "relcl"):
        return head.lemma_.lower() in lexicon.reporting_nouns()
    if head.lower_ in ("of", "for", "about", "against", "over", "by") and link.dep_ in ("pobj", "pcomp"):
        return True
    if is_verb(head) and link.dep_ == "advcl" and _is_infinitive(link):
        return True
    return is_verb(head) and link.dep_ == "dobj" and head.lemma_.lower() in lexicon.preventing_verbs()


def closing_tag(trigger: Token) -> Token | None:
    """The reporting verb of "…, the agency KCNA reported on Tuesday." at a sentence's end, whatever the parser made of it."""
    sentence = trigger.sent
    for verb in reversed([word for word in sentence if word.i > trigger.i and is_verb(word)]):
        if lexicon.reporting_verbs().get(verb.lemma_.lower()) != "asserts":
            return None
        speakers = children(verb, "nsubj")
        after = [child for child in verb.children if child.i > verb.i]
        if not speakers or any(child.dep_ in ("ccomp", "dobj", "xcomp", "dative", "conj") for child in after):
            return None
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
        return verb if before > trigger.i and verb.doc[before].text in (",", '"', "”") else None
    return None


def _claims(attitude: Attitude, voices: list[_Voice]) -> list[Attribution]:
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


def _said(attitude: Attitude, voice: _Voice) -> Attitude | None:
    """The event's attitude as this voice has it: "accuses" lends its own stance, "says" keeps the event's."""
    stance = attitude.stance
    lemma = voice.cue.lemma_.lower()
    if lemma in _HEDGED_VERBS and voice.stance in ("asserts", "alleges"):
        attitude = attitude.hedged(_HEDGED_VERBS[lemma])
    if voice.stance == "asserts":
        return replace(attitude, stance="plans" if stance == "would" else stance)
    if voice.stance == "denies":
        return None if stance == "denies" else replace(attitude, stance="denies", certainty="certain")
    if voice.stance == "alleges" and stance in ("plans", "predicts", "denies"):
        return attitude
    return replace(attitude, stance=voice.stance)


def _combine(inner: Attitude, outer: Attitude) -> Attitude:
    stance = outer.stance if inner.stance == "asserts" else inner.stance
    if inner.stance == "denies" and outer.stance == "alleges":
        stance = "denies"
    return Attitude(stance, inner.certainty).hedged(outer.certainty)


def _own_attitude(trigger: Token) -> Attitude | None:
    """What tense, modals, negation, adverbs and adjectives on the trigger itself say; None: no claim is made."""
    attitude = Attitude()
    for child in trigger.children:
        lower, lemma = child.lower_, child.lemma_.lower()
        if (
            child.dep_ == "neg"
            or (child.dep_ == "det" and lower == "no")
            or (child.dep_ == "advmod" and lower == "never")
        ):
            attitude = replace(attitude, stance="denies")
        elif child.dep_ == "mark" and lower in ("if", "unless", "whether"):
            return None
        elif child.dep_ == "aux" and lemma in lexicon.modals():
            attitude = _modal(trigger, lemma, attitude)
        elif child.dep_ == "advmod" and (hedge := lexicon.hedging_adverbs().get(lower)) is not None:
            attitude = (
                replace(attitude, stance="alleges").hedged("probable")
                if hedge == "alleges"
                else attitude.hedged(hedge)
            )
        elif child.dep_ == "amod" and (hedge := lexicon.hedging_adjectives().get(lower)) is not None:
            attitude = replace(attitude, stance=hedge)
            attitude = attitude.hedged("probable") if hedge == "alleges" else attitude
        elif (
            child.dep_ == "aux"
            and lower in ("do", "does", "did")
            and trigger.sent.text.rstrip().endswith("?")
        ):
            return None
    return attitude


def _modal(trigger: Token, lemma: str, attitude: Attitude) -> Attitude:
    if lemma in ("would", "should"):
        return replace(attitude, stance="would")
    stance = lexicon.modals()[lemma]
    if stance == "plans":
        return replace(attitude, stance="denies" if attitude.stance == "denies" else "plans")
    perfect = trigger.tag_ in ("VBN", "VBG") and any(
        child.lemma_ in ("have", "be") for child in children(trigger, "aux")
    )
    if attitude.stance == "denies":
        return attitude
    return replace(attitude, stance="alleges" if perfect else "predicts").hedged("possible")


def _raised(link: Token, head: Token) -> Attitude | None:
    """What the governor of an infinitive says of it: "appears to have …", "is believed to …", "plans to …"."""
    lemma = head.lemma_.lower()
    if link.dep_ == "pcomp" and lemma in ("accuse", "suspect"):
        return Attitude(*lexicon.raising()[lemma])
    if not any(child.lower_ == "to" for child in children(link, "aux")):
        return None
    if lemma == "be" and link.dep_ == "xcomp":
        return Attitude("plans")
    if lemma not in lexicon.raising():
        return None
    stance, certainty = lexicon.raising()[lemma]
    reporting = lemma in lexicon.reporting_verbs()
    if reporting and stance == "alleges" and not is_passive(head):
        return None
    if stance == "plans" and lemma == "expect" and not is_passive(head):
        return None
    raised = Attitude(stance, certainty)
    if children(head, "neg"):
        raised = Attitude("denies", "certain")
    return raised


def _silenced(link: Token, head: Token) -> bool:
    """Whether a governor keeps the words from being a claim: "could not confirm that …", "bans exports of …"."""
    if not is_verb(head) or link.dep_ not in ("ccomp", "dobj", "xcomp", "nsubjpass"):
        return False
    lemma = head.lemma_.lower()
    if lemma in lexicon.preventing_verbs():
        demanded = (
            head.dep_ == "xcomp" and lexicon.reporting_verbs().get(head.head.lemma_.lower()) == "demands"
        )
        return link.dep_ in ("dobj", "nsubjpass") and not demanded
    return bool(children(head, "neg")) and lemma in lexicon.reporting_verbs() and link.dep_ != "xcomp"


def _voice(text: Text, link: Token, head: Token, dep: str) -> _Voice | None:
    """The voice in whose scope `link` stands as a complement of `head`."""
    lemma = head.lemma_.lower()
    if dep in ("pobj", "pcomp") and head.dep_ in ("prep", "agent") and head.lower_ != "by":
        return _prepositional_voice(text, head)
    if is_verb(head) and lemma in lexicon.reporting_verbs():
        stance = lexicon.reporting_verbs()[lemma]
        if dep not in _COMPLEMENTS | {"dobj", "nsubjpass"} or dep in ("relcl", "advcl", "acl"):
            return None
        if dep in ("dobj", "nsubjpass") and (
            stance == "asserts"
            and lemma
            not in (
                "confirm",
                "announce",
                "report",
                "reveal",
                "acknowledge",
                "admit",
                "hail",
                "welcome",
                "praise",
                "celebrate",
                "disclose",
                "mention",
                "note",
            )
        ):
            return None
        if dep in ("dobj", "nsubjpass") and stance in ("plans", "predicts", "questions"):
            return None
        if (
            dep == "xcomp"
            and stance in ("asserts", "alleges", "predicts", "plans")
            and lemma not in ("claim",)
        ):
            return None
        if children(head, "neg") or (is_passive(head) and not by_agents(head)):
            return None
        return _spoken(text, head, stance)
    if head.pos_ == "NOUN" and dep in ("acl", "ccomp", "relcl") and lemma in lexicon.reporting_nouns():
        if not any(child.lower_ == "that" and child.dep_ == "mark" for child in link.children):
            return None
        owners = [*children(head, "poss"), *after_preposition(head, "by"), *after_preposition(head, "from")]
        speakers = _speakers(text, owners)
        return _Voice(speakers, lexicon.reporting_nouns()[lemma], head) if speakers else None
    return None


def _prepositional_voice(text: Text, prep: Token) -> _Voice | None:
    """ "Accuses X of …", "condemned X for …", "warned against …", "called for …", "according to"."""
    verb = prep.head
    lemma = verb.lemma_.lower()
    if not is_verb(verb) or lemma not in lexicon.reporting_verbs() or children(verb, "neg"):
        return None
    stance = lexicon.reporting_verbs()[lemma]
    allowed = {
        "alleges": ("of", "over", "for"),
        "condemns": ("for", "over", "of", "against"),
        "warns": ("against", "of", "about", "over"),
        "demands": ("for", "on", "against"),
        "denies": ("of",),
    }
    if prep.lower_ not in allowed.get(stance, ()) or (is_passive(verb) and not by_agents(verb)):
        return None
    if lemma == "call" and prep.lower_ != "for":
        return None
    return _spoken(text, verb, stance)


def _spoken(text: Text, verb: Token, stance: str) -> _Voice | None:
    tokens = _speaking(verb)
    cited = [
        each
        for child in children(verb, "advcl", "prep")
        if child.lemma_.lower() in ("cite", "quote")
        for each in children(child, "dobj")
    ]
    if cited:
        speakers, through = _speakers(text, cited), _speakers(text, tokens)
        if speakers:
            return _Voice(speakers, stance, verb, tuple(actor for actor, _ in through))
    speakers = _speakers(text, tokens)
    return _Voice(speakers, stance, verb, _told_to(text, verb)) if speakers else None


def _speaking(verb: Token) -> list[Token]:
    """The subject of a reporting verb; of "…, adding that …" it is that of the reporting verb above."""
    if not children(verb, "nsubj", "agent") and verb.dep_ == "advcl":
        for above in verb.ancestors:
            if (
                is_verb(above)
                and above.lemma_.lower() in lexicon.reporting_verbs()
                and children(above, "nsubj")
            ):
                return subjects(above)
    return subjects(verb)


def _told_to(text: Text, verb: Token) -> tuple[Actor, ...]:
    """The outlet to which something was told: "told AFP", "in an interview with CNN"."""
    found: list[Actor] = []
    if verb.lemma_.lower() == "tell":
        for token in children(verb, "dobj", "dative"):
            found.extend(
                actor
                for actor in referents(text, token, "actor")
                if isinstance(actor, Actor) and actor.kind == "MediaOutlet"
            )
    return tuple(found)


def _aside(text: Text, node: Token) -> _Voice | None:
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
            if child.dep_ == "ccomp" and not _is_tag(child):
                continue
            return _spoken(text, child, lexicon.reporting_verbs()[lemma])
        if child.dep_ in ("prep", "advmod", "advcl") and child.lower_ == "according":
            speakers = _speakers(text, after_preposition(child, "to"))
            if speakers:
                return _Voice(speakers, "asserts", child)
    return None


def _is_tag(verb: Token) -> bool:
    """Whether a reporting clause is a tag ("…, KCNA said"): it stands after a comma and has no complement of its own."""
    return not children(verb, "ccomp", "xcomp", "dobj")


def _speakers(text: Text, tokens: list[Token]) -> tuple[tuple[Actor, str | None], ...]:
    """The claimants that these phrases name, each with the position that the text gives."""
    found: list[tuple[Actor, str | None]] = []
    for token in tokens:
        for actor in _speaker(text, token):
            if all(actor != known for known, _ in found):
                found.append((actor, _position(text, token) if actor.kind == "Person" else None))
    return tuple(found)


def _speaker(text: Text, token: Token) -> list[Actor]:
    named = [actor for actor in referents(text, token, "actor") if not isinstance(actor, Delegation)]
    if named:
        return [actor for actor in named if actor.kind not in ("Place", "MaterielType")]
    if token.pos_ in ("NOUN", "PROPN") and token.lemma_.lower() not in lexicon.nouns()["delegation"]:
        state = state_beside(text, token)
        label = phrase(token)
        return [Actor("UnnamedSource", label, None, state.iri if state else None)] if label else []
    if token.pos_ == "NUM" or token.lower_ in ("some", "others", "many"):
        return [Actor("UnnamedSource", phrase(token))]
    return []


def _position(text: Text, token: Token) -> str | None:
    """The office that the text gives beside a name: before it, or after it between commas."""
    titles = lexicon.nouns()["titles"] | lexicon.nouns()["leader"]
    name = text.names.get(token.i)
    entity = text.entities.get(token.i)
    start = name.start if name else entity.start if entity else token.i
    before = [
        word
        for word in token.subtree
        if word.i < start and word.dep_ in ("compound", "amod", "nmod", "poss", "case")
    ]
    if any(word.lemma_.lower() in titles for word in before):
        return token.doc[before[0].i : start].text.strip(" ,")
    for appos in children(token, "appos"):
        if appos.lemma_.lower() in titles:
            return phrase(appos)
    return None


def _stance_of(verb: Token) -> str:
    return lexicon.reporting_verbs().get(verb.lemma_.lower(), "asserts")
