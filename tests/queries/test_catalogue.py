"""A folder of questions is read, and what is wrong with one is said with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from queries.catalogue import Parameter, bind, catalogue, find, load, read
from queries.errors import QueryError

GOOD = """\
#+ summary: Who visited whom?
#+ description: >-
#+   Two lines
#+   of explanation.
#+ parameters:
#+   - name: who
#+     type: iri
#+     label: the visitor
#+   - name: since
#+     type: date
#+     label: first day

PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
# VALUES ?who { actor:china } in a comment is no parameter
SELECT ?who ?since WHERE {
  VALUES ?who { <https://w3id.org/legation/actor/russia> }
  VALUES $since { "2023-01-01"^^xsd:date }
  FILTER("VALUES ?who { }" != '''VALUES ?since { "#" }''')
}
"""


def put(folder: Path, text: str, name: str = "visits.rq") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_a_users_folder_of_questions(tmp_path: Path) -> None:
    put(tmp_path, GOOD)
    put(tmp_path, "#+ summary: Is there anything?\nASK { ?s ?p ?o }\n", "anything.rq")
    put(tmp_path, "no question", "notes.txt")
    questions = load(tmp_path)
    assert list(questions) == ["anything", "visits"]
    visits = find("visits", questions)
    assert (visits.summary, visits.description) == ("Who visited whom?", "Two lines of explanation.")
    assert [(each.name, each.type, each.label, each.default) for each in visits.parameters] == [
        ("who", "iri", "the visitor", "actor:russia"),
        ("since", "date", "first day", "2023-01-01"),
    ]
    assert questions["anything"].parameters == ()


def test_only_the_values_clause_of_a_parameter_is_bound(tmp_path: Path) -> None:
    question = read(put(tmp_path, GOOD))
    bound = bind(question, {"who": "actor:iran", "since": "2024-02-29"})
    assert "VALUES ?who { <https://w3id.org/legation/actor/iran> }" in bound
    assert 'VALUES $since { "2024-02-29"^^<http://www.w3.org/2001/XMLSchema#date> }' in bound
    assert "# VALUES ?who { actor:china } in a comment" in bound
    assert "\"VALUES ?who { }\" != '''VALUES ?since { \"#\" }'''" in bound


def test_a_parameter_may_stand_in_several_places(tmp_path: Path) -> None:
    text = (
        "#+ summary: Twice?\n#+ parameters:\n#+   - {name: n, type: integer, label: a number}\n"
        "SELECT ?n { { VALUES ?n { 1 } } UNION { VALUES ?n { 1 } } }\n"
    )
    question = read(put(tmp_path, text))
    assert bind(question, {"n": "7"}).count('"7"^^') == 2
    with pytest.raises(QueryError, match=r"visits\.rq, line 4: \?n has several defaults: 1, 2"):
        read(put(tmp_path, text.replace("{ VALUES ?n { 1 } } }", "{ VALUES ?n { 2 } } }")))


def test_an_open_parameter_has_no_default() -> None:
    assert [parameter.default for parameter in find("who-says-what").parameters] == [None]


def test_an_unknown_question_is_answered_with_near_names() -> None:
    with pytest.raises(QueryError, match="no question is called 'time-line'; did you mean timeline"):
        find("time-line")
    with pytest.raises(QueryError, match="no question is called 'x'; there are: anything"):
        find("x", {"anything": find("timeline")})


def test_the_catalogue_is_read_once_and_cannot_be_changed() -> None:
    assert catalogue() is catalogue()
    with pytest.raises(TypeError):
        catalogue()["mine"] = find("timeline")  # type: ignore[index]


@pytest.mark.parametrize(
    ("old", "new", "line", "cause"),
    [
        ("#+ summary: Who visited whom?\n", "", 1, "the header has no summary"),
        ("#+ summary: Who visited whom?", "#+ sumary: Who visited whom?", 1, "unknown key 'sumary'"),
        ("#+ summary: Who visited whom?", "#+ summary: [a, b]", 1, "summary must be a text"),
        ("#+ summary: Who visited whom?", "#+ summary:", 1, "summary must be a text"),
        ("#+ description: >-", "#+ summary: again\n#+ description: >-", 2, "summary is given twice"),
        ("#+ description: >-", "#+description: >-", 2, "the header is not YAML"),
        ("#+     type: iri", "#+     type: uri", 7, "unknown type 'uri' of who; known: iri, string, date"),
        ("#+     type: iri\n", "", 6, "the parameter has no type"),
        ("#+     label: the visitor", "#+     labl: the visitor", 8, "unknown key 'labl'"),
        ("#+   - name: who", "#+   - name: the-visitor", 6, "'the-visitor' is no parameter name"),
        ("#+   - name: since", "#+   - name: who", 9, "the parameter who is declared twice"),
        ("#+   - name: since", "#+   - name: until", 9, r"the query has no VALUES \?until"),
        ("actor/russia>", "actor/russia> <urn:x>", 16, r"\?who needs one default or UNDEF, not 2"),
        ("actor/russia>", "actor/russia", 16, r"the default of \?who cannot be read"),
        ('"2023-01-01"^^xsd:date', '"2023-01-01"', 17, r"the default .* of \?since is not of its type, date"),
        ("<https://w3id.org/legation/actor/russia>", '"Russia"', 16, r"of \?who is not of its type, iri"),
    ],
)
def test_a_malformed_question_is_refused_with_file_and_line(
    tmp_path: Path, old: str, new: str, line: int, cause: str
) -> None:
    assert GOOD.count(old) >= 1
    file = put(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(QueryError, match=rf"visits\.rq, line {line}: .*{cause}"):
        read(file)


def test_a_query_without_header_is_told_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match=r"no header; begin the file with '#\+ summary"):
        read(put(tmp_path, "SELECT * { ?s ?p ?o }\n"))
    with pytest.raises(QueryError, match="expected 'key: value' lines"):
        read(put(tmp_path, "#+ just words\nSELECT * { ?s ?p ?o }\n"))
    with pytest.raises(QueryError, match="parameters must be a list"):
        read(put(tmp_path, "#+ summary: x\n#+ parameters: none\nSELECT * { ?s ?p ?o }\n"))


def test_files_and_folders_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="no such folder of questions"):
        load(tmp_path / "nowhere")
    (tmp_path / "bytes.rq").write_bytes(b"#+ summary: \xff")
    with pytest.raises(QueryError, match=r"bytes\.rq: cannot be read as UTF-8"):
        load(tmp_path)
    with pytest.raises(QueryError, match="lower-case words joined by hyphens"):
        read(put(tmp_path, GOOD, "My Question.rq"))


def test_parameters_are_plain_data() -> None:
    parameter = find("same-wire").parameters[0]
    assert isinstance(parameter, Parameter)
    assert (parameter.name, parameter.type, parameter.default) == ("least", "integer", "2")
