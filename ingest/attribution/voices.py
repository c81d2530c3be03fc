"""In whose words a trigger stands: reporting verbs and nouns around it, asides, and the tag that closes a sentence."""

from __future__ import annotations

from dataclasses import dataclass, replace

from spacy.tokens import Token

from ingest import trace
from ingest.attribution.speakers import claimants, speaking, told_to
from ingest.attribution.spine import first_conjunct, is_infinitive, spine
from ingest.language import lexicon
from ingest.language.quotes import speaker_of_quote
from ingest.language.syntax import after_preposition, by_agents, children, is_passive, is_verb
from ingest.language.text import Text
from ingest.model import Actor

_OWN_COMPLEMENT = ("ccomp", "dobj", "xcomp", "dative", "conj")
_COMPLEMENTS = frozenset({"ccomp", "xcomp", "acl", "relcl", "pcomp", "advcl", "dep", "oprd"})


_RECORDS = frozenset(
    "record document paper data image picture photo photograph footage video figure statistic".split()
)
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
_GOING_ON = frozenset("go proceed press push move continue carry forge".split())
"""Verbs that go on with something: "warned them against going ahead with the agreement"."""
_ADMITTING = frozenset({"admit", "acknowledge", "confirm", "report", "announce", "mention", "recall"})
"""Verbs that assert what a gerund after them says: "admitted supplying X"."""


@dataclass(frozen=True)
class Voice:
    """A reporting verb or noun with its speakers (each with the office told), and to whom it was said."""

    speakers: tuple[tuple[Actor, str | None], ...]
    stance: str
    cue: Token
    to: tuple[Actor, ...] = ()


def voices_around(text: Text, trigger: Token) -> list[Voice] | None:
    """The voices in whose scope a trigger stands, the nearest first; None where a governor silences it."""
    voices: list[Voice] = []
    told = {trigger.i, *(word.i for pair in spine(trigger) for word in pair)}
    node = trigger
    while True:
        if (aside := _aside(text, node)) is not None and not aside.cue.is_ancestor(trigger):
            voices.append(aside)
            trace.note(trigger, "voice", "an aside", voice=aside)
        link = first_conjunct(node)
        if link.i != node.i:
            if node.i in told:
                told.add(link.i)
            if (aside := _aside(text, link)) is not None:
                voices.append(aside)
                trace.note(trigger, "voice", "an aside of the verb before", voice=aside)
        head = link.head
        if head.i == link.i:
            break
        if _silenced(link, head):
            return None
        voice = _voice(text, link, head, link.dep_)
        if voice is not None:
            voices.append(voice if link.i in told else replace(voice, stance="asserts"))
            trace.note(trigger, "voice", "it stands in what is said", voice=voices[-1])
        if link.i in told and _carries_on(link, head):
            told.add(head.i)
        node = head
    tag = closing_tag(trigger)
    if tag is not None and all(voice.cue.i != tag.i for voice in voices):
        spoken = voice_of(text, tag, stance_of(tag))
        if spoken is None and (named := claimants(text, [tag.nbor(-1)])):
            spoken = Voice(named, stance_of(tag), tag)
        if spoken is not None:
            voices.append(spoken)
            trace.note(trigger, "voice", "the tag at the end of the sentence", voice=spoken)
    return voices


def _carries_on(link: Token, head: Token) -> bool:
    """Whether what is said of `head` is said of the event below it: "a report that …", "to stop the transfers"."""
    if head.pos_ == "NOUN" and link.dep_ in ("acl", "ccomp", "relcl"):
        return head.lemma_.lower() in lexicon.reporting_nouns()
    if head.lower_ in ("of", "for", "about", "against", "over", "by") and link.dep_ in ("pobj", "pcomp"):
        return True
    if link.dep_ == "pobj":
        ends = head.lower_ in ("to", "of") and head.head.lemma_.lower() in _ENDS  # "an end to the deliveries"
        return ends or (head.lower_ == "with" and head.head.lemma_.lower() in _GOING_ON)
    if link.dep_ == "prep" and head.lemma_.lower() in _ENDS | _GOING_ON:
        return True
    if not is_verb(head):
        return False
    if link.dep_ == "advcl" and is_infinitive(link):
        return True
    if link.dep_ == "attr":
        return bool(children(head, "expl"))  # "that there had been any such shipment"
    ending = lexicon.preventing_verbs() | lexicon.ending_verbs() | lexicon.answering()["ending"]
    return link.dep_ == "dobj" and head.lemma_.lower() in ending


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
    undecided = any(word.lower_ in ("neither", "nor") for word in head.sent if word.head in (head, head.head))
    unsaid = bool(children(head, "neg")) or (undecided and lemma in ("confirm", "deny"))
    return unsaid and lemma in lexicon.reporting_verbs() and link.dep_ != "xcomp"


