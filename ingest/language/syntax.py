"""Who does what to whom around a verb, read off the dependency tree.

The subject is the doer also of a passive, an infinitive, a gerund or a relative clause. Dependency names are spaCy's
(ClearNLP): https://github.com/clir/clearnlp-guidelines.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from ingest.language import lexicon

SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_TOPICS = frozenset({"about", "on", "over", "regarding", "concerning", "amid", "as"})
"""Prepositions whose phrase is a matter of its own: "talks on the situation in Syria" are not in Syria."""
_MEASURES = frozenset({"sanction", "embargo", "ban", "measure", "restriction", "attack", "visit", "pressure"})
_PROMISES = frozenset({"promise", "offer", "pledge", "plan", "programme", "program", "policy"})
_GIFTS = frozenset({"gift", "donation", "loan", "present"})
_BELOW = "below"
_RELATIVE = frozenset({"that", "which", "who", "whom"})

_OWN_WORD = frozenset("promise pledge commitment guarantee offer plan proposal assurance threat".split())
"""What somebody gives another of what he is to do himself."""


def conjuncts(token: Token) -> list[Token]:
    """The token and what is coordinated with it to its right: "Russia and North Korea" → both."""
    return [token, *(later for later in token.conjuncts if later.i > token.i)]


def settle(doc: Doc) -> Doc:
    """Remember who depends on whom, once no rule will move a word any more: `children` is asked a thousand times a page."""
    below: list[list[tuple[str, int]]] = [[] for _ in doc]
    for token in doc:
        if (head := token.head.i) != token.i:
            below[head].append((token.dep_, token.i))
    doc.user_data[_BELOW] = below
    return doc


def children(token: Token, *deps: str) -> list[Token]:
    """Children by dependency, in the order of the text."""
    doc = token.doc
    below = doc.user_data.get(_BELOW)
    if below is None:
        return [child for child in token.children if child.dep_ in deps]
    return [doc[i] for dep, i in below[token.i] if dep in deps]


def is_verb(token: Token) -> bool:
    """Whether the token heads a clause."""
    return token.pos_ in ("VERB", "AUX")


def has_to(verb: Token) -> bool:
    """Whether "to" stands before the verb, be it "to go" or "to have gone"."""
    return any(child.lower_ == "to" for child in children(verb, "aux"))


def is_infinitive(verb: Token) -> bool:
    """Whether a verb stands in the infinitive with "to"."""
    return verb.tag_ == "VB" and has_to(verb)


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
            resolved.extend(conjuncts(_described_by(clause, token)) if clause is not None else [])
        else:
            resolved.extend(conjuncts(token))
    return resolved


def _described_by(clause: Token, pronoun: Token) -> Token:
    """The noun that a relative clause describes; of "the visit of Minister X, who …" it is X."""
    head = clause.head
    if pronoun.lower_ == "which" and pronoun.dep_ == "nsubj" and head.lemma_ in _MEASURES:
        nearest = pronoun.nbor(-2) if pronoun.i > 1 and pronoun.nbor(-1).text == "," else head
        if nearest.pos_ == "PROPN" and head.is_ancestor(nearest):
            return nearest  # "sanctions on X, which sold …"
    before = pronoun.i - 1 - (pronoun.nbor(-1).text == "," if pronoun.i else 0)
    if pronoun.lower_ == "which" and clause.tag_ in ("VBZ", "VBN") and before > head.i:
        last = pronoun.doc[before]  # "Pakistan and China which has …"
        return (
            last
            if last in head.conjuncts
            and any(word.tag_ == "VBZ" for word in (clause, *children(clause, "aux", "auxpass")))
            else head
        )
    if pronoun.lower_ not in ("who", "whom") or before <= head.i - (head.pos_ == "PROPN"):
        return head
    if head.pos_ == "PROPN":  # "X, minister of the Republic of Y, who …"
        return head if head.ent_type_ == "PERSON" else _person_above(head)
    nearest = pronoun.doc[before]
    while nearest.dep_ == "compound" and nearest.head.i <= before:
        nearest = nearest.head
    return nearest if nearest.pos_ == "PROPN" and head.is_ancestor(nearest) else head


def _person_above(name: Token) -> Token:
    """The person whose title ends with a name; the name itself if there is none."""
    node = name
    while node.dep_ in ("pobj", "prep", "appos", "conj", "compound", "poss", "nmod") and node.head.i < node.i:
        node = node.head
        if node.ent_type_ == "PERSON":
            return node
    return name


def surface_subjects(verb: Token, depth: int) -> list[Token]:
    """The grammatical subject, of a passive too: it controls the infinitive after it."""
    if own := children(verb, *SUBJECTS):
        return _relative_or_self(own, verb)
    return subjects(verb, depth + 1)


def _inherited_subjects(verb: Token, depth: int) -> list[Token]:
    head = verb.head
    match verb.dep_:
        case "conj" if is_verb(head):
            return surface_subjects(head, depth)
        case "advcl" if verb.tag_ == "VBG" and verb.lemma_.lower() in lexicon.reporting_verbs():
            return surface_subjects(head, depth)  # "told parliament, adding that …"
        case "xcomp" | "ccomp" | "advcl" | "oprd" | "parataxis" | "dep":
            return _controller(head, depth)
        case "pcomp" if head.head.pos_ == "ADV" and is_verb(head.head.head):
            return _controller(head.head.head, depth)  # "gone so far as to send"
        case "pcomp":
            while head.dep_ == "conj" and head.head.dep_ == "prep":
                head = head.head  # "thanked X for … and for training …"
            return _controller(head.head, depth)
        case "acl" if verb.tag_ == "VBG":
            return conjuncts(head)
        case "acl" | "relcl" if head.pos_ == "PROPN" and verb.tag_ == "VB":
            return [head]  # a headline: "Lavrov to visit Pyongyang"
        case "acl" | "relcl" if head.pos_ in ("NOUN", "PROPN"):
            if head.lemma_ == "invitation" and (invited := _invited(head)):
                return invited
            return _owner_of_noun(head, depth) if verb.tag_ == "VB" else []
        case _:
            return []


def _invited(invitation: Token) -> list[Token]:
    """Whom an invitation calls: "handed X an invitation to visit", "X accepted Y's invitation to visit"."""
    verb = invitation.head
    if invited := after_preposition(invitation, "to") or after_preposition(invitation, "for"):
        return invited
    if invitation.dep_ != "dobj" or not is_verb(verb):
        return []
    if verb.lemma_.lower() in ("accept", "decline", "receive", "get", "take", "welcome"):
        return subjects(verb)
    asked = [each for token in children(verb, "dative") if token.pos_ != "ADP" for each in conjuncts(token)]
    return asked or after_preposition(verb, "to")


def _controller(governor: Token, depth: int) -> list[Token]:
    if governor.lemma_.lower() in lexicon.object_control() and is_verb(governor):
        if is_passive(governor):
            return surface_subjects(governor, depth)
        if objects_ := children(governor, "dobj", "dative"):
            return _relative_or_self(objects_, governor)
        to = ("to",) if governor.lemma_ == "appeal" else ("on", "upon")
        if asked := [each for prep in to for each in after_preposition(governor, prep)]:
            return asked  # "called on X to stop", "appealed to X to stop"
    if is_verb(governor):
        return surface_subjects(governor, depth)
    if governor.pos_ == "PROPN" and governor.dep_ == "ROOT":
        return conjuncts(governor)  # a headline: "EU to sanction Iran"
    if governor.pos_ in ("ADJ", "ADV"):  # "ready to sell", "gone so far as to sell"
        return surface_subjects(governor.head, depth) if is_verb(governor.head) else []
    return _owner_of_noun(governor, depth)


def _owner_of_noun(noun: Token, depth: int) -> list[Token]:
    """Whose plan, talks, attempt: the possessor, or the subject of the verb that carries the noun."""
    if owners := children(noun, "poss"):
        return [each for owner in owners for each in conjuncts(owner)]
    governor = noun.head
    if noun.dep_ == "dobj" and noun.lemma_ not in _OWN_WORD:
        given = [
            each for token in children(governor, "dative") if token.pos_ != "ADP" for each in conjuncts(token)
        ]
        if given:
            return given  # "gave X a loan with which to buy …"
    if noun.dep_ in ("dobj", "attr") and is_verb(governor):
        return surface_subjects(governor, depth)
    if noun.dep_ == "pobj" and is_verb(governor.head):
        if governor.lower_ == "of":  # "accused X of a deal to deliver …"
            return _controller(governor.head, depth)
        return surface_subjects(governor.head, depth)
    return []


def by_agents(verb: Token) -> list[Token]:
    """The doer of a passive, after "by"; of "trained and armed by X" it is that of both."""
    own = _by_agents(verb)
    return own or [each for other in _joined(verb) for each in _by_agents(other)]


def _joined(verb: Token) -> list[Token]:
    """The verb that directly goes on after this one: "trained and armed rebels"."""
    return [
        other
        for other in children(verb, "conj")
        if other.i - verb.i == 2 and other.tag_ == verb.tag_ and not children(verb, "dobj", "agent", "prep")
    ]


def _by_agents(verb: Token) -> list[Token]:
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
    if not found and not is_passive(verb):
        found = [
            each for other in _joined(verb) for token in children(other, "dobj") for each in conjuncts(token)
        ]
    if found:
        return found
    if verb.dep_ == "conj" and is_verb(verb.head) and is_passive(verb):
        return surface_subjects(verb.head, 0)
    if verb.dep_ in ("xcomp", "oprd") and children(verb, "auxpass"):
        return _controller(verb.head, 0)  # "is to be received", "hopes to be invited"
    noun = verb.head
    if verb.dep_ == "acl" and children(verb, "auxpass") and noun.pos_ in ("NOUN", "PROPN"):
        return conjuncts(noun)  # "a summit to be held"
    if verb.dep_ == "acl" and verb.tag_ == "VBN" and noun.pos_ in ("NOUN", "PROPN", "PRON"):
        return conjuncts(noun)
    relative = _relative_clause_of(verb)
    if relative is not None and not children(verb, "dobj") and children(relative, *SUBJECTS):
        return conjuncts(relative.head)
    return []


def _clause(verb: Token) -> Token | None:
    """The relative clause to which a verb belongs, through infinitives and coordination."""
    while verb.dep_ in ("xcomp", "conj", "ccomp") and is_verb(verb.head):
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
        dep = child.dep_
        if dep in ("prep", "dative", "agent"):
            if child.pos_ in ("ADP", "SCONJ", "PART"):
                yield from _through(child, depth)
        elif dep == "prt" and children(child, "pobj"):  # "called on X", as it is parsed at times
            yield child
        elif dep == "advmod" and child.lower_ == "back":  # "was back in Beirut"
            yield from _prepositions(child, depth)
        if depth < 2 and child.lower_ == "worth":  # "rockets worth $2 million from India"
            yield from _prepositions(child, depth + 1)


def _through(prep: Token, depth: int) -> Iterator[Token]:
    """A preposition and those within its phrase."""
    yield prep
    for inner in prep.children:
        dep = inner.dep_
        if dep == "conj":
            if inner.pos_ == "ADP":  # "of X and of Y"
                yield inner
        elif depth >= 2:
            continue
        elif dep in ("prep", "dative", "agent") and inner.pos_ in ("ADP", "SCONJ", "PART"):
            yield inner
        elif dep == "pobj" and (
            prep.lower_ not in _TOPICS or (prep.lower_ == "as" and inner.lemma_ in _GIFTS)
        ):
            for further in _prepositions(inner, depth + 2):
                sum_ = inner.ent_type_ == "MONEY"  # "a package of $100 million for X"
                if sum_ or further.lower_ not in ("of", "for"):  # "went through preparations for a visit"
                    yield further


def whole(noun: Token) -> Token:
    """The noun of which it is only the kind: "a package" of sanctions, "5 million euros" in aid, "a promise" of help."""
    prep = noun.head
    if (
        noun.dep_ != "pobj"
        or prep.lower_ not in ("of", "in", "worth")
        or prep.head.pos_ not in ("NOUN", "PROPN", "NUM", "SYM")
    ):
        return noun
    portion = prep.head
    amount = [word.lower_ for number in children(portion, "nummod", "compound") for word in number.subtree]
    counted = portion.ent_type_ == "MONEY" or bool({"million", "billion"} & {*amount, portion.lower_})
    told = portion.lemma_.lower() in lexicon.portions() | _PROMISES
    return portion if (told and prep.lower_ == "of") or counted else noun


def modifiers(noun: Token) -> list[Token]:
    """The words before a noun that belong to its phrase, those of its compounds too."""
    found: list[Token] = []
    for child in children(noun, "amod", "compound", "nmod", "poss"):
        if child.dep_ != "poss":
            found.extend(modifiers(child))
        found.append(child)
    return found
