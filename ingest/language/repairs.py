"""What the parser is known to get wrong in news, set right before anything reads the tree.

Shapes of sentences which a small model mistakes more often than not:

- "A delegation led by Minister X arrived …": X becomes a second subject of "arrived" and "by" stays empty.
- "On the invitation of X, Minister Y visited …": Y is strung to X, and the verb is left without a subject.
- "X has sent Y to Z, W's ministry said on Wednesday": the ministry is strung to Z, and "said" has no speaker.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from ingest.language.clause_repairs import return_cargo, return_helped, return_second_clause, return_worth
from ingest.language.example_repairs import return_demonyms, return_examples, return_freeze
from ingest.language.name_repairs import (
    join_name,
    lists_on,
    part_persons,
    part_place,
    return_apposition,
    return_guest,
    return_name,
    return_pictured,
)
from ingest.language.pacts import return_clause, return_signed
from ingest.language.report_repairs import return_report
from ingest.language.syntax import SUBJECTS, children, is_infinitive
from ingest.language.titles import long_titles, return_holder, return_under, set_off

_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow january february march april may "
    "june july august september october november december".split()
)
_LISTED = frozenset({"PERSON", "GPE", "ORG"})
_STANDING = frozenset({"left", "right", "centre", "center"})
_TAGS = frozenset({"say", "report", "announce", "tell", "add", "note", "write", "state", "confirm", "reveal"})
_GIVING = frozenset(
    "give send offer sell hand grant lend promise supply provide pledge guarantee deny refuse bring loan".split()
)
_TAKERS = frozenset("army navy police military government guard militia rebel insurgent junta troop".split())
_INNER = frozenset({"compound", "amod", "nmod", "nummod", "poss", "det", "case", "punct"})


def repair(doc: Doc) -> Doc:
    """The document with those heads corrected, in place."""
    for name in doc.ents:
        if name.label_ == "PERSON" and len(name) > 2:
            join_name(name)
    for under in doc:
        if under.text == "Under" and under.dep_ == "prep":
            return_under(under)
    for office, title_of in long_titles(doc):
        set_off(office, title_of)
    for token in doc:
        if token.dep_ in ("compound", "nmod") and token.lower_ in _DAYS:
            _free_day(token)
        elif token.lower_ == "of" and token.dep_ == "prep" and children(token, "pcomp"):
            _return_charge(token)
        elif token.dep_ == "advcl" and token.head.lemma_ in ("call", "appeal", "prevail"):
            _return_demand(token)
        elif token.dep_ == "advcl" and token.tag_ == "VBG":
            return_cargo(token)
        elif token.lower_ == "worth" and token.dep_ not in ("amod", "prep"):
            return_worth(token)
        elif token.dep_ == "conj" and token.tag_ in _FINITE and token.head.tag_ in _FINITE:
            return_second_clause(token)
        elif token.lower_ == "that" and token.dep_ in ("mark", "advmod"):
            return_report(token)
        elif token.dep_ in ("xcomp", "ccomp") and token.tag_ in ("VB", "VBP"):
            return_helped(token)
        elif token.dep_ == "dobj" and token.head.lemma_ in _GIVING:
            _part_taker(token)
        elif token.dep_ == "nsubj" and token.head.dep_ == "amod" and token.i and token.pos_ == "PROPN":
            _free_taker(token)
        elif token.tag_ == "VBG" and token.dep_ == "amod" and token.head.dep_ == "pobj":
            _return_gerund(token)
        elif token.dep_ in ("dative", "pobj") and token.lower_ in ("which", "that", "whom"):
            _part_relative(token)
        elif token.dep_ == "pobj" and token.lower_ in _DAYS and children(token, "compound", "nmod"):
            part_place(token)
        elif token.lower_ == "visiting" and token.dep_ in ("pcomp", "csubj"):
            return_guest(token)
        elif token.dep_ == "conj" and token.pos_ == "PROPN" and token.head.pos_ == "VERB":
            return_name(token)
        elif token.dep_ == "conj" and token.pos_ == "PROPN" and token.head.tag_ == "NNP":
            return_holder(token)
        elif token.dep_ == "appos" and token.ent_type_ in _LISTED and lists_on(token):
            token.dep_ = "conj"
        elif token.dep_ == "appos" and token.ent_type_ == "PERSON":
            part_persons(token)
        elif token.dep_ == "npadvmod" and token.tag_ == "NNP":
            return_apposition(token)
        elif token.dep_ == "nsubj" and token.tag_ == "NN":
            _count_subject(token)
        elif token.dep_ == "pobj" and token.head.lower_ == "to":
            _part_goods(token)
        elif token.tag_ == "JJ" and token.ent_type_ == "NORP" and token.dep_ in ("pobj", "dobj"):
            return_demonyms(token)
        elif token.lower_ in _STANDING and token.i > 1 and token.nbor(-1).text == ",":
            return_pictured(token)
        elif token.dep_ == "appos" and token.tag_ == "NN":
            return_signed(token)
        elif token.dep_ == "relcl":
            return_clause(token)
        elif token.lower_ in ("including", "among"):
            return_examples(token)
        elif token.lower_ in ("freezes", "bans"):
            return_freeze(token)
        if token.dep_ == "appos" and token.left_edge.i > token.head.i + 1:
            _return_last(token)
        if (
            token.tag_ == "NN"
            and token.dep_ == "xcomp"
            and children(token, "aux")
            and children(token, "dobj")
        ):
            token.pos_, token.tag_ = "VERB", "VB"  # "urged X to sanction Y"
        if token.lemma_ == "hop" and token.lower_.startswith("hop") and "pp" not in token.lower_:
            token.lemma_ = "hope"  # the lemmatizer takes "hopes" for a jump
        if token.tag_ == "NNPS" and token.lemma_ == token.text:
            token.lemma_ = token.text.removesuffix("s")  # "Foreign Ministers of Poland and Ukraine"
        if token.dep_ == "agent" and not children(token, "pobj", "pcomp"):
            _complete_agent(token)
        elif token.tag_ in _FINITE and token.dep_ in ("ROOT", "ccomp") and not children(token, *SUBJECTS):
            _restore_subject(token)
        elif token.tag_ == "VBN" and token.i + 1 < len(doc):
            _restore_inverted(token)
        if token.tag_ in _FINITE and token.lemma_ in _TAGS and not children(token, *SUBJECTS):
            _restore_speaker(token)
    return doc


def _return_last(name: Token) -> None:
    """ "The government and the movement X": X is the name of the movement that stands right before it."""
    last = name.doc[name.left_edge.i - 1]
    if last.dep_ == "conj" and last.head.i == name.head.i and last.pos_ == "NOUN":
        name.head = last


def _restore_inverted(verb: Token) -> None:
    """ "Also designated are X and Y": the names after the auxiliary are those designated."""
    after = verb.nbor()
    if after.lemma_ == "be" and after.i == verb.i + 1:
        for noun in children(after, "attr", "nsubj"):
            if noun.i > after.i and not children(verb, *SUBJECTS):
                noun.head, noun.dep_ = (
                    (verb, "nsubjpass") if verb.is_ancestor(after) else (noun.head, noun.dep_)
                )


def _restore_speaker(verb: Token) -> None:
    """Give the tag "…, W's ministry said" the noun right before it as its speaker."""
    if verb.i == verb.sent.start or verb.dep_ in ("relcl", "ROOT") or children(verb, "ccomp", "cc"):
        return
    noun = verb.nbor(-1)
    if noun.text == "," and noun.i > verb.sent.start:  # "…, X, the minister, said"
        noun = _before_apposition(verb)
    while noun.dep_ in _INNER and verb.sent.start <= noun.head.i < verb.i and noun.head.i > noun.i:
        noun = noun.head
    if noun.pos_ not in ("NOUN", "PROPN") or verb.is_ancestor(noun) or noun.head.i > verb.i:
        return
    first = min(token.i for token in noun.subtree)
    if first > verb.sent.start and verb.doc[first - 1].text in (",", "”", '"'):
        top = noun.head
        while top.head.i != top.i and top.dep_ in (
            *_INNER,
            "appos",
            "conj",
            "pobj",
            "prep",
            "dobj",
            "acl",
            "relcl",
        ):
            top = top.head
        noun.head, noun.dep_ = verb, "nsubj"
        if noun.is_ancestor(verb.head) or verb.head.i == noun.i or verb.head.i not in (top.i, verb.i):
            verb.head = top
        verb.dep_ = "parataxis"


def _before_apposition(verb: Token) -> Token:
    """The name before ", the minister," before the verb; the comma itself if there is none."""
    comma = verb.nbor(-1)
    for token in reversed(verb.doc[verb.sent.start : comma.i]):
        if token.text == "," and token.i > verb.sent.start:
            office, name = comma.nbor(-1), token.nbor(-1)
            while office.dep_ in _INNER and office.head.i < comma.i and office.head.i > office.i:
                office = office.head
            return name if office.dep_ == "appos" and name.pos_ == "PROPN" else comma
    return comma


def _free_day(day: Token) -> None:
    """ "On Wednesday X signed …", "in January X signed …": the day is no part of the name after it."""
    name, prep = day.head, day.nbor(-1) if day.i else day
    if prep.lower_ not in ("on", "in") or name.i <= day.i or name.ent_type_ in ("DATE", "TIME"):
        return
    day.head, day.dep_ = prep, "pobj"
    verb = prep.head
    if name.dep_ == "pobj" and name.head.i == prep.i and verb.i > name.i and not children(verb, *SUBJECTS):
        name.head, name.dep_ = verb, "nsubj"
    elif name.dep_ == "pobj" and name.head.i == prep.i > verb.i and not children(verb, "dobj"):
        name.head, name.dep_ = verb, "dobj"  # "announced on Wednesday new sanctions"


def _return_charge(of: Token) -> None:
    """ "Accused X of selling …", "accused groups based in Y of selling …": the charge belongs to the verb, not to X or Y."""
    accused = of.head
    while accused.dep_ in ("pobj", "prep", "acl") and accused.head.i < accused.i:
        accused = accused.head
    if accused.dep_ in ("dobj", "nsubjpass") and accused.head.lemma_ in ("accuse", "suspect", "convict"):
        of.head = accused.head


def _return_demand(verb: Token) -> None:
    """ "Called on X to stop …": what is demanded is the verb's complement."""
    asked = any(prep.lower_ in ("on", "upon", "for", "to") for prep in children(verb.head, "prep"))
    if asked and is_infinitive(verb):
        verb.dep_ = "xcomp"