def _voice(text: Text, link: Token, head: Token, dep: str) -> Voice | None:
    """The voice in whose scope `link` stands as a complement of `head`."""
    lemma = head.lemma_.lower()
    if dep in ("pobj", "pcomp") and head.dep_ in ("prep", "agent") and head.lower_ != "by":
        return _prepositional_voice(text, head)
    if is_verb(head) and dep == "dobj" and lemma in CALLING:
        return voice_of(text, head, "denies") if called_false(head) else None
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
                "show",
                "mention",
                "note",
            )
        ):
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
    if not is_verb(verb) or lemma not in lexicon.reporting_verbs() or children(verb, "neg"):
        return None
    stance = lexicon.reporting_verbs()[lemma]
    if prep.lower_ in _SPEAKING_OF.get(lemma, ()):
        return voice_of(text, verb, stance)
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
    return voice_of(text, verb, stance)


CALLING = frozenset("call brand label describe dismiss term deem".split())
_GRANTED = frozenset("true accurate credible correct alarming serious troubling important concerning".split())


def called_false(verb: Token) -> bool:
    """Whether what is called something is called false: "called the report groundless", "… 'science fiction'"."""
    told = [
        word
        for child in children(verb, "oprd", "ccomp", "attr", "acomp", "prep", "xcomp")
        if child.i > verb.i
        for word in child.subtree
    ]
    lemmas = {word.lemma_.lower() for word in told}
    quoted = any(word.text in ('"', "“", "”") for word in told)
    return bool(lemmas & lexicon.words_for_false()) or (quoted and not lemmas & _GRANTED)


def voice_of(text: Text, verb: Token, stance: str) -> Voice | None:
    """The voice of a reporting verb; of "Y reported, citing X" it is X, through Y. None: no speaker can be told."""
    tokens = speaking(text, verb)
    if tokens and all(token.lower_ in ("i", "we") for token in tokens):
        quoted = speaker_of_quote(text, verb)
        if quoted is not None and quoted.i != verb.i:
            outer = voice_of(text, quoted, stance)
            return outer and replace(outer, cue=verb)
        return Voice(((text.document.publisher, None),), stance, verb)
    cited = [
        each
        for child in children(verb, "advcl", "prep")
        if child.lemma_.lower() in ("cite", "quote")
        for each in children(child, "dobj")
    ]
    if cited:
        speakers, through = claimants(text, cited), claimants(text, tokens)
        if speakers:
            return Voice(speakers, stance, verb, tuple(actor for actor, _ in through))
    if verb.lemma_ in ("quote", "cite") and not is_passive(verb):
        quoted_ones = claimants(text, children(verb, "dobj"))
        if quoted_ones:  # "Interfax quoted X as stating"
            return Voice(quoted_ones, "asserts", verb, tuple(actor for actor, _ in claimants(text, tokens)))
    speakers = claimants(text, tokens)
    return Voice(speakers, stance, verb, told_to(text, verb)) if speakers else None


def _aside(text: Text, node: Token) -> Voice | None:
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
    made = (
        children(token, "poss", "acl") or after_preposition(token, "of") or after_preposition(token, "from")
    )
    beside = any(child.i in text.names for child in token.children)
    return token.lemma_.lower() in _RECORDS and not made and not beside


def _is_tag(verb: Token) -> bool:
    """Whether a reporting clause is a tag ("…, KCNA said"): it stands after a comma and has no complement of its own."""
    if children(verb, "ccomp", "xcomp", "dobj", "mark", "neg"):
        return False
    first = min(word.i for speaker in (children(verb, "nsubj") or [verb]) for word in speaker.subtree)
    return first == verb.sent.start or verb.doc[first - 1].is_punct or verb.doc[first - 1].is_quote


def stance_of(verb: Token) -> str:
    """The stance that a reporting verb expresses."""
    return lexicon.reporting_verbs().get(verb.lemma_.lower(), "asserts")
