"""A frame file that cannot be used says which file and what is wrong in it."""

from __future__ import annotations

import pytest

from ingest.events.frames import FrameError, frames, load
from ontology.names import EVENT_TYPES, ROLES

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
    assert [frame.type for frame in frames()] == list(EVENT_TYPES)
    for frame in frames():
        assert set(frame.roles) <= set(ROLES[frame.type])


def test_a_preposition_is_a_word_even_if_yaml_has_other_ideas() -> None:
    (trigger,) = load("visit.yaml", GOOD).triggers
    assert trigger.labels["destination"] == ("object", "on")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("type: Visit", "type: Voyage"), "visit.yaml: `type` must be one of"),
        (("main: [visitor, destination]\n", ""), "visit.yaml: `main` is missing"),
        (("destination: [Place, State]}", "ship: [Place]}"), "visit.yaml: Visit has no role ship"),
        (("main: [visitor,", "main: [host,"), "which `roles` lacks"),
        (("- verbs: [visit]", "- lemmas: [visit]"), "visit.yaml: trigger 1 has an unknown key lemmas"),
        (("- verbs: [visit]", "- {}\n  - verbs: [visit]"), "trigger 1 needs either `verbs` or `nouns`"),
        (("type: Visit", "type: [Visit"), "visit.yaml: not YAML"),
    ],
)
def test_a_mistake_is_named_with_its_file(change: tuple[str, str], says: str) -> None:
    with pytest.raises(FrameError) as refusal:
        load("visit.yaml", GOOD.replace(*change))
    assert says in str(refusal.value)
