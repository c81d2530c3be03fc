"""spaCy's attribute ruler with its rules looked up by word and tag.

The English pipelines' rules give most tokens their part of speech. spaCy tries each of its 180 patterns on each token,
which takes a tenth of the pipeline's time; nearly all of them begin with a certain tag or word, so a look-up finds
the few that may fit. What is set, and in which order, stays spaCy's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from spacy.language import Language
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc, Token
from spacy.tokens._retokenize import set_token_attrs

NAME = "legation_attribute_ruler"
_ATTRIBUTES: Mapping[str, Callable[[Token], object]] = {
    "LOWER": lambda token: token.lower_,
    "TAG": lambda token: token.tag_,
    "DEP": lambda token: token.dep_,
    "IS_SPACE": lambda token: token.is_space,
}


_Condition = Callable[[Token], bool]


@dataclass(frozen=True)
class _Rule:
    """What is asked of tokens in a row, beyond how it was looked up; `number` is the rule's place among spaCy's."""

    number: int
    first: tuple[_Condition, ...]
    rest: tuple[tuple[_Condition, ...], ...] = ()

    def begins(self, token: Token) -> bool:
        """Whether the rule fits a token, were it not for those after it."""
        return all(condition(token) for condition in self.first)

    def goes_on(self, doc: Doc, start: int) -> bool:
        """Whether it fits the tokens after the first."""
        return start + len(self.rest) < len(doc) and all(
            condition(doc[start + step])
            for step, conditions in enumerate(self.rest, 1)
            for condition in conditions
        )


class IndexedAttributeRuler(AttributeRuler):
    """An attribute ruler whose patterns look at words, tags and dependencies in a row; `usable` tells if they do."""

    _index: Mapping[tuple[str, object], Sequence[_Rule]] | None = None

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._begun: dict[tuple[int, int, int], Sequence[_Rule]] = {}
        """The rules that fit a token by its word, tag and dependency: most words come again and again."""

    @property
    def usable(self) -> bool:
        """Whether all of its patterns can be looked up."""
        try:
            self._index = self._indexed()
        except _Unknown:
            return False
        return True

    def match(self, doc: Doc) -> list[tuple[int, int, int, int]]:
        """What fits where: number of the rule (and again, where spaCy has its key), first token, end; in order."""
        if self._index is None:
            self._index = self._indexed()
        index, begun, found = self._index, self._begun, []
        for token in doc:
            key = (token.lower, token.tag, token.dep)
            rules = begun.get(key)
            if rules is None:
                rules = begun[key] = _beginning_with(token, index)
            for rule in rules:
                if not rule.rest or rule.goes_on(doc, token.i):
                    found.append((rule.number, rule.number, token.i, token.i + 1 + len(rule.rest)))
        found.sort()
        return found

    def set_annotations(self, doc: Doc, matches: Iterable[tuple[int, int, int, int]]) -> None:
        """Set what the rules say, in their order."""
        for number, _, start, end in matches:
            place = self.indices[number]
            set_token_attrs(doc[place + (start if place >= 0 else end)], self.attrs[number])

    def _indexed(self) -> Mapping[tuple[str, object], Sequence[_Rule]]:
        index: dict[tuple[str, object], list[_Rule]] = {}
        patterns: Any = self.patterns
        for number, told in enumerate(patterns):
            for first, *rest in told["patterns"]:
                name, keys = _keys(first)
                asked = tuple(_condition(each) for each in first.items() if each[0] != name)
                rule = _Rule(number, asked, tuple(tuple(map(_condition, each.items())) for each in rest))
                for key in keys:
                    index.setdefault(key, []).append(rule)
        return index


def _beginning_with(token: Token, index: Mapping[tuple[str, object], Sequence[_Rule]]) -> Sequence[_Rule]:
    keys = (("TAG", token.tag_), ("LOWER", token.lower_), _ANYWHERE)
    return [rule for key in keys for rule in index.get(key, ()) if rule.begins(token)]


class _Unknown(Exception):  # noqa: N818
    """A pattern that asks for more than is looked up here."""


_ANYWHERE = ("", "")


def _condition(told: tuple[str, object]) -> _Condition:
    """What one attribute of a token must be, or must not be (spaCy's token patterns). Raises _Unknown."""
    name, wanted = told
    value = _ATTRIBUTES.get(name)
    if value is None:
        raise _Unknown
    if not isinstance(wanted, Mapping):
        return lambda token: value(token) == wanted
    how, what = next(iter(wanted.items()))
    if len(wanted) != 1 or how not in ("IN", "NOT_IN", "REGEX"):
        raise _Unknown
    if how == "REGEX":
        search = re.compile(what).search
        return lambda token: search(str(value(token))) is not None
    values = frozenset(what)
    return (
        (lambda token: value(token) in values) if how == "IN" else (lambda token: value(token) not in values)
    )


def _keys(first: Mapping[str, object]) -> tuple[str, list[tuple[str, object]]]:
    """By which attribute of its first token, and by which of its values, a pattern is looked up: its word, else its tag."""
    for name in ("LOWER", "TAG"):
        wanted = first.get(name)
        if isinstance(wanted, str):
            return name, [(name, wanted)]
        if isinstance(wanted, Mapping) and set(wanted) == {"IN"}:
            return name, [(name, value) for value in wanted["IN"]]
    return "", [_ANYWHERE]


@Language.factory(NAME)
def _made(nlp: Language, name: str) -> IndexedAttributeRuler:
    return IndexedAttributeRuler(nlp.vocab, name)


def with_index(language: Language) -> Language:
    """The pipeline with its attribute ruler, if it has one whose patterns can be looked up, replaced by an indexed one."""
    name = "attribute_ruler"
    if name in language.pipe_names:
        former = language.get_pipe(name)
        ruler = IndexedAttributeRuler(language.vocab, name)
        ruler.add_patterns(former.patterns)  # type: ignore[attr-defined]
        if ruler.usable:
            language.replace_pipe(name, NAME)
            language.get_pipe(name).add_patterns(former.patterns)  # type: ignore[attr-defined]
    return language
