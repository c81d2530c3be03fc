"""What is exported for Aleph and OpenSanctions passes FollowTheMoney's own validation."""

from __future__ import annotations

import json
import os
import subprocess
from collections import Counter

import pytest

from tests.legation.conftest import Run

# Runs in the library's own environment: prints each entity's schema, or fails at the first that is invalid.
_VALIDATE = """
import json, sys
from followthemoney import model
for line in sys.stdin:
    entity = json.loads(line)
    schema = model.get(entity["schema"])
    schema.validate(entity)
    assert not schema.abstract, schema
    for name in schema.required:
        assert entity["properties"].get(name), f"lacks {name}"
    for name, values in entity["properties"].items():
        assert (prop := schema.get(name)) is not None and not prop.stub, f"unknown {name}"
        for value in values:
            assert prop.type.clean(value) is not None, f"faulty {name}: {value}"
    print(model.get_proxy(entity, cleaned=False).schema.name)
"""


def _validate(lines: str) -> subprocess.CompletedProcess[str]:
    python = os.environ.get("LEGATION_FOLLOWTHEMONEY")
    if python is None:
        pytest.skip(
            "tool cannot be had: LEGATION_FOLLOWTHEMONEY names no Python that has followthemoney, which compiles pyicu"
        )
    return subprocess.run([python, "-c", _VALIDATE], input=lines, capture_output=True, text=True, check=False)


def test_the_samples_are_valid_entities(run_on_samples: Run) -> None:
    exported = run_on_samples("export", "--format", "followthemoney")
    assert exported.returncode == 0, exported.stderr
    done = _validate(exported.stdout)
    assert done.returncode == 0, done.stderr
    schemata = Counter(done.stdout.split())
    assert schemata.total() == len(exported.stdout.splitlines())
    assert {"Person", "PublicBody", "Event", "Sanction", "Article"} <= set(schemata)


@pytest.mark.parametrize(
    ("properties", "fault"),
    [
        ({"name": ["X"], "birthDate": ["yesterday"]}, "validation failed"),
        ({"name": ["X"], "claim": ["Y"]}, "unknown claim"),
    ],
)
def test_a_faulty_entity_would_not_pass(properties: dict[str, list[str]], fault: str) -> None:
    done = _validate(json.dumps({"id": "x", "schema": "Person", "properties": properties}))
    assert done.returncode == 1
    assert fault in done.stderr
