"""The nodes of a YAML file as values, with every fault noted where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

Form = Callable[[yaml.Node, str], Any]
"""Reads the node of a key: gets the node, and the key as faults shall name it."""


@dataclass(frozen=True, order=True)
class Fault:
    """Something wrong at a line and a key of a frame file."""

    line: int
    key: str
    message: str

    def __str__(self) -> str:
        return (
            f"line {self.line}, `{self.key}`: {self.message}"
            if self.key
            else f"line {self.line}: {self.message}"
        )


class Nodes:
    """Reads nodes of one file and notes what is wrong in them."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, node: yaml.Node | None, key: str, message: str) -> None:
        """Note a fault at a node."""
        self.faults.append(Fault(node.start_mark.line + 1 if node else 1, key, message))

    def mapping(self, node: yaml.Node, key: str) -> dict[str, yaml.Node]:
        """The keys of a mapping with their nodes."""
        if not isinstance(node, yaml.MappingNode):
            self.fault(node, key, "needs keys with values, such as `key: [value]`")
            return {}
        found: dict[str, yaml.Node] = {}
        for name, value in node.value:
            if name.value in found:
                self.fault(name, f"{key}.{name.value}".strip("."), "stands twice")
            found[name.value] = value
        return found

    def word(self, node: yaml.Node, key: str) -> str:
        """One word."""
        if isinstance(node, yaml.ScalarNode) and node.value:
            return str(node.value)
        self.fault(node, key, "needs one word")
        return ""

    def list(self, node: yaml.Node, key: str) -> tuple[str, ...]:
        """Words in their order."""
        if isinstance(node, yaml.SequenceNode):
            return tuple(self.word(each, key) for each in node.value)
        self.fault(node, key, f"needs a list: [{node.value if isinstance(node, yaml.ScalarNode) else '…'}]")
        return ()

    def set(self, node: yaml.Node, key: str) -> frozenset[str]:
        """Words in no order."""
        return frozenset(self.list(node, key))

    def flag(self, node: yaml.Node, key: str) -> bool:
        """Yes or no."""
        return self.one_of("true", "false")(node, key) == "true"

    def one_of(self, *choices: str) -> Callable[[yaml.Node, str], str]:
        """One of these words."""

        def chosen(node: yaml.Node, key: str) -> str:
            if (word := self.word(node, key)) and word not in choices:
                self.fault(node, key, f"is {word!r}, and must be one of {', '.join(choices)}")
            return word

        return chosen

    def keys(self, found: Mapping[str, yaml.Node], key: str, forms: Mapping[str, Form]) -> dict[str, Any]:
        """The values of those keys that have a form."""
        place = f"{key}." if key else ""
        return {name: form(found[name], f"{place}{name}") for name, form in forms.items() if name in found}

    def unknown(self, found: Mapping[str, yaml.Node], key: str, known: Iterable[str]) -> None:
        """Note keys that mean nothing here."""
        names = list(known)
        for name in found.keys() - set(names):
            place = f"{key}.{name}".strip(".")
            self.fault(found[name], place, f"unknown key; known: {', '.join(sorted(names))}")
