"""Where goods come from and go to, as told around the words of a transfer.

Labels for `ingest.language.arguments`: maker, maker_of, from_goods, bound, cargo, cargo_for, carried_by, user, thanked, thanker, contents, contents_for, for_goods, posted,
arrival, allower, hosted, helper, sender, asker, behalf, acquirer.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from ingest.language.clause_repairs import VEHICLES
from ingest.language.syntax import (
    after_preposition,
    by_agents,
    children,
    conjuncts,
    is_passive,
    is_verb,
    modifiers,
    objects,
    subjects,
    surface_subjects,
    whole,
)

_MOVING = frozenset("arrive reach leave land depart enter".split())
"""Verbs whose subject are the goods, whatever object they have."""
_TRAVELLING_ALONE = frozenset(
    "ship vessel frigate corvette destroyer carrier submarine boat aircraft plane jet bomber fighter warplane"
    " warship helicopter airliner drone".split()
)
"""What may come by itself, for its owner."""
_MADE = frozenset("make build manufacture design produce supply donate lead develop deliver".split())
_ARRIVING = frozenset("arrive land expect due reach dock come go".split())
_BOUND = frozenset("bound destined intended meant slated headed earmarked".split())
_LETTING = frozenset(
    "approve clear pay suspend pledge promise provide give grant unveil allocate restore authorise authorize greenlight announce halt suspend stop resume freeze cancel pause end cease"
    " delay postpone complete expand increase accelerate finance fund continue begin start offer".split()
)
_USING = frozenset(
    "rely use operate fly have own field deploy display possess employ keep depend take complete attend finish undergo".split()
)
_ASKING = frozenset({"ask", "persuade", "request", "beg", "convince", "implore", "beseech"})
_ACQUIRING = frozenset(
    "confirm announce complete finalise finalize accept decline turn refuse reject acknowledge".split()
)
_REPAYING = frozenset({"pay", "repay", "reward", "return"})
_FUNDING = {
    "of": ("notify", "inform"),
    "for": ("pay",),
    "to": ("donate", "contribute", "allocate"),
    "towards": ("donate", "contribute", "allocate"),
}
_HOLDING = frozenset({"include", "contain", "comprise", "feature", "cover", "involve", "consist"})
_SENDING = frozenset({"send", "dispatch", "deploy", "second", "station"})
_POSTING = _SENDING | frozenset("arrive go travel fly come stay remain be work leave land".split())
_HELPING = frozenset({"help", "assist", "enable", "aid"})


def goods_of(trigger: Token) -> list[Token]:
    """The goods that a verb moves or a noun of moving names."""
    if not is_verb(trigger):
        return [trigger, *after_preposition(trigger, "of")]
    if trigger.lemma_.lower() in _MOVING:
        return subjects(trigger)
    if trigger.lemma_.lower() in ("pay", "thank"):
        return after_preposition(trigger, "for")[:1]
    goods = objects(trigger) or subjects(trigger)
    portioned = [each for part in goods for each in after_preposition(part, "of")]
    return [*goods, *portioned]


def maker(trigger: Token) -> list[Token]:
    """Whose goods they are: "Russian" in "bought the Russian system"."""
    goods = goods_of(trigger)
    if is_verb(trigger) and not objects(trigger):
        goods = [each for each in goods if each.lemma_.lower() not in _TRAVELLING_ALONE or _counted(each)]
    return [each for thing in goods for each in makers(thing)]


def makers(thing: Token) -> list[Token]:
    """The words before goods that may say whose they are; of "Swiss-made vehicles" the first, too."""
    made = [word for word in children(thing, "amod") if word.lemma_.lower() in _MADE]
    return [*modifiers(thing), *(each for word in made for each in children(word, "npadvmod", "compound"))]


def maker_of(noun: Token) -> list[Token]:
    """Whose goods are bought: "Russian" in "purchases of Russian oil", not in "Russian purchases of oil"."""
    return [each for thing in after_preposition(noun, "of") for each in makers(thing)]


def _counted(noun: Token) -> bool:
    """ "Twelve drones": so many are goods and no mission."""
    return noun.tag_ == "NNS" and bool(children(noun, "nummod"))


def from_goods(trigger: Token) -> list[Token]:
    """Where goods come from, by their phrase or by what carries them: "trucks with rifles from X", "a ship from X brought"."""
    carriers = subjects(trigger) if is_verb(trigger) else []
    things = [*goods_of(trigger), *(each for each in carriers if each.lemma_.lower() in VEHICLES)]
    return [each for thing in things for each in _within(thing, "from")]


def _within(goods: Token, preposition: str) -> list[Token]:
    """What stands after a preposition anywhere in the phrase of the goods, and after "on their way"."""
    found: list[Token] = []
    for word in _phrase(goods):
        if word.lower_ == preposition and word.dep_ == "prep":
            found.extend(each for pobj in children(word, "pobj") for each in conjuncts(pobj))
    return found


def _phrase(noun: Token) -> Iterator[Token]:
    """The words of a noun's phrase; of the clauses about it only those that tell its way."""
    for child in noun.children:
        if child.dep_ == "relcl" and not any(word.lower_ in ("way", "route") for word in child.subtree):
            continue
        yield child
        yield from _phrase(child)