def _count_subject(noun: Token) -> None:
    """ "The government of X and the Y Front have signed …": a plural verb has Y for its second subject."""
    verb = noun.head
    plural = any(word.tag_ == "VBP" for word in (verb, *children(verb, "aux", "auxpass")))
    if not plural or children(noun, "conj"):
        return
    for prep in children(noun, "prep"):
        for owner in children(prep, "pobj") if prep.lower_ == "of" else ():
            for other in children(owner, "conj"):
                other.head = noun


def _part_goods(goods: Token) -> None:
    """ "Transfer to Russia ballistic missiles": Russia is who gets them."""
    to, verb = goods.head, goods.head.head
    for taker in children(goods, "nmod", "compound"):
        if (
            taker.i == to.i + 1
            and taker.ent_type_ == "GPE"
            and verb.pos_ == "VERB"
            and not children(verb, "dobj")
        ):
            taker.head, taker.dep_ = to, "pobj"
            goods.head, goods.dep_ = verb, "dobj"
            return


def _part_taker(goods: Token) -> None:
    """ "Give Manila coastal radars", "brought the Malian army mortars": the state or its army is who gets them."""
    verb = goods.head
    for taker in children(goods, "compound", "nmod"):
        named = taker.tag_ in ("NNP", "NNPS") and taker.ent_type_ != "PRODUCT"
        if not named and taker.lemma_.lower() not in _TAKERS:
            continue
        own = {word.i for word in children(taker, "compound")} if named else set()
        before = [word for word in goods.doc[verb.i + 1 : taker.i] if word.i not in own]
        while before and before[0].dep_ in ("prt", "advmod", "quantmod", "advcl"):
            before.pop(0)
        article = [word for word in before if word.lower_ == "the"]
        loose = [word for word in before if word.head.i in (goods.i, taker.i)]
        if (
            len(loose) == len(before)
            and len(article) == (len(before) > 0)
            and not children(verb, "dative")
            and not _goes_to(verb)
        ):
            if named and (len(before) > 1 or goods.doc[taker.i + 1].ent_iob_ == "I"):
                return
            taker.head, taker.dep_ = verb, "dative"
            for word in before:
                word.head = taker
        return


