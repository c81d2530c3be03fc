"""The arguments of an event's trigger by label, as the frames name them.

Labels: subject, object, indirect, by; poss, demonym, compound; relsubject, relindirect, relhead, whose, copula, self;
goal, object_to, announcer, placer, aimed, there, owner, parties, dealt, lister, entered; those of
`ingest.language.occasions`, `ingest.language.routes`, `ingest.language.deals` and `ingest.language.venues`; and any
preposition ("to", "from").
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from spacy.tokens import Token

from ingest.language import deals, lexicon, measures, occasions, routes, venues
from ingest.language.carriers import carrier, owners, staging, tells_then, words_before
from ingest.language.signatories import dealt, holders, parties
from ingest.language.syntax import (
    after_preposition,
    by_agents,
    children,
    conjuncts,
    is_verb,
    objects,
    subjects,
    whole,
)

_MEDIATING = frozenset({"broker", "mediate", "facilitate", "sponsor", "oppose"})


def arguments(trigger: Token, label: str) -> list[Token]:
    """The tokens that stand to a trigger in one of the labels above, in the order of the text."""
    found = LABELS.get(label)
    tokens = found(trigger) if found is not None else _after(trigger, label)
    return [each for token in tokens for each in _resolved(token)]


def _resolved(token: Token) -> list[Token]:
    """Of a relative pronoun after a preposition what it stands for: "the group on which it placed an embargo"."""
    if token.lower_ not in ("which", "whom") or token.dep_ != "pobj":
        return [token]
    clause = next((each for each in token.ancestors if each.dep_ == "relcl"), None)
    if clause is not None:
        return conjuncts(clause.head)
    before = (
        token.i - 2 - (token.i > 2 and token.nbor(-2).text == ",")
    )  # "to the rebels, on which it placed …"
    return (
        [token.doc[before]]
        if before >= token.sent.start and token.doc[before].pos_ in ("NOUN", "PROPN")
        else []
    )


def _after(trigger: Token, preposition: str) -> list[Token]:
    """What stands after a preposition of the trigger, of its objects, or of the verb that carries it."""
    found = after_preposition(trigger, preposition)
    if is_verb(trigger):
        around: list[Token | None] = list(objects(trigger))
    else:
        around = [carrier(trigger), *children(trigger, "relcl", "acl")]
        around.extend(each for each in trigger.conjuncts if each.i > trigger.i)  # "export and sale of X"
    for other in around:
        if other is not None:
            found.extend(token for token in after_preposition(other, preposition) if token not in found)
    if not found and preposition == "with":
        found = [each for word in (trigger, *around) if word is not None for each in _with_whom(word)]
    top = trigger if is_verb(trigger) else whole(trigger)
    if not found and not is_verb(trigger) and top.dep_ == "dobj":
        return after_preposition(top.head, preposition)  # "condemned the transfers from X to Y" may be split
    return found


def _with_whom(word: Token) -> list[Token]:
    """ "Held talks with X to press for peace", where the parser takes X for whoever presses."""
    return [
        each
        for clause in children(word, "advcl")
        if clause.tag_ == "VB" and any(mark.lower_ == "with" for mark in children(clause, "mark"))
        for each in subjects(clause)
    ]


def _subject(trigger: Token) -> list[Token]:
    return subjects(trigger) if is_verb(trigger) else noun_subjects(trigger)


def _indirect(trigger: Token) -> list[Token]:
    return [each for token in children(trigger, "dative") if token.pos_ != "ADP" for each in conjuncts(token)]


def _by(trigger: Token) -> list[Token]:
    return by_agents(trigger) or after_preposition(trigger, "by")


def _of_goods(preposition: str) -> Callable[[Token], list[Token]]:
    return lambda trigger: [
        each for thing in objects(trigger) for each in after_preposition(thing, preposition)
    ]


def noun_subjects(noun: Token) -> list[Token]:
    """Who does what an event noun says, where a light verb or a relative clause tells it."""
    verb = carrier(noun)
    if verb is None or noun.dep_ == "nsubj" or staging(noun) is not None:
        return []
    return by_agents(verb) if noun.dep_ == "nsubjpass" else subjects(verb)


def relative_subjects(noun: Token) -> list[Token]:
    """The subject of a relative clause on the noun: "the summit that Kim and Putin held", "sanctions X imposed"."""
    return [
        each
        for clause in children(noun, "relcl", "acl")
        if not tells_then(clause) and not children(clause, "ccomp")  # "the deal, which he said would …"
        if clause.lemma_.lower() not in _MEDIATING and not _is_judging(clause)
        for each in (subjects(clause) or by_agents(clause))
        if each.i != noun.i
    ]


def _is_judging(verb: Token) -> bool:
    """Whether somebody only speaks of it: "sanctions condemned by X"."""
    return lexicon.reporting_verbs().get(verb.lemma_.lower()) in ("condemns", "denies", "questions")


def _relative_takers(noun: Token) -> list[Token]:
    """To whom a relative clause gives the noun: "the help that X gives Y"."""
    return [
        each
        for clause in children(noun, "relcl")
        for taker in children(clause, "dative", "dobj")
        if taker.i > clause.i and taker.pos_ != "ADP"
        for each in conjuncts(taker)
    ]


def _goals(verb: Token) -> list[Token]:
    """Where what someone leaves for takes place: "left to attend a forum in Perm"."""
    purposes = [child for child in children(verb, "advcl", "xcomp") if child.tag_ == "VB"]
    return [each for purpose in purposes for label in ("in", "at") for each in arguments(purpose, label)]


LABELS: Mapping[str, Callable[[Token], list[Token]]] = {
    "subject": _subject,
    "object": objects,
    "indirect": _indirect,
    "by": _by,
    "poss": owners,
    "demonym": words_before,
    "compound": words_before,
    "relsubject": relative_subjects,
    "relindirect": _relative_takers,
    "relhead": lambda verb: conjuncts(verb.head) if verb.dep_ == "relcl" else [],
    "whose": lambda trigger: [each for thing in objects(trigger) for each in measures.whose(thing)],
    "copula": measures.under,
    "self": lambda trigger: [trigger],
    "partner": occasions.partners,
    "maker": routes.maker,
    "maker_of": routes.maker_of,
    "goal": _goals,
    "bound": routes.bound,
    "from_goods": routes.from_goods,
    "cargo": routes.cargo,
    "cargo_for": routes.cargo_for,
    "carried_by": routes.carried_by,
    "user": routes.user,
    "thanked": routes.thanked,
    "thanker": routes.thanker,
    "contents": routes.contents,
    "contents_for": routes.contents_for,
    "for_goods": routes.for_goods,
    "acquirer": routes.acquirer,
    "posted": routes.posted,
    "sender": routes.sender,
    "asker": routes.asker,
    "behalf": routes.behalf,
    "arrival": routes.arrival,
    "allower": routes.allower,
    "helper": routes.helper,
    "hosted": routes.hosted,
    "buyer": deals.buyer,
    "seller": deals.seller,
    "bargained": deals.bargained,
    "predicated": deals.predicated,
    "of_beyond": deals.of_beyond,
    "orderer": deals.orderer,
    "handed_on": deals.handed_on,
    "object_to": _of_goods("to"),
    "announcer": measures.announcers,
    "placer": measures.placers,
    "aimed": measures.aimed,
    "attendee": occasions.attendee,
    "gathered": occasions.gathered,
    "addresser": occasions.addresser,
    "where": occasions.where,
    "there": occasions.there,
    "owner": measures.asset_owners,
    "traveller": occasions.traveller,
    "taken_in": occasions.taken_in,
    "receiver": occasions.receiver,
    "canceller": occasions.canceller,
    "programmed": occasions.programmed,
    "modified": occasions.modified,
    "scene": occasions.scene,
    "joiner": venues.joiner,
    "venue": venues.venue,
    "named": occasions.predicate,
    "parties": parties,
    "holder": holders,
    "dealt": dealt,
    "lister": measures.listers,
    "entered": measures.entered,
}
