"""The attribute ruler that looks its rules up sets what spaCy's own does."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from ingest.language.attributes import IndexedAttributeRuler, with_index
from ingest.language.text import MODELS, load_language

REPORTS = sorted((Path(__file__).parents[1] / "corpus" / "ministries" / "reports").glob("*.md"))
WORDS = (
    "  \nThere's nothin' that we didn't expect, y' know: 'cause it ain't so, and they'd have gotten it. "
    "That is all; those are these. Them's the ones which I'd've wanted. Who's there? Nothing."
)


@pytest.fixture(scope="module")
def plain() -> Language:
    name = next(name for name in MODELS if find_spec(name))
    language: Language = import_module(name).load()
    return language


def attributes(doc: Doc) -> Iterator[tuple[str, ...]]:
    for token in doc:
        yield token.text, token.pos_, token.tag_, str(token.morph), token.lemma_, token.dep_, token.ent_type_


@pytest.mark.parametrize("text", [WORDS, *(report.read_text("utf-8") for report in REPORTS[:6])])
def test_words_get_the_same_attributes(text: str, plain: Language) -> None:
    language = load_language(None)
    assert isinstance(language.get_pipe("attribute_ruler"), IndexedAttributeRuler)
    assert list(attributes(language(text))) == list(attributes(plain(text)))


def test_a_pipeline_with_other_patterns_keeps_its_own_ruler() -> None:
    language = Language()
    ruler = language.add_pipe("attribute_ruler")
    ruler.add([[{"LENGTH": {">": 3}}]], {"POS": "NOUN"})  # type: ignore[attr-defined]
    assert not isinstance(with_index(language).get_pipe("attribute_ruler"), IndexedAttributeRuler)
    assert [token.pos_ for token in language("some word")] == ["NOUN", "NOUN"]


def test_a_pattern_over_several_words_counts_its_place_from_either_end() -> None:
    language = Language()
    ruler = language.add_pipe("attribute_ruler")
    ruler.add([[{"LOWER": "no"}, {"LOWER": {"IN": ["one", "body"]}}]], {"POS": "PRON"}, index=-1)  # type: ignore[attr-defined]
    indexed = with_index(language)
    assert isinstance(indexed.get_pipe("attribute_ruler"), IndexedAttributeRuler)
    assert [token.pos_ for token in indexed("No one says no")] == ["", "PRON", "", ""]
