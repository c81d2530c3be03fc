"""What a verb takes up of what the text told before, without telling it again, and in which stance.

"Rejected the accusation", "welcomed the step", "called it a mistake", "demanded that they stop", "this is a lie".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from ingest.attribution.consequence import is_harm
from ingest.attribution.mood import threatens
from ingest.attribution.pointing import ENDS, after, ended, is_ending, sort_of, sort_of_alone
from ingest.attribution.voices import CALLING, called_false
from ingest.language import lexicon
from ingest.language.syntax import children, is_infinitive, is_passive, is_verb

_DOUBTS = frozenset({"doubt", "question"})
_GROUNDS = frozenset("truth substance basis foundation evidence proof ground".split())
_TRUE = frozenset({"true", "accurate", "correct", "case", "so"})
_MUST = frozenset({"must", "should", "ought", "need", "have"})
_MODALS = frozenset("would will could may might should shall".split())
_VAGUE = frozenset(
    "plan policy conduct behaviour behavior practice thing affair development activity".split()
)
_OPEN = frozenset({"if", "unless", "whether", "until"})
_READY = frozenset("quick rush hasten hurry move continue join go first come swift begin".split())
"""Governors of an infinitive that is done: "was quick to deny it"."""


@dataclass(frozen=True)
class Answer:
    """A word that takes up (`verb`) and what it takes up (`point`).

    `own`: the verb's subject answers; else the verb stands in the words of somebody said to say so.
    """

    verb: Token
    point: Token
    stance: str
    own: bool = True


def answer_of(verb: Token) -> Answer | None:
    """What a verb takes up and how; None where it takes up nothing, or isn't said to be so."""
    if not is_verb(verb):
        return None
    for rule in _RULES:
        for answer in rule(verb):
            return None if _is_unsaid(verb) else answer
    return None


def _is_unsaid(verb: Token) -> bool:
    """A condition, a question, "declined to confirm", "has yet to deny", "neither … nor"."""
    if any(child.lower_ in _OPEN for child in children(verb, "mark")):
        return True
    if verb.sent.text.rstrip(' "”').endswith("?"):
        return True
    if any(child.lower_ in ("neither", "nor") for child in (*verb.children, *verb.head.children)):
        return True
    return is_infinitive(verb) and verb.head.lemma_.lower() not in _READY


def _is_open(verb: Token) -> bool:
    """ "Did not deny", "would welcome": the answer itself isn't given."""
    return bool(children(verb, "neg")) or any(
        child.lemma_.lower() in _MODALS for child in children(verb, "aux")
    )


def _taken(verb: Token) -> Iterator[tuple[Token, str]]:
    """What is done to the object, to the subject of a passive, or to the noun that a relative clause describes."""
    found = children(verb, "dobj", "nsubjpass")
    if not found or any(each.lower_ in ("which", "that") and verb.dep_ == "relcl" for each in found):
        itself = any(each.lower_ in ("which", "that") for each in children(verb, "nsubj"))
        found = [verb.head] if verb.dep_ == "relcl" and verb.head.pos_ == "NOUN" and not itself else found
    for each in found:
        if verb.dep_ == "relcl" and each == verb.head:
            sort = "said" if each.lemma_.lower() in lexicon.answering()["said"] else ""
        else:
            sort = sort_of(each)
        if sort:
            yield each, sort


def _by_its_object(verb: Token) -> Iterator[Answer]:
    """ "Rejected the accusation", "confirmed it", "welcomed the step", "condemned the move"."""
    lemma, words = verb.lemma_.lower(), lexicon.answering()
    stance = lexicon.reporting_verbs().get(lemma, "")
    if (
        stance not in ("denies", "questions", "condemns")
        and lemma not in words["approving"] | words["confirming"]
    ):
        return
    if _is_open(verb) or (is_passive(verb) and not children(verb, "agent") and verb.dep_ != "relcl"):
        return
    reproached = bool({child.lower_ for child in children(verb, "prep")} & {"for", "over"})
    for point, sort in _taken(verb):
        if (
            (stance == "denies" and sort in ("said", "it"))
            or (stance == "questions" and sort == "said")
            or (stance == "condemns" and sort in ("done", "kind", "it") and not (sort == "it" and reproached))
        ):
            yield Answer(verb, point, stance)
        elif (
            (lemma in words["approving"] and sort in ("done", "kind"))
            or (lemma in words["approving"] | words["confirming"] and point.lower_ in ("it", "this", "that"))
            or (lemma in words["confirming"] and sort in ("said", "kind"))
        ):
            yield Answer(verb, point, "asserts")


