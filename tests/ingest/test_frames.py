"""A frame file that cannot be used says which file and what is wrong in it."""

from __future__ import annotations

import pytest

from ingest.events.frames import FrameError, frames, load
from ontology.vocabulary import vocabulary

GOOD = """
type: Visit
main: [visitor, destination]
roles: {visitor: [Person], destination: [Place, State]}
triggers:
  - verbs: [visit]
    visitor: [subject]
    destination: [object, on]
"""


def test_every_event_type_has_its_frame_and_every_role_is_the_ontologys() -> None:
    assert [frame.type for frame in frames().all] == list(vocabulary().types)
    for frame in frames().all:
        assert set(frame.roles) <= set(vocabulary().roles[frame.type])


def test_a_preposition_is_a_word_even_if_yaml_has_other_ideas() -> None:
    (trigger,) = load("visit.yaml", GOOD).triggers
    assert trigger.labels["destination"] == ("object", "on")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            ("type: Visit", "type: Voyage"),
            "visit.yaml, line 2, `type`: is 'Voyage', and must be one of Visit, Meeting",
        ),
        (("main: [visitor, destination]\n", ""), "visit.yaml, line 2, `main`: is missing"),
        (
            ("destination: [Place, State]}", "ship: [Place]}"),
            "line 4, `roles.ship`: Visit has no role ship; it has visitor, host",
        ),
        (("main: [visitor,", "main: [host,"), "visit.yaml, line 3, `main`: names host, which `roles` lacks"),
        (("- verbs: [visit]", "- lemmas: [visit]"), "visit.yaml, line 6, `triggers[1]"),
        (
            ("- verbs: [visit]", "- {}\n  - verbs: [visit]"),
            "visit.yaml, line 6, `triggers[1]`: needs either `verbs` or `nouns`",
        ),
        (("type: Visit", "type: [Visit"), "visit.yaml, line 3: not YAML"),
    ],
)
def test_a_mistake_is_named_with_its_file(change: tuple[str, str], says: str) -> None:
    with pytest.raises(FrameError) as refusal:
        load("visit.yaml", GOOD.replace(*change))
    assert says in str(refusal.value)