def bound(trigger: Token) -> list[Token]:
    """Where goods were going: "bound for X", "were sent from Y and destined for X"."""
    found = [each for thing in goods_of(trigger) for each in _bound_for(thing.subtree)]
    beside = [*children(trigger, "conj"), *([trigger.head] if trigger.dep_ == "conj" else [])]
    return found or _bound_for(beside)


def _bound_for(words: Iterator[Token] | list[Token]) -> list[Token]:
    """ "Bound for X", "destined for X", "on their way to X", "parts of Y held by X"."""
    found: list[Token] = []
    for word in words:
        if word.lower_ in _BOUND:
            found.extend(after_preposition(word, "for"))
        elif word.lower_ in ("way", "route") and word.dep_ == "pobj":
            found.extend(after_preposition(word, "to") or after_preposition(word.head.head, "to"))
    holders = [
        agent
        for place in found
        for clause in (word for word in place.subtree if word.dep_ == "acl")
        if clause.lemma_ in ("hold", "control", "rule")
        for agent in by_agents(clause)
    ]
    return holders or found


def cargo(verb: Token) -> list[Token]:
    """What a vehicle has on board: "a ship carrying rifles docked", "a plane landed with rifles"."""
    found: list[Token] = []
    vehicles = [each for told in subjects(verb) for each in (told, *after_preposition(told, "of"))]
    for vehicle in vehicles:
        if vehicle.lemma_.lower() in VEHICLES:
            found.extend(after_preposition(verb, "with"))
            for clause in children(vehicle, "acl", "relcl", "prep"):
                if clause.lemma_.lower() in (
                    "carry",
                    "bring",
                    "transport",
                    "haul",
                    "load",
                    "fill",
                    "with",
                    "of",
                ):
                    found.extend(
                        (*objects(clause), *after_preposition(clause, "with"), *children(clause, "pobj"))
                    )
    return [each for each in found if each.i not in {vehicle.i for vehicle in subjects(verb)}]


def cargo_for(verb: Token) -> list[Token]:
    """For whom it is: "landed with rifles for the army of X"."""
    return [
        each
        for thing in cargo(verb)
        for each in (*after_preposition(thing, "for"), *_bound_for(thing.subtree))
    ]


def carried_by(verb: Token) -> list[Token]:
    """Whose vehicle brings them: "a Russian plane landed", "unloaded from a Russian plane"."""
    vehicles = [*subjects(verb), *after_preposition(verb, "from"), *by_agents(verb)]
    return [
        each
        for vehicle in vehicles
        if vehicle.lemma_.lower() in VEHICLES
        for each in (*modifiers(vehicle), *_within(vehicle, "from"))
    ]


