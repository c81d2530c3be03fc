"""Word lists that the rules of reading share; the words lie in the YAML files beside this one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import cast

import yaml

Words = Mapping[str, frozenset[str]]


@cache
def _load(name: str) -> dict[str, object]:
    return cast("dict[str, object]", yaml.load((files(__name__) / name).read_text("utf-8"), yaml.BaseLoader))


@cache
def nouns() -> Words:
    """Nouns by what a phrase that they head refers to (delegation, state, source …)."""
    return MappingProxyType(
        {name: frozenset(cast("list[str]", words)) for name, words in _load("nouns.yaml").items()}
    )


@cache
def described() -> Mapping[str, str]:
    """Noun → the class of those whom a text counts or describes by it without a name."""
    return _by_word(_load("described.yaml"))


def _by_word(groups: object) -> Mapping[str, str]:
    return MappingProxyType(
        {word: group for group, words in cast("dict[str, list[str]]", groups).items() for word in words}
    )


_STANCES = ("asserts", "alleges", "denies", "condemns", "demands", "warns", "predicts", "plans", "questions")


@cache
def reporting_verbs() -> Mapping[str, str]:
    """Lemma of a reporting verb → the stance that it expresses."""
    loaded = _load("reporting.yaml")
    return _by_word({stance: loaded[stance] for stance in _STANCES})


@cache
def reporting_nouns() -> Mapping[str, str]:
    """Lemma of a noun such as "denial" → the stance that it expresses."""
    return _by_word(_load("reporting.yaml")["nouns"])


@cache
def hedging_adverbs() -> Mapping[str, str]:
    """Adverb → alleges, or the certainty that it leaves."""
    return _by_word(_load("reporting.yaml")["adverbs"])


@cache
def hedging_adjectives() -> Mapping[str, str]:
    """Adjective before an event noun → the stance that it lends ("alleged transfers")."""
    return _by_word(_load("reporting.yaml")["adjectives"])


@cache
def modals() -> Mapping[str, str]:
    """Modal verb → the stance that it lends to the event."""
    return _by_word(_load("reporting.yaml")["modals"])


@cache
def raising() -> Mapping[str, tuple[str, str]]:
    """Governor of an infinitive ("appears to have …", "plans to …") → (stance, certainty)."""
    groups = cast("dict[str, dict[str, str]]", _load("reporting.yaml")["raising"])
    return MappingProxyType(
        {word: (stance, certainty) for stance, words in groups.items() for word, certainty in words.items()}
    )


@cache
def light_verbs() -> frozenset[str]:
    """Verbs that only carry the event noun beside them ("held talks")."""
    return frozenset(cast("list[str]", _load("reporting.yaml")["light"]))


@cache
def preventing_verbs() -> frozenset[str]:
    """Verbs whose object does not come about ("bans exports")."""
    return frozenset(cast("list[str]", _load("reporting.yaml")["preventing"]))


@cache
def projecting_verbs() -> frozenset[str]:
    """Verbs whose object is decided on and still to come ("approved the transfer")."""
    return frozenset(cast("list[str]", _load("reporting.yaml")["projecting"]))


@cache
def ending_verbs() -> frozenset[str]:
    """Verbs by which something that went on comes to an end ("halted deliveries")."""
    return frozenset(cast("list[str]", _load("reporting.yaml")["ending"]))


@cache
def cancelling_verbs() -> frozenset[str]:
    """Verbs by which what was to come will not ("cancelled a visit", "called off")."""
    return frozenset(cast("list[str]", _load("reporting.yaml")["cancelling"]))


@cache
def lifting_verbs() -> frozenset[str]:
    """Verbs by which measures are taken back or made lighter ("lifted sanctions")."""
    return frozenset(cast("list[str]", _load("reporting.yaml")["lifting"]))


@cache
def delaying_verbs() -> frozenset[str]:
    """Verbs by which what was to come will come later ("postponed")."""
    return frozenset(cast("list[str]", _load("reporting.yaml")["delaying"]))


@cache
def words_for_false() -> frozenset[str]:
    """Predicates by which a report is called false ("groundless")."""
    return frozenset(cast("list[str]", _load("reporting.yaml")["called_false"]))


@cache
def object_control() -> frozenset[str]:
    """Verbs whose object does what the infinitive or gerund after it says ("urged X to …")."""
    return frozenset(cast("list[str]", _load("reporting.yaml")["object_control"]))


@cache
def portions() -> frozenset[str]:
    """Nouns that only portion another ("a package of sanctions")."""
    return frozenset(cast("list[str]", _load("reporting.yaml")["portions"]))


@cache
def answering() -> Words:
    """Words by which somebody answers what was told before, by what they do (said, done, approving, bad …)."""
    loaded = _load("answers.yaml")
    return MappingProxyType(
        {name: frozenset(words) for name, words in loaded.items() if isinstance(words, list)}
    )


@cache
def kinds_of_event() -> Words:
    """Noun that may mean an event ("the project", "that help") → the types that it may mean."""
    found: dict[str, set[str]] = {}
    for kind, words in cast("dict[str, list[str]]", _load("answers.yaml")["kinds"]).items():
        for word in words:
            found.setdefault(word, set()).add(kind)
    return MappingProxyType({word: frozenset(types) for word, types in found.items()})


@cache
def reactions() -> Mapping[str, str]:
    """Noun of a reaction ("drew criticism from X") → the stance that it expresses."""
    return _by_word(_load("answers.yaml")["reactions"])


@cache
def weighing() -> Mapping[str, str]:
    """Governor of a gerund ("is considering sending …") → the stance that it lends."""
    return _by_word(_load("reporting.yaml")["weighing"])


@cache
def nearing() -> frozenset[str]:
    """Words that put the gerund after them in the near future ("close to signing")."""
    return frozenset(cast("list[str]", _load("reporting.yaml")["nearing"]))


@cache
def either_goods() -> Mapping[str, str]:
    """Noun of goods that are military only in an army's hands ("vehicle") → the slug of the kind that they then are."""
    return _by_word(_load("goods.yaml")["either"])


@cache
def martial_words() -> frozenset[str]:
    """Words that say that goods told of beside them are an army's."""
    return frozenset(cast("list[str]", _load("goods.yaml")["martial"]))


@cache
def moving_verbs() -> frozenset[str]:
    """Verbs of moving what may be on its own errand ("sent a ship to X")."""
    return frozenset(cast("list[str]", _load("goods.yaml")["moving"]))