def _of_doing_so(verb: Token) -> Iterator[Answer]:
    """ "Denied doing so", "denied having done this"."""
    if lexicon.reporting_verbs().get(verb.lemma_.lower()) != "denies" or _is_open(verb):
        return
    for deed in children(verb, "xcomp"):
        so = [child for child in deed.children if child.lower_ in ("so", "this", "that", "it", "either")]
        if deed.lemma_ == "do" and deed.tag_ in ("VBG", "VBN") and so:
            yield Answer(verb, so[0], "denies")


def _by_a_noun(verb: Token) -> Iterator[Answer]:
    """ "Cast doubt on the report", "issued a denial"."""
    named = [noun for noun in children(verb, "dobj") if noun.lemma_.lower() in _DOUBTS | {"denial"}]
    if not named or _is_open(verb):
        return
    for noun in named:
        if noun.lemma_.lower() in _DOUBTS and verb.lemma_ in ("cast", "express", "voice", "raise"):
            for point in after((noun, verb), ("on", "about", "over", "upon")):
                if sort_of(point) in ("said", "it"):
                    yield Answer(verb, point, "questions")
        elif noun.lemma_ == "denial" and not children(noun, "prep", "acl", "ccomp", "relcl"):
            yield Answer(verb, noun, "denies")


def _by_calling(verb: Token) -> Iterator[Answer]:
    """ "Called it a mistake", "described the report as fiction", "hailed the deal as a breakthrough"."""
    if verb.lemma_.lower() not in CALLING or _is_open(verb):
        return
    small = [subject for clause in children(verb, "ccomp") for subject in children(clause, "nsubj")]
    for point in [*children(verb, "dobj", "nsubjpass"), *small, *_namedafter(verb)]:
        sort, words = sort_of(point), lexicon.answering()
        lemmas = _lemmas_beside(verb, point)
        if not sort:
            continue
        false = lemmas & lexicon.words_for_false()
        if (sort == "said" and called_false(verb)) or (sort in ("said", "it") and false):
            yield Answer(verb, point, "denies")
        elif lemmas & words["bad"] or false:
            yield Answer(verb, point, "denies" if sort == "said" else "condemns")
        elif sort != "said" and lemmas & words["good"]:
            yield Answer(verb, point, "asserts")


def _namedafter(verb: Token) -> list[Token]:
    """ "Dismissed as 'a fairy tale' the report": the parser hangs the object on the name that it is given."""
    return [
        child
        for prep in children(verb, "prep")
        if prep.lower_ == "as"
        for name in children(prep, "pobj")
        for child in children(name, "appos", "dobj")
    ]


def _lemmas_beside(verb: Token, point: Token) -> frozenset[str]:
    named = {word.i for prep in children(point, "prep") if prep.lower_ == "as" for word in prep.subtree}
    inside = {word.i for word in point.subtree} - named
    return frozenset(word.lemma_.lower() for word in verb.subtree if word.i > verb.i and word.i not in inside)


def _by_a_demand(verb: Token) -> Iterator[Answer]:
    """ "Demanded that they stop", "urged X to call it off", "called for an end to this trade"."""
    if lexicon.reporting_verbs().get(verb.lemma_.lower()) != "demands" or _is_open(verb):
        return
    for clause in children(verb, "xcomp", "ccomp", "advcl"):
        for point in ended(clause):
            yield Answer(verb, point, "demands")
    for wish in after((verb,), ("for",)):
        if wish.lemma_.lower() in ENDS:
            for point in after((wish, verb), ("to", "of")):
                if sort_of(point) in ("done", "it", "kind"):
                    yield Answer(verb, point, "demands")
        for clause in children(wish, "relcl", "acl"):
            if is_ending(clause) and sort_of_alone(wish) in ("done", "it", "kind"):
                yield Answer(verb, wish, "demands")


def _by_a_warning(verb: Token) -> Iterator[Answer]:
    """ "Warned against such steps", "warned that this would have consequences"."""
    if lexicon.reporting_verbs().get(verb.lemma_.lower()) != "warns" or _is_open(verb):
        return
    for point in after((verb,), ("against",)):
        if sort_of(point) in ("done", "it", "kind"):
            yield Answer(verb, point, "warns")
    for clause in children(verb, "ccomp"):
        for subject in children(clause, "nsubj", "nsubjpass"):
            if subject.lower_ in ("it", "they") and not threatens(clause):
                continue
            future = any(child.lemma_.lower() in _MODALS for child in children(clause, "aux"))
            if future and sort_of(subject) in ("done", "it", "kind"):
                yield Answer(verb, subject, "warns")


