"""Who stands where around a verb or noun: arguments by label, read off the dependency tree.

Labels: subject, object, indirect, by; poss, demonym, compound; copula; relsubject; and any preposition ("to", "from").
"subject" is the doer also of a passive, an infinitive, a gerund or a relative clause. Dependency names are spaCy's
(ClearNLP): https://github.com/clir/clearnlp-guidelines.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from ingest.language import lexicon

# Verbs whose object does what the infinitive or gerund after it says: "urged X to …", "accused X of …".
_OBJECT_CONTROL = frozenset(
    "accuse urge ask tell order force allow help call persuade invite warn press suspect condemn criticize criticise "
    "slam blame denounce thank praise see require enable encourage permit push pressure implore blast stop prevent "
    "charge place put sanction blacklist designate punish penalize catch find want expect denounce fault rebuke lead cause let make have send direct commission".split()
)
_PORTIONS = frozenset("package round series set raft wave number batch slew array".split())
_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_RELATIVE = frozenset({"that", "which", "who", "whom"})


def conjuncts(token: Token) -> list[Token]:
    """The token and what is coordinated with it to its right: "Russia and North Korea" → both."""
    return [token, *(later for later in token.conjuncts if later.i > token.i)]


def children(token: Token, *deps: str) -> list[Token]:
    """Children by dependency, in the order of the text."""
    return [child for child in token.children if child.dep_ in deps]


def is_verb(token: Token) -> bool:
    """Whether the token heads a clause."""
    return token.pos_ in ("VERB", "AUX")


def is_passive(verb: Token) -> bool:
    """Whether the verb is a passive, also a bare participle ("weapons supplied by …")."""
    if children(verb, "nsubjpass", "auxpass"):
        return True
    return (
        verb.tag_ == "VBN"
        and not children(verb, "aux")
        and (verb.dep_ == "acl" or bool(children(verb, "agent")))
    )


def subjects(verb: Token, depth: int = 0) -> list[Token]:
    """Who does what the verb says; empty where the text does not tell."""
    if depth > 8:
        return []
    if is_passive(verb):
        return by_agents(verb)
    own = [child for child in children(verb, "nsubj", "csubj") if child.i != verb.i]
    if own:
        return _relative_or_self(own, verb)
    return _inherited_subjects(verb, depth)


def _relative_or_self(tokens: list[Token], verb: Token) -> list[Token]:
    resolved: list[Token] = []
    for token in tokens:
        if token.lower_ in _RELATIVE:
            clause = _clause(verb)
            resolved.extend(conjuncts(clause.head) if clause is not None else [])
        else:
            resolved.extend(conjuncts(token))
    return resolved


def _surface_subjects(verb: Token, depth: int) -> list[Token]:
    """The grammatical subject, of a passive too: it controls the infinitive after it."""
    if own := children(verb, *_SUBJECTS):
        return _relative_or_self(own, verb)
    return subjects(verb, depth + 1)


def _inherited_subjects(verb: Token, depth: int) -> list[Token]:
    head = verb.head
    match verb.dep_:
        case "conj" if is_verb(head):
            return _surface_subjects(head, depth)
        case "xcomp" | "ccomp" | "advcl" | "oprd" | "parataxis" | "dep":
            return _controller(head, depth)
        case "pcomp":
            return _controller_of_gerund(head.head, depth)
        case "acl" if verb.tag_ == "VBG":
            return conjuncts(head)
        case "acl" | "relcl" if head.pos_ in ("NOUN", "PROPN"):
            return _owner_of_noun(head, depth) if verb.tag_ == "VB" else []
        case _:
            return []


def _controller(governor: Token, depth: int) -> list[Token]:
    if governor.lemma_.lower() in _OBJECT_CONTROL and is_verb(governor):
        if is_passive(governor):
            return _surface_subjects(governor, depth)
        if objects_ := children(governor, "dobj", "dative"):
            return [each for token in objects_ for each in conjuncts(token)]
    if is_verb(governor):
        return _surface_subjects(governor, depth)
    if governor.pos_ == "ADJ":
        return _surface_subjects(governor.head, depth) if is_verb(governor.head) else []
    return _owner_of_noun(governor, depth)


def _controller_of_gerund(governor: Token, depth: int) -> list[Token]:
    return _controller(governor, depth)


def _owner_of_noun(noun: Token, depth: int) -> list[Token]:
    """Whose plan, talks, attempt: the possessor, or the subject of the verb that carries the noun."""
    if owners := children(noun, "poss"):
        return [each for owner in owners for each in conjuncts(owner)]
    governor = noun.head
    if noun.dep_ in ("dobj", "attr") and is_verb(governor):
        return _surface_subjects(governor, depth)
    if noun.dep_ == "pobj" and is_verb(governor.head):
        return _surface_subjects(governor.head, depth)
    return []


def by_agents(verb: Token) -> list[Token]:
    """The doer of a passive, after "by"."""
    return [
        each
        for agent in verb.children
        if agent.dep_ == "agent" or (agent.dep_ == "prep" and agent.lower_ == "by")
        for token in children(agent, "pobj")
        for each in conjuncts(token)
    ]


def objects(verb: Token) -> list[Token]:
    """What the verb is done to: object, subject of a passive, or the noun that a relative clause describes."""
    found = [
        each for token in children(verb, "dobj", "nsubjpass") for each in _relative_or_self([token], verb)
    ]
    for adverb in children(verb, "advmod"):
        if adverb.lower_ == "upwards":
            found.extend(after_preposition(adverb, "of"))
    if found:
        return found
    if verb.dep_ == "conj" and is_verb(verb.head) and is_passive(verb):
        return _surface_subjects(verb.head, 0)
    noun = verb.head
    if verb.dep_ == "acl" and verb.tag_ == "VBN" and noun.pos_ in ("NOUN", "PROPN", "PRON"):
        return conjuncts(noun)
    relative = _relative_clause_of(verb)
    if relative is not None and not children(verb, "dobj") and children(relative, *_SUBJECTS):
        return conjuncts(relative.head)
    return []


def _clause(verb: Token) -> Token | None:
    """The relative clause to which a verb belongs, through infinitives and coordination."""
    while verb.dep_ in ("xcomp", "conj") and is_verb(verb.head):
        verb = verb.head
    return verb if verb.dep_ in ("relcl", "acl") else None


def _relative_clause_of(verb: Token) -> Token | None:
    """The relative clause in which the verb, perhaps through infinitives, lacks its object."""
    while verb.dep_ == "xcomp" and is_verb(verb.head):
        verb = verb.head
    return verb if verb.dep_ == "relcl" and verb.head.pos_ in ("NOUN", "PROPN", "NUM") else None


def after_preposition(token: Token, preposition: str) -> list[Token]:
    """Objects of a preposition that hangs on the token, or on another prepositional phrase of it."""
    found: list[Token] = []
    for prep in _prepositions(token):
        if prep.lower_ == preposition:
            found.extend(each for pobj in children(prep, "pobj") for each in conjuncts(pobj))
    return found


def _prepositions(token: Token, depth: int = 0) -> Iterator[Token]:
    for child in token.children:
        if child.dep_ in ("prep", "dative", "agent") and child.pos_ in ("ADP", "SCONJ", "PART"):
            yield child
            if depth < 2:
                yield from (inner for inner in _prepositions(child, depth + 1) if inner.head == child)
                for pobj in children(child, "pobj"):
                    yield from (inner for inner in _prepositions(pobj, depth + 2) if inner.lower_ != "of")


def carrier(noun: Token) -> Token | None:
    """The light verb that carries an event noun: "held" in "held talks", "was held" in "a reception was held"."""
    if noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.lemma_ in _PORTIONS:
        noun = noun.head.head  # "a package of sanctions", "a round of talks"
    head = noun.head
    if any(children(clause, *_SUBJECTS) for clause in children(noun, "relcl")):
        return None  # "the sanctions that X imposed" stand whatever else is done about them
    if (
        noun.dep_ in ("dobj", "nsubjpass", "attr")
        and is_verb(head)
        and head.lemma_.lower() in lexicon.light_verbs()
    ):
        return head
    if noun.dep_ in ("nsubj", "nsubjpass") and head.lemma_.lower() in (
        "take",
        "happen",
        "occur",
        "begin",
        "start",
    ):
        return head
    if noun.dep_ == "pobj" and head.lower_ in ("in", "for", "on", "to") and is_verb(head.head):
        return head.head
    if noun.dep_ == "conj" and noun.head.pos_ == noun.pos_:
        return carrier(noun.head)
    return None


def noun_subjects(noun: Token) -> list[Token]:
    """Who does what an event noun says, where a light verb or a relative clause tells it."""
    verb = carrier(noun)
    if verb is None or noun.dep_ == "nsubj":
        return []
    return by_agents(verb) if noun.dep_ == "nsubjpass" else subjects(verb)


def relative_subjects(noun: Token) -> list[Token]:
    """The subject of a relative clause on the noun: "the summit that Kim and Putin held", "sanctions X imposed"."""
    return [
        each
        for clause in children(noun, "relcl", "acl")
        for each in (subjects(clause) or by_agents(clause))
        if each.i != noun.i
    ]


def arguments(trigger: Token, label: str) -> list[Token]:
    """The tokens that stand to a trigger in one of the labels above."""
    verb = is_verb(trigger)
    match label:
        case "subject":
            return subjects(trigger) if verb else noun_subjects(trigger)
        case "object":
            return objects(trigger)
        case "indirect":
            return [
                each
                for token in children(trigger, "dative")
                if token.pos_ != "ADP"
                for each in conjuncts(token)
            ]
        case "by":
            return by_agents(trigger) or after_preposition(trigger, "by")
        case "poss":
            return [each for token in children(trigger, "poss") for each in conjuncts(token)]
        case "demonym" | "compound":
            return [
                each
                for token in modifiers(trigger)
                if token.dep_ != "poss"
                for each in (token, *token.conjuncts)
            ]
        case "relsubject":
            return relative_subjects(trigger)
        case "copula":
            return _under(trigger)
        case "self":
            return [trigger]
        case "placer":
            prep, placing = trigger.head, trigger.head.head
            return (
                subjects(placing) if prep.lower_ == "under" and is_verb(placing) and objects(placing) else []
            )
        case "bound":
            return [each for thing in objects(trigger) for each in _bound_for(thing)]
        case "from_goods":
            return [each for thing in objects(trigger) for each in after_preposition(thing, "from")]
        case "object_to":
            return [each for thing in objects(trigger) for each in after_preposition(thing, "to")]
        case "announcer":
            verb_ = trigger.head
            announced = trigger.dep_ == "dobj" and verb_.lemma_.lower() in ("announce", "unveil", "declare")
            return subjects(verb_) if announced else []
        case "goal":
            return _goals(trigger)
        case "partner":
            return _partners(trigger)
        case "maker":
            goods = objects(trigger) if verb else [trigger]
            return [each for thing in goods for each in modifiers(thing)]
    found = after_preposition(trigger, label)
    if verb:
        for each in objects(trigger):
            found.extend(token for token in after_preposition(each, label) if token not in found)
    else:
        around = [carrier(trigger), *children(trigger, "relcl", "acl")]
        for other in around:
            if other is not None:
                found.extend(token for token in after_preposition(other, label) if token not in found)
        if (
            not found and trigger.dep_ == "dobj"
        ):  # "condemned the transfers from X to Y": the parser splits them
            found.extend(after_preposition(trigger.head, label))
    return found


def modifiers(noun: Token) -> list[Token]:
    """The words before a noun that belong to its phrase, those of its compounds too."""
    found: list[Token] = []
    for child in children(noun, "amod", "compound", "nmod", "poss"):
        if child.dep_ != "poss":
            found.extend(modifiers(child))
        found.append(child)
    return found


def _partners(verb: Token) -> list[Token]:
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


def _goals(verb: Token) -> list[Token]:
    """Where what someone leaves for takes place: "left to attend a forum in Perm"."""
    purposes = [child for child in children(verb, "advcl", "xcomp") if child.tag_ == "VB"]
    return [each for purpose in purposes for label in ("in", "at") for each in arguments(purpose, label)]


def _bound_for(goods: Token) -> list[Token]:
    """Where goods were going: "bound for X", "destined for X", "on their way to X", "parts of Y held by X"."""
    found: list[Token] = []
    for word in goods.subtree:
        if word.lower_ in ("bound", "destined", "intended", "meant"):
            found.extend(after_preposition(word, "for"))
        elif word.lower_ in ("way", "route") and word.dep_ == "pobj":
            found.extend(after_preposition(word, "to"))
    holders = [
        agent
        for place in found
        for clause in (word for word in place.subtree if word.dep_ == "acl")
        if clause.lemma_ in ("hold", "control", "rule")
        for agent in by_agents(clause)
    ]
    return holders or found


def _under(noun: Token) -> list[Token]:
    """Whoever is "under sanctions", "subject to sanctions", "hit with sanctions"."""
    prep = noun.head
    if noun.dep_ != "pobj" or prep.lower_ not in ("under", "to", "with", "by"):
        return []
    governor = prep.head
    if governor.pos_ == "ADJ" and governor.lemma_ == "subject":
        governor = governor.head
    placed = children(governor, "dobj")
    if is_verb(governor) and placed and not is_passive(governor):  # "placed X under sanctions"
        return [each for token in placed for each in conjuncts(token)] if prep.lower_ == "under" else []
    if is_verb(governor) and (prep.lower_ == "under" or is_passive(governor) or governor.lemma_ == "be"):
        return [each for child in children(governor, *_SUBJECTS) for each in conjuncts(child)]
    return [governor] if prep.lower_ == "under" and governor.pos_ in ("NOUN", "PROPN") else []
