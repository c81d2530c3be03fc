"""Personal names that the model overlooks or takes for something else, told by the office beside them.

Foreign names in English news stand with an office ("Vice Foreign Minister Sun Weidong", "Igor Morgulov, vice foreign
minister of …") and come back as one word ("Sun"). The statistical recogniser alone knows neither rule.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from functools import cache

from spacy.tokens import Doc, Span, Token

from ingest.language import lexicon
from ingest.language.companies import company_names
from ingest.language.syntax import children
from ingest.language.titles import long_titles

_LONGEST = 4
_NO_NAME = frozenset({"Assembly", "Staff", "House", "Ministry", "Secretariat", "Headquarters"})
_NO_NAMES = _NO_NAME | {
    "Mr",
    "Mrs",
    "Ms",
    "Dr",
    "Gen",
    "Lt",
    "Col",
    "Sen",
    "Rep",
    "Honourable",
    "Honorable",
    "Hon",
}


def entities(
    doc: Doc, names: Mapping[int, object], full_names: Iterable[str], demonyms: Container[int] = ()
) -> dict[int, Span]:
    """The named entities by token index, with those that must be persons as PERSON and companies as ORG.

    `names` are the tokens that the authority names; `full_names` those of persons among them, `demonyms` the tokens
    that only say of which country something is.
    """
    found = {token.i: span for span in doc.ents for token in span}
    for start, end in company_names(doc, demonyms):
        if not any(each in names and each not in demonyms for each in range(end - 1, start, -1)):
            for each in {found[place] for place in range(start, end) if place in found}:
                _forget(found, each)
            found.update(dict.fromkeys(range(start, end), Span(doc, start, end, "ORG")))
    for office, name in long_titles(doc):
        for each in {found[place] for place in range(office.i, name.end) if place in found}:
            if each.label_ == "ORG" and not any(place in names for place in range(each.start, each.end)):
                _forget(found, each)
        if not any(place in names for place in range(name.start, name.end)):
            found.update(
                dict.fromkeys(range(name.start, name.end), Span(doc, name.start, name.end, "PERSON"))
            )
    for start, end in (*_after_office(doc, names), *_before_office(doc, names)):
        known = found.get(start)
        if known is None or known.label_ != "PERSON" or known.end < end:
            person = Span(doc, start, end, "PERSON")
            found.update(dict.fromkeys(range(start, end), person))
    persons = {span.text for span in found.values() if span.label_ == "PERSON" and len(span) > 1}
    for place, span in list(found.items()):
        if span.text in persons and span.label_ != "PERSON":  # the name of a person told before
            found[place] = Span(doc, span.start, span.end, "PERSON")
    ends = {word for name in full_names for word in (name.split()[0], name.split()[-1])}
    ends |= {
        doc[place].text
        for span in found.values()
        if span.label_ == "PERSON" and len(span) > 1
        for place in (span.start, span.end - 1)
        if place > span.start or doc[place].lower_ not in lexicon.nouns()["titles"]
    }
    for token in doc:
        known = found.get(token.i)
        whole = known is not None and known.label_ == "PERSON" and len(known) > 1
        if token.text in ends and not whole and _stands_alone(token, names):
            found[token.i] = Span(doc, token.i, token.i + 1, "PERSON")
    return found


def _forget(found: dict[int, Span], entity: Span) -> None:
    for place in range(entity.start, entity.end):
        found.pop(place, None)


@cache
def _offices() -> frozenset[str]:
    return lexicon.nouns()["titles"] | lexicon.nouns()["leader"]


@cache
def _ahead() -> frozenset[str]:
    """Words that a title is made of: offices and what they are in charge of."""
    return _offices() | lexicon.nouns()["portfolio"]


@cache
def _never_names() -> frozenset[str]:
    return lexicon.nouns()["portfolio"] | lexicon.nouns()["body"]


def _after_office(doc: Doc, names: Mapping[int, object]) -> Iterator[tuple[int, int]]:
    """ "Vice Foreign Minister Sun Weidong": the capitalised words after an office and what it is in charge of."""
    offices, ahead = _offices(), _ahead()
    words = [token.lower_.rstrip(".") for token in doc]
    for place, word in enumerate(words[:-1]):
        if (word not in ahead and place not in names) or words[place + 1] in ahead or place + 1 in names:
            continue
        if not _may_be_name(doc[place + 1], names):
            continue
        first, start = place, doc[place].sent.start
        while first > start and (first in names or words[first] in ("of", "the") or words[first] in ahead):
            first -= 1  # "Minister of Defense of Armenia | Suren Papikyan"
        title = words[first : place + 1]
        if offices.isdisjoint(title) or (place in names and "of" not in title):
            continue
        end = place + 1
        while end < len(words) and end - place <= _LONGEST and (step := _goes_on(doc, end, names)):
            end += step
        if doc[end - 1].text not in _NO_NAME:
            yield place + 1, end


def _goes_on(doc: Doc, place: int, names: Container[int]) -> int:
    """By how many words a name goes on here: by a word of its own, or by a particle with one ("al-Araji", "bin Salman")."""
    if _may_be_name(doc[place], names):
        return 1
    if doc[place].lower_ not in lexicon.nouns()["particle"]:
        return 0
    step = 2 if place + 1 < len(doc) and doc[place + 1].text == "-" else 1
    return step + 1 if place + step < len(doc) and _may_be_name(doc[place + step], names) else 0


def _before_office(doc: Doc, names: Mapping[int, object]) -> Iterator[tuple[int, int]]:
    """ "Igor Morgulov, vice foreign minister of the Russian Federation"."""
    offices = _offices()
    for token in doc:
        if token.lemma_.lower() in offices:
            for appos in children(token, "appos"):  # "its speaker, Renata Salvi"
                first = appos.i
                while (
                    first - 1 > token.i
                    and doc[first - 1].dep_ == "compound"
                    and doc[first - 1].head.i == appos.i
                ):
                    first -= 1
                if first < appos.i and all(_may_be_name(each, names) for each in doc[first : appos.i + 1]):
                    yield first, appos.i + 1
            if token.dep_ == "appos" and (first_of := _name_set_off(token, names)) is not None:
                yield first_of, token.head.i + 1
    for span in doc.ents:
        words = [token for token in span if not token.is_punct]
        if (
            span.label_ != "PERSON"
            and 2 <= len(words) <= _LONGEST
            and all(_may_be_name(token, names) for token in words)
            and any(
                each.lemma_.lower() in offices and each.i > span.end for each in children(span.root, "appos")
            )
        ):
            yield span.start, span.end


def _name_set_off(office: Token, names: Container[int]) -> int | None:
    """Where the name before its office begins: "Taye Astke Selassie, Ethiopia's Foreign Affairs Minister"."""
    name = office.head
    its = any(word.lower_ in ("its", "their") for word in children(office, "poss"))
    if its or name.i > office.i or not _is_name_word(name, names):
        return None  # "X Export, its director"
    first = name.i
    while first and _hangs_on(name.doc[first - 1], name) and _is_name_word(name.doc[first - 1], names):
        first -= 1
    return first if first < name.i else None


def _hangs_on(word: Token, name: Token) -> bool:
    return word.dep_ == "compound" and word.i < word.head.i <= name.i


def _is_name_word(token: Token, names: Container[int]) -> bool:
    """As `_may_be_name`, where the office that follows tells that even a sentence may begin with it."""
    return (
        token.i not in names
        and token.pos_ == "PROPN"
        and token.text[:1].isupper()
        and token.is_alpha
        and token.text not in _NO_NAMES
        and token.lower_ not in _never_names()
    )


def _may_be_name(token: Token, names: Container[int]) -> bool:
    return _is_name_word(token, names) and not token.is_sent_start


def _stands_alone(token: Token, names: Container[int]) -> bool:
    """Whether a word is a name of its own: no part of a longer one."""
    beside = [token.nbor(step) for step in (-1, 1) if 0 <= token.i + step < len(token.doc)]
    if beside[0].text == "-":
        return False  # "al-Araji"
    return (
        token.i not in names
        and token.pos_ in ("PROPN", "NOUN")  # the model takes a rare name that opens a sentence for a noun
        and token.text[:1].isupper()
        and token.ent_type_ != "DATE"
        and not any(
            each.pos_ == "PROPN"
            and each.text[:1].isupper()
            and each.ent_type_ != "DATE"
            and each.lower_ not in lexicon.nouns()["titles"]
            for each in beside
        )
    )