def user(verb: Token) -> list[Token]:
    """Who has what was given: "X relies on helicopters supplied by Y", "X flies jets bought from Y"."""
    if verb.dep_ not in ("acl", "relcl"):
        return []
    goods = verb.head
    while goods.dep_ in ("conj", "appos"):
        goods = goods.head
    governor = goods.head if goods.dep_ == "dobj" else goods.head.head if goods.dep_ == "pobj" else goods
    if goods.dep_ in ("nsubj", "nsubjpass") and goods.head.lemma_.lower() in _ARRIVING:
        return [each for prep in ("for", "in", "to") for each in after_preposition(goods.head, prep)]
    if governor.lemma_ in ("possession", "delivery", "receipt") and governor.dep_ == "dobj":
        governor = governor.head
    return subjects(governor) if is_verb(governor) and governor.lemma_.lower() in _USING else []


def thanked(noun: Token) -> list[Token]:
    """Who is thanked for a delivery."""
    return [each for verb in _thanking(noun) for each in objects(verb)]


def thanker(noun: Token) -> list[Token]:
    """Who thanks for it, having got it."""
    return [each for verb in _thanking(noun) for each in subjects(verb)]


def _thanking(noun: Token) -> list[Token]:
    verb = noun.head.head
    thanks = noun.dep_ in ("pobj", "pcomp") and noun.head.lower_ == "for" and verb.lemma_ == "thank"
    return [verb] if thanks else []


def contents(noun: Token) -> list[Token]:
    """What a package holds: "the package includes …", "a package of aid including …"."""
    top = noun
    while top.dep_ == "pobj" and top.head.lower_ == "of":
        top = top.head.head  # "the tranche of assistance includes …"
    clauses = [
        *(child for child in children(noun, "acl", "relcl") if child.lemma_.lower() in _HOLDING),
        *([top.head] if top.dep_ == "nsubj" and top.head.lemma_.lower() in _HOLDING else []),
    ]
    found = [each for clause in clauses for each in objects(clause) if each.i != noun.i]
    found.extend(each for clause in clauses for each in after_preposition(clause, "of"))
    found.extend(_members(noun))
    including = [prep for prep in children(noun, "prep") if prep.lower_ == "including"]
    found.extend(each for prep in including for pobj in children(prep, "pobj") for each in conjuncts(pobj))
    return found


def _members(noun: Token) -> list[Token]:
    """What is "in the package", "part of the package", "included in it"."""
    prep = noun.head
    if noun.dep_ != "pobj" or prep.lower_ not in ("in", "of"):
        return []
    verb = prep.head
    if prep.lower_ == "of":
        if verb.lemma_ != "part":
            return []
        verb = verb.head
    if verb.lemma_ not in ("be", "include", "contain") or (verb.lemma_ != "be" and not is_passive(verb)):
        return []
    return surface_subjects(verb, 0)


def for_goods(trigger: Token) -> list[Token]:
    """For whom goods are, by their own phrase: "the purchase of 18 howitzers for X"."""
    return [each for thing in goods_of(trigger) for each in after_preposition(thing, "for")]


def contents_for(noun: Token) -> list[Token]:
    """For whom: "the sale covers 50 tanks for X"."""
    return [each for thing in contents(noun) for each in after_preposition(thing, "for")]


def arrival(noun: Token) -> list[Token]:
    """Where "a shipment" arrived or is expected."""
    verb = noun.head
    if noun.dep_ == "pobj" and noun.head.lower_ == "of":  # "the first batch of the deliveries"
        noun, verb = noun.head.head, noun.head.head.head
    if noun.dep_ not in ("nsubj", "nsubjpass") or verb.lemma_.lower() not in _ARRIVING:
        return []
    if verb.lemma_.lower() == "reach":
        return objects(verb)
    return [each for prep in ("in", "at", "to") for each in after_preposition(verb, prep)]


