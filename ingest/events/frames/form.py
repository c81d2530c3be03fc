"""The form of a frame file: read from YAML, with everything that is wrong in it and where.

Which keys there are is said by the tables here; what they mean, by the data classes that they fill.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any

import yaml

from ingest.events.frames import Frame, Identity, Trigger, Words
from ontology.names import KINDS
from ontology.vocabulary import Vocabulary


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


def read(text: str, words: Vocabulary) -> tuple[Frame | None, list[Fault]]:
    """The frame of a file's text, if it can be made, and all faults in the order of the lines."""
    try:
        # BaseLoader: every scalar is a word, so that `on` is a preposition here and not a truth.
        node = yaml.compose(text, yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return None, [Fault(line, "", f"not YAML: {error.problem}")]
    reader = _Reader(words)
    frame = reader.frame(node)
    return frame, sorted(reader.faults)


class _Reader:
    """Reads nodes of one file and notes what is wrong in them."""

    def __init__(self, words: Vocabulary) -> None:
        self.faults: list[Fault] = []
        self._vocabulary = words
        self._type = ""
        self._roles: dict[str, frozenset[str]] = {}

    def fault(self, node: yaml.Node | None, key: str, message: str) -> None:
        """Note a fault at a node."""
        self.faults.append(Fault(node.start_mark.line + 1 if node else 1, key, message))

    # Values

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

    def role(self, node: yaml.Node, key: str) -> str:
        """A role that the frame has."""
        if (word := self.word(node, key)) and word not in self._roles:
            self.fault(node, key, f"names {word}, which `roles` lacks")
        return word

    def role_list(self, node: yaml.Node, key: str) -> tuple[str, ...]:
        """Roles that the frame has."""
        found = self.list(node, key)
        if isinstance(node, yaml.SequenceNode):
            for each in node.value:
                if isinstance(each, yaml.ScalarNode):
                    self.role(each, key)
        return found

    def role_set(self, node: yaml.Node, key: str) -> frozenset[str]:
        """Roles that the frame has, in no order."""
        return frozenset(self.role_list(node, key))

    def type(self, node: yaml.Node, key: str) -> str:
        """An event type."""
        return self.one_of(*self._vocabulary.types)(node, key)

    def type_list(self, node: yaml.Node, key: str) -> tuple[str, ...]:
        """Event types."""
        found = self.list(node, key)
        for each in node.value if found else ():
            self.type(each, key)
        return found

    def kinds(self, node: yaml.Node, key: str) -> frozenset[str]:
        """Classes of fillers."""
        found = self.set(node, key)
        if unknown := sorted(found - set(KINDS)):
            self.fault(node, key, f"{unknown[0]} is no class of things; known: {', '.join(KINDS)}")
        return found

    def by_role(self, read: Callable[[yaml.Node, str], Any]) -> Callable[[yaml.Node, str], Mapping[str, Any]]:
        """Something for each role."""

        def mapped(node: yaml.Node, key: str) -> dict[str, Any]:
            found = self.mapping(node, key)
            for name in found.keys() - self._roles.keys():
                self.fault(found[name], f"{key}.{name}", f"names {name}, which `roles` lacks")
            return {name: read(value, f"{key}.{name}") for name, value in found.items()}

        return mapped

    # Parts of a frame

    def keys(
        self, found: Mapping[str, yaml.Node], key: str, forms: Mapping[str, Callable[[yaml.Node, str], Any]]
    ) -> dict[str, Any]:
        """The values of those keys that have a form."""
        place = f"{key}." if key else ""
        return {name: form(found[name], f"{place}{name}") for name, form in forms.items() if name in found}

    def unknown(self, found: Mapping[str, yaml.Node], key: str, known: Iterable[str]) -> None:
        """Note keys that mean nothing here."""
        names = list(known)
        for name in found.keys() - set(names):
            place = f"{key}.{name}".strip(".")
            self.fault(found[name], place, f"unknown key; known: {', '.join(sorted(names))}")

    def frame(self, node: yaml.Node | None) -> Frame | None:
        """The whole file."""
        if node is None:
            self.fault(None, "", "is empty")
            return None
        found = self.mapping(node, "")
        if "type" not in found:
            self.fault(node, "type", "is missing")
            return None
        self._type = self.type(found["type"], "type")
        if self._type not in self._vocabulary.roles:
            return None
        for lacking in sorted({"main", "roles", "triggers"} - found.keys()):
            self.fault(node, lacking, "is missing")
        if "roles" in found:
            self._roles = self._read_roles(found["roles"])
        forms: dict[str, Callable[[yaml.Node, str], Any]] = {
            **dict.fromkeys(("main", "needs", "give_and_take"), self.role_list),
            **dict.fromkeys(("for_state", "described", "unnamed_for_state"), self.role_set),
            **dict.fromkeys(("apart_by", "former_and_latter"), self.role),
            **dict.fromkeys(("enacted", "all_main"), self.flag),
            "occasion": self.type,
            "implied_by": self.type_list,
            "triggers": self.triggers,
            "texts": self.texts,
            "identity": self.identity,
        }
        self.unknown(found, "", (*forms, "type", "roles", "theme", "label"))
        told = self.keys(found, "", forms)
        if "theme" in found:
            theme = self.mapping(found["theme"], "theme")
            self.unknown(theme, "theme", ("nouns", "beside"))
            parts = self.keys(theme, "theme", {"nouns": self.set, "beside": self.set})
            told |= {f"theme_{name}": part for name, part in parts.items()}
        if not {"main", "roles", "triggers"} <= found.keys():
            return None
        told.setdefault("identity", _identity_of(told["main"]))
        told["label"] = self.label(found["label"], told["identity"]) if "label" in found else ()
        classes = {role: self._vocabulary.kinds.get(role, "") for role in self._roles}
        return Frame(type=self._type, roles=self._roles, classes=classes, **told)

    def _read_roles(self, node: yaml.Node) -> dict[str, frozenset[str]]:
        allowed = self._vocabulary.roles[self._type]
        found: dict[str, frozenset[str]] = {}
        for role, value in self.mapping(node, "roles").items():
            if role not in allowed:
                self.fault(
                    value, f"roles.{role}", f"{self._type} has no role {role}; it has {', '.join(allowed)}"
                )
            found[role] = self.kinds(value, f"roles.{role}")
        return found

    def triggers(self, node: yaml.Node, key: str) -> tuple[Trigger, ...]:
        """The list of triggers."""
        if isinstance(node, yaml.SequenceNode) and node.value:
            return tuple(self.trigger(each, f"{key}[{number}]") for number, each in enumerate(node.value, 1))
        self.fault(node, key, "needs a list of triggers, each with `verbs` or `nouns`")
        return ()

    def trigger(self, node: yaml.Node, key: str) -> Trigger:
        """One trigger."""
        found = self.mapping(node, key)
        sets = "objects not_objects context document beside carriers not_carriers into particle plural"
        forms: dict[str, Callable[[yaml.Node, str], Any]] = {
            **dict.fromkeys(sets.split(), self.set),
            **dict.fromkeys(("theme", "quantity"), self.list),
            **dict.fromkeys(("abroad", "bare"), self.flag),
            "infinitive": self.one_of("true", "false"),
            "implied": self.by_role(self.word),
            "needs_roles": self.role_set,
            "occasion": self.type,
        }
        kinds_of = {"not_kinds": self.by_role(self.kinds), "only_kinds": self.by_role(self.kinds)}
        self.unknown(found, key, (*forms, *kinds_of, *self._roles, "verbs", "nouns"))
        if ("verbs" in found) == ("nouns" in found):
            self.fault(node, key, "needs either `verbs` or `nouns`")
        told = self.keys(found, key, forms)
        lemmas = self.keys(found, key, {"verbs": self.set, "nouns": self.set})
        changed = self.keys(found, key, kinds_of)
        kinds = dict(self._roles)
        for role, refused in changed.get("not_kinds", {}).items():
            kinds[role] = kinds.get(role, frozenset()) - refused
        kinds |= changed.get("only_kinds", {})
        return Trigger(
            lemmas=next(iter(lemmas.values()), frozenset()),
            verbal="verbs" in found,
            labels={role: self.list(found[role], f"{key}.{role}") for role in self._roles if role in found},
            kinds=kinds,
            line=node.start_mark.line + 1,
            **told,
        )

    def texts(self, node: yaml.Node, key: str) -> dict[str, Words]:
        """Words kept as told, by property."""
        found: dict[str, Words] = {}
        for prop, value in self.mapping(node, key).items():
            place = f"{key}.{prop}"
            if prop not in self._vocabulary.texts:
                self.fault(value, place, f"no text of an event; known: {', '.join(self._vocabulary.texts)}")
            parts = self.mapping(value, place)
            forms = {"nouns": self.list, "infinitives": self.set, "with": self.set}
            self.unknown(parts, place, forms)
            told = self.keys(parts, place, forms)
            found[prop] = Words(
                told.get("nouns", ()), told.get("infinitives", frozenset()), told.get("with", frozenset())
            )
        return found

    def identity(self, node: yaml.Node, key: str) -> Identity:
        """By what tellings are compared."""
        found = self.mapping(node, key)
        forms: dict[str, Callable[[yaml.Node, str], Any]] = {
            "sides": self.sides,
            "together": self.role_list,
            "leaders": self.flag,
            "optional": self.role_set,
            "by_state": self.role_set,
            "lasts": self.one_of("always", "undated"),
            "one_day": self.flag,
        }
        self.unknown(found, key, forms)
        if ("sides" in found) == ("together" in found):
            self.fault(node, key, "needs either `sides` or `together`")
        return Identity(**self.keys(found, key, forms))

    def sides(self, node: yaml.Node, key: str) -> tuple[tuple[str, ...], ...]:
        """Sides: a role each, or a list of roles of which one fills it."""
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            self.fault(node, key, "needs a list of roles")
            return ()
        return tuple(
            (self.role(each, key),) if isinstance(each, yaml.ScalarNode) else self.role_list(each, key)
            for each in node.value
        )

    def label(self, node: yaml.Node, identity: Identity) -> tuple[str, ...]:
        """One form of words, or several."""
        forms = (self.word(node, "label"),) if isinstance(node, yaml.ScalarNode) else self.list(node, "label")
        known = {*(side[0] for side in identity.sides if side), *identity.together[:1], "leaders"}
        for form in forms:
            try:
                named = {name for _, name, _, _ in Formatter().parse(form) if name is not None}
            except ValueError as error:
                self.fault(node, "label", f"{form!r}: {error}")
                continue
            if unknown := sorted(named - known):
                self.fault(
                    node,
                    "label",
                    f"{{{unknown[0]}}} is no side of `identity`; known: {', '.join(sorted(known))}",
                )
        return forms


def _identity_of(main: tuple[str, ...]) -> Identity:
    """For a frame that says nothing of it: its main roles, those that stand twice side by side."""
    twice = tuple(dict.fromkeys(role for role in main if main.count(role) > 1))
    return Identity(together=twice) if twice else Identity(sides=tuple((role,) for role in main))
