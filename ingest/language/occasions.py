"""Arguments of visits and meetings: who is told elsewhere to travel or take part, and where it is.

Labels as frames name them: attendee, gathered, addresser, where, canceller, programmed, modified, scene, named, partner,
traveller, taken_in, receiver.
"""

from __future__ import annotations

from spacy.tokens import Token

from ingest.language import lexicon
from ingest.language.carriers import carrier, owners
from ingest.language.syntax import (
    after_preposition,
    by_agents,
    children,
    conjuncts,
    is_passive,
    is_verb,
    objects,
    subjects,
)

_OCCASIONS = frozenset({"during", "after", "before", "following", "on", "at", "for"})
_SPANS = frozenset({"day", "week", "hour", "round", "series"})
_HOSTING = frozenset({"welcome", "receive", "host", "greet"})
_MOMENTS = frozenset(
    "end start beginning close conclusion course eve margin sideline outset leg part".split()
)
_TRAVELLING = frozenset(
    "go come travel fly head arrive leave depart land visit reach tour move proceed continue stop return pay make".split()
)
_EVENTS = frozenset("conference briefing ceremony reception banquet interview event".split())
_SHOWING = frozenset("show depict picture".split())
_TAKING_IN = frozenset("include cover comprise feature span".split())


def attendee(noun: Token) -> list[Token]:
    """Who does something "during a visit to X", "at the end of a trip", or is "on a visit": who travels or takes part."""
    own = any(child.dep_ == "poss" or child.lower_ == "the" for child in noun.children)
    if noun.dep_ == "dobj" and noun.head.lower_ == "following" and not own:
        return _doers(noun.head.head)
    travelled = noun.lemma_.lower() in ("visit", "trip", "tour")
    prep, within = noun.head, False
    while noun.dep_ == "conj" or (noun.dep_ == "pobj" and prep.lower_ == "of"):
        if noun.dep_ != "conj" and prep.head.lemma_ not in _SPANS | _MOMENTS:
            return []
        within = within or (noun.dep_ != "conj" and prep.head.lemma_ in _MOMENTS)
        noun = noun.head if noun.dep_ == "conj" else prep.head
        prep = noun.head
    if (
        noun.dep_ != "pobj"
        or own
        or not (prep.lower_ in _OCCASIONS or (within and prep.lower_ in ("in", "as")))
    ):
        return []
    if prep.lower_ == "on" and prep.head.pos_ in ("NOUN", "PROPN"):
        return conjuncts(prep.head)  # "the minister, on a visit to X, …"
    if travelled and is_verb(prep.head) and prep.head.lemma_.lower() in _HOSTING:
        return objects(prep.head)  # "welcomed him at the start of a visit"
    return _doers(prep.head)


def _doers(word: Token) -> list[Token]:
    """Who does what the word says beside which an occasion is told."""
    if word.lemma_ in _EVENTS:
        return attendee(word)  # "spoke at a news conference after talks with X"
    if word.lemma_ in _SHOWING:
        return objects(word)
    if not is_verb(word):
        return []
    return by_agents(word) if is_passive(word) else subjects(word)


def traveller(noun: Token) -> list[Token]:
    """Who goes somewhere as part of it: "flew to X, the last stop on a tour of …", "his return from a trip to Y"."""
    token = noun
    while token.dep_ in ("pobj", "prep", "appos", "conj", "npadvmod", "dobj") and not is_verb(token):
        token = token.head
        if token.lemma_ in ("arrival", "return"):
            return owners(token)
    if token is not noun and token.dep_ == "nsubj":
        token = token.head
    moves = token is not noun and is_verb(token) and token.lemma_ in _TRAVELLING
    return subjects(token) if moves and not is_passive(token) else []


def taken_in(noun: Token) -> list[Token]:
    """Where a tour leads, by what it takes in: "a tour that included X", "which has taken in Y", "includes stops in Z"."""
    clauses = children(noun, "relcl", "acl")
    if noun.dep_ == "nsubj" and is_verb(noun.head):
        clauses = [*clauses, noun.head]
    found: list[Token] = []
    for clause in clauses:
        taken = clause.lemma_ == "take" and any(
            child.lower_ == "in" for child in children(clause, "prt", "prep", "advmod")
        )
        for thing in objects(clause) if taken or clause.lemma_ in _TAKING_IN else ():
            found.extend([thing, *after_preposition(thing, "in"), *after_preposition(thing, "to")])
        if taken:
            found.extend(after_preposition(clause, "in"))
    return [each for each in found if each.i != noun.i]