def _free_taker(taker: Token) -> None:
    """ "Had given Kyiv depleted uranium shells": Kyiv depletes nothing."""
    verb = taker.doc[taker.left_edge.i - 1]
    if verb.lemma_ in _GIVING and verb.is_ancestor(taker):
        taker.head, taker.dep_ = verb, "dative"


def _goes_to(verb: Token) -> bool:
    return any(child.lower_ == "to" and child.dep_ == "prep" for child in verb.children)


def _part_relative(pronoun: Token) -> None:
    """ "Missiles which Bulgaria sold it", "medics whom it had lent the army": what is given is what is described."""
    verb = next((each for each in pronoun.ancestors if each.dep_ == "relcl"), None)
    if verb is None or verb.lemma_ not in _GIVING:
        return
    stray = pronoun.dep_ == "pobj" and pronoun.head.i > pronoun.i and len(children(pronoun.head, "pobj")) > 1
    takers = [child for child in children(verb, "dobj") if child.i > verb.i]
    after = verb.nbor() if verb.i + 1 < len(verb.doc) else verb
    if (
        not takers
        and after.dep_ == "nsubj"
        and after.pos_ == "PROPN"
        and len(children(after.head, "nsubj")) > 1
    ):
        after.head, takers = verb, [after]  # "the missiles that X promised Y would threaten …"
    if (stray or (pronoun.dep_ == "dative" and pronoun.head.i == verb.i)) and takers:
        pronoun.head, pronoun.dep_ = verb, "dobj"
        takers[0].dep_ = "dative"


