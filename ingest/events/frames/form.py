"""The form of a frame file: read from YAML, with everything that is wrong in it and where.

Which keys there are is said by the tables here; what they mean, by the data classes that they fill.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from string import Formatter
from typing import Any

import yaml

from ingest.events.frames import Frame, Identity, Trigger, Words
from ingest.events.frames.nodes import Fault, Form, Nodes
from ontology.names import KINDS
from ontology.vocabulary import Vocabulary

PREPOSITIONS = frozenset(
    "about above across against along alongside amid among around as at before behind below beneath beside between"
    " beyond by despite down during following for from in inside into like near of off on onto out outside over past"
    " since through throughout till to toward towards under until up upon via with within without".split()
)


def read(
    text: str,
    words: Vocabulary,
    labels: frozenset[str] | None = None,
    known: Mapping[str, Frame] | None = None,
) -> tuple[Frame | None, list[Fault]]:
    """The frame of a file's text, if it can be made, and all faults in the order of the lines.

    `labels` are the labels that arguments may have (`ingest.language.arguments`); without them any word will do.
    `known` are the frames, by type, to which the file may add triggers.
    """
    try:
        # BaseLoader: every scalar is a word, so that `on` is a preposition here and not a truth.
        node = yaml.compose(text, yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return None, [Fault(line, "", f"not YAML: {error.problem}")]
    reader = _Reader(words, labels, known or {})
    frame = reader.frame(node)
    return frame, sorted(reader.faults)


class _Reader(Nodes):
    """Reads the nodes of a frame file."""

    def __init__(self, words: Vocabulary, labels: frozenset[str] | None, known: Mapping[str, Frame]) -> None:
        super().__init__()
        self._known = known
        self._vocabulary = words
        self._labels = labels
        self._type = ""
        self._roles: dict[str, frozenset[str]] = {}

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

    def labels(self, node: yaml.Node, key: str) -> tuple[str, ...]:
        """Labels of arguments."""
        found = self.list(node, key)
        for label in found:
            if self._labels is not None and label not in self._labels:
                self.fault(
                    node,
                    key,
                    f"{label} is neither a preposition nor one of {', '.join(sorted(self._labels - PREPOSITIONS))}",
                )
        return found

    def by_role(self, read: Form) -> Callable[[yaml.Node, str], Mapping[str, Any]]:
        """Something for each role."""

        def mapped(node: yaml.Node, key: str) -> dict[str, Any]:
            found = self.mapping(node, key)
            for name in found.keys() - self._roles.keys():
                self.fault(found[name], f"{key}.{name}", f"names {name}, which `roles` lacks")
            return {name: read(value, f"{key}.{name}") for name, value in found.items()}

        return mapped

    # Parts of a frame

    def frame(self, node: yaml.Node | None) -> Frame | None:
        """The whole file."""
        if node is None:
            self.fault(None, "", "is empty")
            return None
        found = self.mapping(node, "")
        if "extends" in found:
            return self.extension(found)
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
        forms: dict[str, Form] = {
            **dict.fromkeys(("main", "needs", "give_and_take"), self.role_list),
            **dict.fromkeys(("for_state", "described", "unnamed_for_state", "by_publisher"), self.role_set),
            **dict.fromkeys(("apart_by", "former_and_latter"), self.role),
            **dict.fromkeys(("enacted", "news", "all_main", "by_matter"), self.flag),
            "occasion": self.type_list,
            "implied_by": self.type_list,
            "triggers": self.triggers,
            "texts": self.texts,
            "identity": self.identity,
        }
        self.unknown(found, "", (*forms, "type", "roles", "theme", "label"))
        told = self.keys(found, "", forms)
        if "theme" in found:
            theme = self.mapping(found["theme"], "theme")
            self.unknown(theme, "theme", ("nouns", "beside", "for", "alone"))
            parts = self.keys(theme, "theme", dict.fromkeys(("nouns", "beside", "for", "alone"), self.set))
            told |= {f"theme_{name}": part for name, part in parts.items()}
        if not {"main", "roles", "triggers"} <= found.keys():
            return None
        filled = {
            role for trigger in told["triggers"] for role in (*trigger.labels, *(trigger.implied or ()))
        }
        for role in dict.fromkeys(told["main"]):
            if role in self._roles and role not in filled:
                self.fault(found["main"], "main", f"no trigger says which argument fills {role}")
        told.setdefault("identity", Identity.of(told["main"]))
        told["label"] = self.label(found["label"], told["identity"]) if "label" in found else ()
        classes = {role: self._vocabulary.kinds.get(role, "") for role in self._roles}
        return Frame(type=self._type, roles=self._roles, classes=classes, **told)

    def extension(self, found: Mapping[str, yaml.Node]) -> Frame | None:
        """A file that only adds triggers to a frame that there is."""
        self.unknown(found, "", ("extends", "triggers"))
        base = self._known.get(self.one_of(*self._known)(found["extends"], "extends"))
        if base is None or "triggers" not in found:
            return base
        self._type, self._roles = base.type, dict(base.roles)
        more = self.triggers(found["triggers"], "triggers")
        return replace(base, triggers=(*base.triggers, *more), extends=True)

    def _read_roles(self, node: yaml.Node) -> dict[str, frozenset[str]]:
        allowed = self._vocabulary.roles[self._type]
        found: dict[str, frozenset[str]] = {}
        for role, value in self.mapping(node, "roles").items():
            if role not in allowed:
                self.fault(
                    value, f"roles.{role}", f"{self._type} has no role {role}; it has {', '.join(allowed)}"
                )
            found[role] = self.kinds(value, f"roles.{role}")
            if role in allowed:
                for kind in sorted(found[role] & set(KINDS)):
                    if not self._vocabulary.fits(role, kind):
                        filler = self._vocabulary.kinds[role]
                        self.fault(
                            value, f"roles.{role}", f"a {kind} is no {filler}, which leg:{role} asks for"
                        )
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
        sets = "objects not_objects subjects context document beside carriers not_carriers into not_into particle plural"
        forms: dict[str, Form] = {
            **dict.fromkeys(sets.split(), self.set),
            **dict.fromkeys(("theme", "quantity"), self.labels),
            **dict.fromkeys(("abroad", "bare", "by_maker", "collective"), self.flag),
            "infinitive": self.one_of("true", "false"),
            "implied": self.by_role(self.word),
            "needs_roles": self.role_set,
            "occasion": self.type,
            "here": self.role,
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
            labels={role: self.labels(found[role], f"{key}.{role}") for role in self._roles if role in found},
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
        forms: dict[str, Form] = {
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