def allower(noun: Token) -> list[Token]:
    """Who let deliveries go on or stop: "cleared the sale", "suspended deliveries", "the sale, which X approved"."""
    approving = [clause for clause in children(noun, "relcl") if clause.lemma_.lower() in _LETTING]
    if approving:
        return [each for clause in approving for each in subjects(clause)]
    noun = whole(noun)
    verb = noun.head
    if noun.dep_ == "pobj" and verb.lower_ == "with" and verb.head.lemma_ in _REPAYING:
        return subjects(verb.head)  # "pays for the drones with help for …"
    if noun.dep_ == "pobj" and verb.head.lemma_.lower() in _FUNDING.get(verb.lower_, ()):
        return subjects(verb.head)  # "notified Congress of a sale", "pays for the training"
    if noun.dep_ not in ("dobj", "nsubjpass") or verb.lemma_.lower() not in _LETTING:
        return []
    return by_agents(verb) if is_passive(verb) else subjects(verb)


def hosted(verb: Token) -> list[Token]:
    """Where somebody is trained by nobody who is named: "pilots are being trained in X", "at five bases in X"."""
    if not is_passive(verb) or by_agents(verb):
        return []
    places = [each for prep in ("in", "at") for each in after_preposition(verb, prep)]
    return [each for place in places for each in (place, *makers(place), *after_preposition(place, "in"))]


def acquirer(noun: Token) -> list[Token]:
    """Who confirmed or turned down what is bought or offered, and so is who gets it: "X confirmed the purchase"."""
    noun = whole(noun)
    verb = noun.head
    got = noun.dep_ in ("dobj", "nsubjpass") and verb.lemma_.lower() in _ACQUIRING
    return subjects(verb) if got else []


def helper(verb: Token) -> list[Token]:
    """Who helps with what is done: "X is helping Y to build …", "Y is building … with the help of X"."""
    governor = verb.head
    if verb.dep_ in ("xcomp", "ccomp", "advcl") and governor.lemma_.lower() in _HELPING:
        return by_agents(governor) if is_passive(governor) else subjects(governor)
    return [
        each
        for noun in after_preposition(verb, "with")
        if noun.lemma_.lower() in ("help", "assistance", "support", "aid")
        for each in (
            *after_preposition(noun, "of"),
            *after_preposition(noun, "from"),
            *children(noun, "poss"),
            *modifiers(noun),
        )
    ]


def asker(verb: Token) -> list[Token]:
    """Who asks for it, and so for himself: "asked X to send missiles", "hopes to persuade X to provide radars"."""
    governor = verb.head
    if children(verb, "neg"):
        return []
    asked = verb.dep_ in ("xcomp", "ccomp", "advcl") and governor.lemma_.lower() in _ASKING
    return subjects(governor) if asked and not is_passive(governor) else []


def behalf(verb: Token) -> list[Token]:
    """For whom somebody acts: "bought engines on behalf of X"."""
    return [
        each
        for word in after_preposition(verb, "on")
        if word.lower_ == "behalf"
        for each in (*after_preposition(word, "of"), *children(word, "poss"))
    ]


def sender(verb: Token) -> list[Token]:
    """Who sends those that do it: "X will send soldiers to Y to train its army"."""
    governor = verb.head
    sent = verb.dep_ in ("advcl", "xcomp", "acl", "relcl") and is_verb(governor)
    return subjects(governor) if sent and governor.lemma_.lower() in _SENDING else []


def posted(verb: Token) -> list[Token]:
    """Where those go who train or advise: "instructors arrived in X to teach pilots"."""
    governor = verb.head
    if verb.dep_ not in ("advcl", "xcomp") or governor.lemma_.lower() not in _POSTING:
        return []
    return [each for prep in ("in", "to") for each in after_preposition(governor, prep)]
