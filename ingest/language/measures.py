"""Who takes measures and whom they hit: "announced a package of sanctions", "put X under an embargo", "froze the assets of Y"."""

from __future__ import annotations

from spacy.tokens import Token

from ingest.language import lexicon
from ingest.language.carriers import carrier, first_of, owners, package, words_before
from ingest.language.syntax import (
    SUBJECTS,
    after_preposition,
    by_agents,
    children,
    conjuncts,
    is_passive,
    is_verb,
    objects,
    subjects,
    surface_subjects,
)

_ANNOUNCING = frozenset(
    "announce unveil declare issue consider mull weigh ponder study discuss debate propose prepare plan threaten renew tighten toughen strengthen widen "
    "broaden extend prolong retain keep maintain reinstate ratchet unleash".split()
)
_DECIDING = frozenset("decide approve adopt agree back endorse pass".split())
_AIMING = frozenset({"target", "affect", "hit", "cover"})
_LINKING = frozenset({"link", "tie", "relate", "apply", "connect"})
_BEARING = frozenset("face suffer endure weather withstand bear".split())
_SUFFERING = frozenset("suffer reel struggle groan labour labor chafe smart".split())
_HITTING = frozenset("hit slap threaten punish target strike".split())


def announcers(noun: Token) -> list[Token]:
    """Who announced the measure and so took it: "Canada announced sanctions"."""
    noun = package(noun)
    verb = noun.head
    announced = noun.dep_ == "dobj" and verb.lemma_.lower() in _ANNOUNCING | lexicon.lifting_verbs()
    if (
        noun.dep_ == "pobj"
        and verb.lower_ in ("at", "on", "over")
        and verb.head.lemma_ in ("look", "work", "decide")
    ):
        return subjects(verb.head)  # "is looking at further sanctions"
    if noun.dep_ == "nsubjpass" and verb.lemma_.lower() in _ANNOUNCING | _DECIDING | lexicon.lifting_verbs():
        return by_agents(verb)
    return subjects(verb) if announced else []


def listers(verb: Token) -> list[Token]:
    """On whose list somebody is put: "was added to the union's blacklist"."""
    lists = [each for prep in ("on", "onto", "to", "from") for each in after_preposition(verb, prep)]
    return [
        each
        for noun in lists
        if noun.lemma_.lower() in ("list", "blacklist", "register")
        for each in (*owners(noun), *words_before(noun))
    ]


def entered(verb: Token) -> list[Token]:
    """Which state somebody is "barred from entering": it is the one that bars him."""
    return [
        each
        for prep in children(verb, "prep")
        if prep.lower_ == "from" and not by_agents(verb) and is_passive(verb)
        for entering in children(prep, "pcomp")
        for each in objects(entering)
    ]


def placers(noun: Token) -> list[Token]:
    """Who "placed X under sanctions", "hit X with sanctions"."""
    prep = first_of(noun).head
    verb = prep.head
    if prep.lower_ not in ("under", "with") or not is_verb(verb):
        return []
    return by_agents(verb) if is_passive(verb) else subjects(verb) if objects(verb) else []


def asset_owners(verb: Token) -> list[Token]:
    """Whose goods are touched: "froze the assets of X", "whose assets Y froze"."""
    return [each for thing in objects(verb) for each in (*whose(thing), *after_preposition(thing, "of"))]


def whose(noun: Token) -> list[Token]:
    """Whose something is; of "whose assets" who is described by the clause."""
    told = owners(noun)
    clause = noun.head
    if any(each.lower_ == "whose" for each in told):
        return conjuncts(clause.head) if clause.dep_ == "relcl" else []
    return told


def aimed(noun: Token) -> list[Token]:
    """At whom measures are aimed: "sanctions targeting X", "announced sanctions …, targeting X"."""
    carried = carrier(noun) or (noun.head if noun.dep_ in ("dobj", "nsubjpass") else None)
    around = [noun] if carried is None else [noun, carried]
    if noun.dep_ == "nsubj" and noun.head.lemma_ in _AIMING:  # "the sanctions target X"
        return objects(noun.head)
    linked = [
        each
        for clause in children(noun, "acl", "relcl")
        if clause.lemma_.lower() in _LINKING
        for each in after_preposition(clause, "to")
    ]
    return linked or [
        each
        for head in around
        for clause in children(head, "acl", "advcl", "relcl")
        if clause.lemma_.lower() in _AIMING
        for each in (objects(clause) if clause.tag_ == "VBG" or clause.dep_ == "relcl" else [])
        if each.i != noun.i
    ]


def under(noun: Token) -> list[Token]:
    """Whoever is "under sanctions", "on the blacklist", "subject to sanctions", "suffers from sanctions", "hit with sanctions", or acts "despite" them."""
    noun = first_of(noun)
    prep = noun.head
    if noun.dep_ == "dobj" and prep.lemma_ in _BEARING:
        return [] if is_passive(prep) else subjects(prep)
    if noun.dep_ == "pobj" and prep.lower_ in ("from", "under") and prep.head.lemma_ in _SUFFERING:
        return subjects(prep.head)
    on_list = prep.lower_ == "on" and noun.lemma_.lower() in ("list", "blacklist")
    if noun.dep_ != "pobj" or not (on_list or prep.lower_ in ("under", "to", "with", "by", "despite")):
        return []
    governor = prep.head
    if governor.pos_ == "ADJ" and governor.lemma_ == "subject":
        governor = governor.head
    if prep.lower_ == "despite":
        return subjects(governor) if is_verb(governor) else []
    acts = is_verb(governor) and not is_passive(governor) and governor.lemma_ != "be"
    placed = objects(governor) if acts else []
    if placed:  # "placed X under sanctions"
        hit = prep.lower_ == "under" or on_list or (prep.lower_ == "with" and governor.lemma_ in _HITTING)
        return placed if hit else []
    under = prep.lower_ == "under" or on_list
    if is_verb(governor) and (under or is_passive(governor) or governor.lemma_ == "be"):
        return surface_subjects(governor, 0) if children(governor, *SUBJECTS) else []
    return [governor] if under and governor.pos_ in ("NOUN", "PROPN") else []