def _return_gerund(gerund: Token) -> None:
    """ "Accused X of flying weapons to Y", "returned after visiting China": what X is accused of, or has done before."""
    thing, prep = gerund.head, gerund.head.head
    if gerund.i != prep.i + 1:
        return
    charged = prep.head.lemma_ in ("accuse", "suspect", "convict", "guilty", "capable")
    if prep.lower_ == "of" and charged:
        gerund.pos_ = "VERB"
        for after in (*children(thing, "prep"), *children(prep.head, "prep")):
            if after.i > thing.i and after.lower_ in ("to", "into", "for"):
                after.head = gerund
    elif prep.lower_ not in ("after", "before", "without") or thing.ent_type_ != "GPE":
        return
    gerund.head, gerund.dep_ = prep, "pcomp"
    thing.head, thing.dep_ = gerund, "dobj"


def _complete_agent(by: Token) -> None:
    """Give "by" the noun right after it, if the parser made that a second subject."""
    for noun in by.sent[by.i - by.sent.start + 1 :]:
        verb = noun.head
        others = [child for child in children(verb, *SUBJECTS) if child.i < by.i]
        if noun.dep_ in SUBJECTS and noun.left_edge.i == by.i + 1 and others:
            noun.head, noun.dep_ = by, "pobj"
            return


def _restore_subject(verb: Token) -> None:
    """Make the name between a comma and the verb its subject, if it was strung to a phrase in front."""
    before = verb.i - 1
    while before > verb.sent.start and (
        verb.doc[before].dep_ in ("aux", "advmod", "neg", "auxpass") or verb.doc[before].text == ","
    ):
        before -= 1
    noun = verb.doc[before]
    while noun.head.i != noun.i and noun.head.i < verb.i:
        if noun.dep_ in _INNER:
            noun = noun.head
        elif noun.dep_ == "pobj" and noun.head.lower_ == "of":
            noun = noun.head.head
        else:
            break
    if noun.dep_ == "appos" and noun.head.dep_ in ("conj", "appos"):
        noun = noun.head
    strung = noun.dep_ in ("conj", "appos") and not any(
        noun.head.i < word.i < noun.i for word in children(noun.head, "cc")
    )
    first = noun.left_edge.i
    if not strung or noun.pos_ not in ("NOUN", "PROPN") or verb.doc[first - 1].text != ",":
        return
    front = noun.head
    while front.head.i != front.i and front.head.i != verb.i:
        front = front.head
    if front.dep_ in ("prep", "advcl", "ccomp") and front.i < noun.i and front.head.i == verb.i:
        noun.head, noun.dep_ = verb, "nsubj"
