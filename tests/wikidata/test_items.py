"""Reading Wikidata's JSON, weighing what it says, and writing it down for people."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import IngestError
from ingest.wikidata import review
from ingest.wikidata.items import Span, read
from ingest.wikidata.score import rank
from ingest.wikidata.sources import Excerpt
from ingest.wikidata.subjects import Subject
from tests.wikidata.items import CHINA, HUMAN, JAPAN, entity, stand_in

WANG = Subject("urn:wang", "Person", "Wang Mei", ("Wang Mei",), CHINA, "China", (), (date(2023, 5, 1),) * 2)


def day(time: str, precision: int) -> Span | None:
    value = {"time": time, "precision": precision}
    claims = {"P569": [{"mainsnak": {"snaktype": "value", "datavalue": {"value": value}}, "rank": "normal"}]}
    return read({"id": "Q1", "claims": claims}).days.get("P569")


@pytest.mark.parametrize(
    ("time", "precision", "earliest", "latest"),
    [
        ("+1981-01-02T00:00:00Z", 11, date(1981, 1, 2), date(1981, 1, 2)),
        ("+1981-03-00T00:00:00Z", 10, date(1981, 3, 1), date(1981, 3, 31)),
        ("+1981-00-00T00:00:00Z", 9, date(1981, 1, 1), date(1981, 12, 31)),
        ("+1950-00-00T00:00:00Z", 8, date(1950, 1, 1), date(1959, 12, 31)),
        ("+1950-00-00T00:00:00Z", 7, date(1901, 1, 1), date(2000, 12, 31)),
    ],
)
def test_a_day_is_as_precise_as_it_is_told(time: str, precision: int, earliest: date, latest: date) -> None:
    assert day(time, precision) == Span(earliest, latest)


@pytest.mark.parametrize(
    ("time", "precision"), [("-0500-01-01T00:00:00Z", 9), ("+1000-00-00T00:00:00Z", 6), ("", 11)]
)
def test_what_is_older_or_vaguer_tells_no_day(time: str, precision: int) -> None:
    assert day(time, precision) is None


def test_deprecated_statements_do_not_count_and_preferred_ones_come_alone() -> None:
    def statement(qid: str, rank: str) -> dict[str, Any]:
        value = {"entity-type": "item", "id": qid}
        return {"mainsnak": {"snaktype": "value", "datavalue": {"value": value}}, "rank": rank}

    states = [statement("Q17", "normal"), statement("Q148", "preferred"), statement("Q30", "deprecated")]
    assert read({"id": "Q1", "claims": {"P27": states}}).countries == ("Q148",)
    assert read({"id": "Q1", "claims": {"P27": states[:1] + states[2:]}}).countries == ("Q17",)


def test_coordinates_elsewhere_than_on_earth_are_none() -> None:
    moon = {"latitude": 1.0, "longitude": 2.0, "globe": "http://www.wikidata.org/entity/Q405"}
    assert read(entity("Q1", "A crater", P625=moon)).coordinates is None
    assert read(
        entity("Q1", "A town", P625={**moon, "globe": "http://www.wikidata.org/entity/Q2"})
    ).coordinates


ODD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(["value", "Q5", "normal"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["id", "labels", "claims", "P39", "mainsnak", "datavalue", "value", "en", "snaktype", "time"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(ODD)
def test_whatever_the_json_is_it_is_read_or_refused(odd: object) -> None:
    for thing in (odd, {"id": "Q5", "claims": odd}, {"id": "Q5", "claims": {"P39": [odd], "P625": odd}}):
        try:
            read(thing)  # type: ignore[arg-type]
        except ValueError:
            continue


def test_a_line_that_is_no_entity_is_named(tmp_path: Path) -> None:
    path = tmp_path / "items.json"
    path.write_text("[\n" + json.dumps(entity("Q5", "human")) + ",\n{},\n]\n")
    with pytest.raises(IngestError, match="line 3: no entity"):
        Excerpt(path)


def best(*entities: dict[str, Any], subject: Subject = WANG) -> list[tuple[str, float]]:
    ranked = rank(subject, [read(each) for each in entities], {})
    return [(each.item.qid, each.certainty) for each in ranked]


def test_alone_it_is_as_certain_as_its_points_and_beside_a_namesake_it_is_not() -> None:
    one = entity(stand_in(1), "Wang Mei", P31=HUMAN, P27=CHINA, P569="1970-01-01")
    assert best(one) == [(stand_in(1), 0.9)]
    two = entity(stand_in(2), "Wang Mei", P31=HUMAN, P27=CHINA)
    assert best(one, two) == [(stand_in(1), 0.5), (stand_in(2), 0.49)]
    abroad = entity(stand_in(3), "Wang Mei", P31=HUMAN, P27=JAPAN)
    assert best(one, abroad)[0] == (stand_in(1), 0.9)


def test_the_name_in_another_script_order_or_spelling_counts_for_less() -> None:
    def certainty(label: str, **labels: str) -> float:
        found = best(entity(stand_in(1), label, labels=labels, P31=HUMAN))
        return found[0][1] if found else 0.0

    exact, accents, foreign = certainty("Wang Mei"), certainty("Wáng Méi"), certainty("Nobody", zh="Wang Mei")
    turned, similar, other = certainty("Mei Wang"), certainty("Wang Meii"), certainty("Li Hua")
    assert exact > accents > foreign > turned > similar > other


def test_a_cell_that_a_spreadsheet_would_compute_is_a_text() -> None:
    file = io.StringIO()
    subject = Subject("urn:x", "Person", "=HYPERLINK(1)", ("=HYPERLINK(1)",))
    assert list(review.write(file, [(subject, [])])) == [(subject, [])]
    (row,) = csv.DictReader(io.StringIO(file.getvalue()))
    assert (row["label"], row["item"]) == ("'=HYPERLINK(1)", "")