def _by_thanks(verb: Token) -> Iterator[Answer]:
    """ "Thanked his guest for that help", "congratulated both on the step"."""
    if verb.lemma_.lower() not in ("thank", "praise", "commend", "congratulate") or _is_open(verb):
        return
    people = children(verb, "dobj")
    for point in after((verb, *people), ("for", "on")):
        if sort_of(point) in ("kind", "done"):
            yield Answer(verb, point, "asserts")


def _by_a_predicate(verb: Token) -> Iterator[Answer]:
    """ "The report was false", "this is a lie", "that is not true", "this step is a provocation"."""
    if verb.lemma_ != "be":
        return
    for subject in children(verb, "nsubj"):
        sort = sort_of(subject)
        named = children(verb, "attr", "acomp", "prep")
        lemmas = {word.lemma_.lower() for name in named for word in name.subtree}
        heads = {name.lemma_.lower() for name in named}
        negated = bool(children(verb, "neg"))
        if sort in ("said", "it") and negated and heads & _TRUE:
            yield Answer(verb, subject, "denies", own=False)
        elif negated or any(child.lemma_.lower() in _MODALS for child in children(verb, "aux")):
            continue
        elif sort in ("said", "it") and lemmas & lexicon.words_for_false():
            yield Answer(verb, subject, "denies", own=False)
        elif sort in ("it", "done", "kind") and subject.lower_ != "it" and heads & lexicon.answering()["bad"]:
            yield Answer(verb, subject, "condemns", own=False)


def _by_there_being_none(verb: Token) -> Iterator[Answer]:
    """ "There was no truth in it", "there had been no such deal", "no such thing happened", "made no such offer"."""
    for noun in children(verb, "attr", "nsubj", "nsubjpass", "dobj"):
        none = any(child.lower_ == "no" for child in noun.children) or bool(children(verb, "neg"))
        such = any(child.lower_ == "such" for child in noun.children)
        if such and (none or any(child.lower_ == "any" for child in noun.children)):
            known = (
                lexicon.answering()["done"]
                | lexicon.answering()["said"]
                | frozenset(lexicon.kinds_of_event())
            )
            if noun.lemma_.lower() in known and (none or _is_denied(verb)):
                yield Answer(verb, noun, "denies", own=False)
        elif none and noun.lemma_.lower() in _GROUNDS and noun.dep_ == "attr":
            for point in after((noun, verb), ("in", "to", "for", "behind")):
                if sort_of(point) in ("said", "it"):
                    yield Answer(verb, point, "denies", own=False)


def _is_denied(clause: Token) -> bool:
    return clause.dep_ == "ccomp" and lexicon.reporting_verbs().get(clause.head.lemma_.lower()) == "denies"


def _by_what_it_brings(verb: Token) -> Iterator[Answer]:
    """ "X said the decision would strengthen Y", "… the step had come too late": who speaks of it says it was done."""
    said = verb.dep_ == "ccomp" and lexicon.reporting_verbs().get(verb.head.lemma_.lower()) == "asserts"
    if not said or children(verb.head, "neg"):
        return
    for subject in children(verb, "nsubj"):
        one = subject.tag_ != "NNS"  # "the latest moves indicate" sums up all that was told
        if one and sort_of(subject) == "done" and subject.lemma_.lower() not in _VAGUE:
            yield Answer(verb, subject, "warns" if is_harm(verb) else "asserts", own=False)


def _that_must_end(verb: Token) -> Iterator[Answer]:
    """ "These supplies must stop", "this has to end", "the measures should be lifted"."""
    must = any(child.lemma_.lower() in _MUST for child in children(verb, "aux"))
    if must and verb.tag_ in ("VB", "VBN") and not children(verb, "neg"):
        for point in ended(verb):
            yield Answer(verb, point, "demands", own=False)


def _with_a_threat(verb: Token) -> Iterator[Answer]:
    """ "This will have consequences": in the words of somebody."""
    if threatens(verb):
        for subject in children(verb, "nsubj", "nsubjpass"):
            if sort_of(subject) in ("done", "kind") or subject.lower_ in ("this", "that"):
                yield Answer(verb, subject, "warns", own=False)


_RULES: tuple[Callable[[Token], Iterator[Answer]], ...] = (
    _by_calling,
    _by_its_object,
    _of_doing_so,
    _by_a_noun,
    _by_a_demand,
    _by_a_warning,
    _by_thanks,
    _by_a_predicate,
    _by_there_being_none,
    _that_must_end,
    _with_a_threat,
    _by_what_it_brings,
)
