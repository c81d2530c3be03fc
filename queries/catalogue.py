"""The catalogue of questions: one SPARQL file a question, with typed parameters that are bound as terms.

A parameter is a variable that the query fixes with `VALUES ?name { default }`. Binding replaces the default, so the
file is valid SPARQL as it stands, and a value, being a serialised term, can never become syntax.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from ontology import authority
from ontology.authority import Authority
from ontology.names import PREFIXES
from queries import header
from queries.errors import QueryError
from queries.header import Type
from queries.values import DATATYPES, near, plain, term

SHIPPED = Path(__file__).parent

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TOKEN = re.compile(
    r"""
      (?P<comment> \#[^\n\r]* )
    | (?P<iri>     <[^<>"{}|^`\\\x00-\x20]*> )
    | (?P<string>  \"\"\" (?: \"{0,2} (?: [^"\\] | \\. ) )* \"\"\" | ''' (?: '{0,2} (?: [^'\\] | \\. ) )* '''
                 | " (?: [^"\\\n\r] | \\. )* " | ' (?: [^'\\\n\r] | \\. )* ' )
    | (?P<word>    [?$]? [\w:]+ )
    | (?P<other>   \\. | \S )
    """,
    re.VERBOSE | re.DOTALL,
)
_FORMS = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}


@dataclass(frozen=True)
class Parameter:
    """A variable that the asker may fix. `default` is written as one would type it; None leaves the variable open.

    `spans` are the places of its value in the question's text.
    """

    name: str
    type: Type
    label: str
    default: str | None
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Question:
    """A question that people ask; `name` is the file's, without `.rq`."""

    name: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    text: str


@cache
def catalogue() -> Mapping[str, Question]:
    """The questions that ship with Legation, by name."""
    return load(SHIPPED)


def load(folder: Path) -> Mapping[str, Question]:
    """The questions of a folder (`*.rq`), by name. Raises QueryError naming file, line and cause."""
    if not folder.is_dir():
        raise QueryError(f"{folder}: no such folder of questions")
    questions = (read(file) for file in sorted(folder.glob("*.rq")))
    return MappingProxyType({question.name: question for question in questions})


def read(file: Path) -> Question:
    """One question from its file. Raises QueryError naming file, line and cause."""
    if not _NAME.fullmatch(file.stem):
        raise QueryError(f"{file}: a question's file name is lower-case words joined by hyphens")
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{file}: cannot be read as UTF-8 text: {error}") from error
    head = header.read(text, str(file))
    tokens = _tokens(text)
    parameters = tuple(_parameter(declared, tokens, text, file) for declared in head.parameters)
    return Question(file.stem, head.summary, head.description, parameters, text)


def find(name: str, questions: Mapping[str, Question] | None = None) -> Question:
    """The question of this name, of the shipped ones unless others are given. Raises QueryError with near names."""
    known = catalogue() if questions is None else questions
    if name not in known:
        raise QueryError(f"no question is called {name!r}{near(name, known)}")
    return known[name]


def bind(
    question: Question,
    values: Mapping[str, str],
    *,
    limit: int | None = None,
    offset: int | None = None,
    names: Authority | None = None,
) -> str:
    """The question as SPARQL with these values for its parameters; line numbers stay those of the file.

    `names` is the authority in which names such as "North Korea" are looked up, the shipped one unless given.
    Raises QueryError for an unknown parameter or a value of the wrong type.
    """
    known = {parameter.name: parameter for parameter in question.parameters}
    edits: list[tuple[int, int, str]] = []
    for name, value in values.items():
        if name not in known:
            raise QueryError(f"{question.name} has no parameter {name!r}{near(name, known)}")
        try:
            bound = term(value, known[name].type, lambda: names or authority.load())
        except ValueError as error:
            raise QueryError(f"{question.name}: parameter {name} {error}") from error
        edits += [(start, end, f" {bound} ") for start, end in known[name].spans]
    text = question.text
    for start, end, replacement in sorted(edits, reverse=True):
        text = text[:start] + replacement + text[end:]
    return text + _slice(question, limit, offset)


def _slice(question: Question, limit: int | None, offset: int | None) -> str:
    if limit is None and offset is None:
        return ""
    if min(limit or 0, offset or 0) < 0:
        raise QueryError(f"{question.name}: limit and offset cannot be negative")
    words = [token.group().upper() for token in _tokens(question.text)]
    tail = words[len(words) - words[::-1].index("}") :] if "}" in words else words
    if "LIMIT" in tail or "OFFSET" in tail:
        raise QueryError(
            f"{question.name} has a LIMIT or OFFSET of its own; remove it from the file or ask without"
        )
    parts = [
        f"{word} {int(number)}"
        for word, number in (("LIMIT", limit), ("OFFSET", offset))
        if number is not None
    ]
    return "\n" + " ".join(parts)


def _tokens(text: str) -> list[re.Match[str]]:
    return [match for match in _TOKEN.finditer(text) if match.lastgroup != "comment"]


def _parameter(declared: header.Declaration, tokens: list[re.Match[str]], text: str, file: Path) -> Parameter:
    spans = tuple(_spans(declared.name, tokens))
    if not spans:
        place = f"{file}, line {declared.line}"
        raise QueryError(
            f"{place}: the query has no VALUES ?{declared.name} {{ default }} (or {{ UNDEF }}) to bind"
        )
    contents = {text[start:end].strip() for start, end in spans}
    place = f"{file}, line {text.count(chr(10), 0, spans[0][0]) + 1}"
    if len(contents) > 1:
        raise QueryError(f"{place}: ?{declared.name} has several defaults: {', '.join(sorted(contents))}")
    default = _default(contents.pop(), declared, _prologue(tokens, text), place)
    return Parameter(declared.name, declared.type, declared.label, default, spans)


def _spans(name: str, tokens: list[re.Match[str]]) -> Iterator[tuple[int, int]]:
    words = [token.group() for token in tokens]
    opened = (at for at, word in enumerate(words) if word == "{" and "}" in words[at:])
    for at in opened:
        if at >= 2 and words[at - 2].upper() == "VALUES" and words[at - 1] in (f"?{name}", f"${name}"):
            yield tokens[at].end(), tokens[words.index("}", at)].start()


def _prologue(tokens: list[re.Match[str]], text: str) -> str:
    """The text before the query form: its prefixes, with which a default is read."""
    starts = (token.start() for token in tokens if token.group().upper() in _FORMS)
    return text[: next(starts, 0)]


def _default(content: str, declared: header.Declaration, prologue: str, place: str) -> str | None:
    if content.upper() == "UNDEF":
        return None
    try:
        solutions = Store().query(
            f"{prologue}\nSELECT ?term {{ VALUES ?term {{ {content} }} }}", prefixes=PREFIXES
        )
    except (SyntaxError, ValueError) as error:
        raise QueryError(f"{place}: the default of ?{declared.name} cannot be read: {error}") from error
    assert isinstance(solutions, QuerySolutions)
    terms = [solution["term"] for solution in solutions]
    if len(terms) != 1:
        raise QueryError(f"{place}: ?{declared.name} needs one default or UNDEF, not {len(terms)}")
    found = terms[0]
    if isinstance(found, NamedNode) and declared.type == "iri":
        return plain(found)
    if (
        isinstance(found, Literal)
        and not found.language
        and found.datatype.value == DATATYPES.get(declared.type)
    ):
        return plain(found)
    raise QueryError(
        f"{place}: the default {content} of ?{declared.name} is not of its type, {declared.type}"
    )