def receiver(noun: Token) -> list[Token]:
    """Who "received a phone call from X"."""
    verb = noun.head
    got = noun.dep_ == "dobj" and verb.lemma_ in ("receive", "get", "take")
    return subjects(verb) if got and not is_passive(verb) else []


def gathered(noun: Token) -> list[Token]:
    """Whom a meeting "brings together", or who attended it."""
    found: list[Token] = []
    for clause in children(noun, "relcl", "acl"):
        lemma = clause.lemma_.lower()
        if lemma in ("bring", "gather", "unite") and not is_passive(clause):
            found.extend(each for thing in children(clause, "dobj") for each in conjuncts(thing))
        elif lemma == "attend":
            found.extend(by_agents(clause))
    return found


def addresser(noun: Token) -> list[Token]:
    """Who speaks to a meeting: "Raisi told a news conference with Maduro"."""
    verb = noun.head
    return subjects(verb) if noun.dep_ == "dobj" and verb.lemma_.lower() in ("tell", "address") else []


def where(verb: Token) -> list[Token]:
    """The place that a clause describes: "the cosmodrome where the two came together"."""
    verb = verb if is_verb(verb) else carrier(verb) or verb
    while True:
        if verb.dep_ == "relcl" and any(child.lower_ == "where" for child in children(verb, "advmod")):
            return [each for each in conjuncts(verb.head) if each.i < verb.i][-1:]
        if verb.dep_ != "xcomp":
            return []
        verb = verb.head


def canceller(noun: Token) -> list[Token]:
    """Who puts off what he was to do: "the minister cancelled a visit"."""
    verb = noun.head
    put_off = lexicon.cancelling_verbs() | lexicon.delaying_verbs()
    return subjects(verb) if noun.dep_ == "dobj" and verb.lemma_.lower() in put_off else []


def programmed(noun: Token) -> list[Token]:
    """Whose visit or programme holds it: "his trip included talks with Y"."""
    verb = noun.head
    if noun.dep_ == "conj":
        verb = noun.head.head
    if verb.lemma_ not in ("include", "feature", "involve", "comprise", "foresee"):
        return []
    return [
        each
        for subject in subjects(verb)
        if subject.lemma_
        in ("visit", "trip", "tour", "programme", "program", "stay", "itinerary", "schedule")
        for each in (*owners(subject), *after_preposition(subject, "of"))
    ]


def modified(participle: Token) -> list[Token]:
    """Whom a participle before a noun describes: "the visiting minister"."""
    return [participle.head] if participle.dep_ == "amod" else []


def there(trigger: Token) -> list[Token]:
    """ "Here", "there": beside the trigger, the verb that carries it, or what was said or done at it."""
    words = [trigger, carrier(trigger) or trigger]
    if (
        trigger.dep_ == "pobj"
        and trigger.head.lower_ in ("at", "after", "during")
        and is_verb(trigger.head.head)
    ):
        words.append(trigger.head.head)
    found = [child for word in words for child in children(word, "advmod")]
    return [word for word in dict.fromkeys(found) if word.lower_ in ("here", "there")]


def scene(word: Token) -> list[Token]:
    """Where the sentence has it happen: "the visiting minister said in Kyiv", "signed in Berlin during a visit by X"."""
    if word.dep_ != "amod" and (word.dep_ != "pobj" or word.head.lower_ != "during"):
        return []
    verb = word.head
    while verb.head.i != verb.i and not is_verb(verb):
        verb = verb.head
    return after_preposition(verb, "in") if is_verb(verb) else []


def predicate(noun: Token) -> list[Token]:
    """What the noun is said to be: "his next stop is Ankara"."""
    named = noun.dep_ == "nsubj" and noun.head.lemma_ == "be"
    return [each for token in children(noun.head, "attr") for each in conjuncts(token)] if named else []


def partners(verb: Token) -> list[Token]:
    """With whom someone is "in talks about buying"."""
    if verb.dep_ != "pcomp":
        return []
    noun = verb.head.head
    if is_verb(noun):
        prepositions = [child for child in children(noun, "prep") if child.lower_ in ("in", "into")]
        nouns = [pobj for prep in prepositions for pobj in children(prep, "pobj")]
    else:
        nouns = [noun]
    return [
        each
        for talks in nouns
        if talks.lemma_ in ("talk", "negotiation")
        for each in after_preposition(talks, "with")
    ]
