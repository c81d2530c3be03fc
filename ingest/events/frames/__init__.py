"""Frames: which verbs and nouns tell an event of a type, and which argument fills which role (`*.yaml` beside this).

A frame file has `type`; `main`, the roles that tell one happening from another (a role twice: two fillers are
needed); `roles`, the classes that may fill each; `triggers`, each with `verbs` or `nouns` (lemmas), for each role the
argument labels to try in order (see ingest.language.arguments), and its conditions; `texts`, words kept as told;
`identity` and `label`. `form.py` reads it; docs/frames.md teaches it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path

from ingest.errors import IngestError
from ontology.folders import state
from ontology.vocabulary import Vocabulary, vocabulary

_SHIPPED = Path(__file__).parent


class FrameError(IngestError):
    """A frame file cannot be used; the text names the file and the place in it."""


@dataclass(frozen=True)
class Trigger:
    """Words that tell an event, the argument labels of its roles, and the conditions under which they do."""

    lemmas: frozenset[str]
    verbal: bool
    labels: Mapping[str, tuple[str, ...]]
    kinds: Mapping[str, frozenset[str]]
    """Classes that may fill a role here."""
    theme: tuple[str, ...] = ()
    """Labels of the argument that must be a theme of the frame."""
    objects: frozenset[str] = frozenset()
    """If given, an object of one of these lemmas is needed."""
    not_objects: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    """If given, a subject of one of these lemmas is needed ("the measures cover …")."""
    context: frozenset[str] = frozenset()
    """If given, one of these lemmas must stand in the sentence."""
    document: frozenset[str] = frozenset()
    """If given, one of these lemmas must stand somewhere in the document."""
    beside: frozenset[str] = frozenset()
    """If given, one of these lemmas must modify the noun ("entry bans")."""
    carriers: frozenset[str] = frozenset()
    """If given, one of these verbs must carry the noun ("took delivery of")."""
    not_carriers: frozenset[str] = frozenset()
    into: frozenset[str] = frozenset()
    """If given, one of these lemmas must stand after a preposition of the verb ("put on the list")."""
    not_into: frozenset[str] = frozenset()
    particle: frozenset[str] = frozenset()
    """If given, the verb must have one of these particles or prepositions ("sat down", "called on")."""
    abroad: bool = False
    """Whether the first main role must be from another country than the second ("was in X")."""
    infinitive: str = ""
    """true: an infinitive must follow ("agreed to open …"); false: none may ("called on X")."""
    implied: Mapping[str, str] | None = None
    """Role → slug in the authority of what the verb itself says ("arm")."""
    plural: frozenset[str] = frozenset()
    """Nouns that count only in the plural ("talks")."""
    needs_roles: frozenset[str] = frozenset()
    """Roles without which these words tell no such event."""
    occasion: str = ""
    """Type of the event as part of which this one counts even if nobody is named ("a reception was held")."""
    bare: bool = False
    """Whether the words only add to an event told elsewhere ("laid a wreath at …" to a visit)."""
    collective: bool = False
    """Whether a bloc, or its leaders, may be the only party told ("EU ministers met")."""
    here: str = ""
    """Role that the place of the dateline fills where the words leave it open ("arrived on a visit")."""
    by_maker: bool = False
    """Whether the company, or the country of the goods, among the two sides is the giver, whoever stands first."""
    line: int = 0
    """Where it stands in its file."""
    file: str = ""
    """The file's name."""
    quantity: tuple[str, ...] = ()
    """Labels of the argument whose number counts ("sent 40 instructors"), beside those of goods."""


@dataclass(frozen=True)
class Words:
    """Which words are kept as told: after these prepositions, or from these infinitives."""

    nouns: tuple[str, ...] = ()
    infinitives: frozenset[str] = frozenset()
    within: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Identity:
    """By which parties, and for how long, tellings of a type are compared (see ingest.identity)."""

    sides: tuple[tuple[str, ...], ...] = ()
    """The sides in their order; of the roles that may fill one, the first that is told does."""
    together: tuple[str, ...] = ()
    """Instead: the roles whose fillers stand side by side, in no order."""
    leaders: bool = False
    """Whether who leads the first side, or the sides side by side, tells one happening from another."""
    optional: frozenset[str] = frozenset()
    """Roles of sides that need not be told."""
    by_state: frozenset[str] = frozenset()
    """Roles whose fillers count by their state alone: whose people they are, not who."""
    lasts: str = ""
    """always: a flow that goes on, one event a year; undated: likewise where no day is told."""
    one_day: bool = False
    """Whether it happens on one day, so that two days of one exclude each other."""

    @classmethod
    def of(cls, main: Sequence[str]) -> Identity:
        """For a frame that says nothing of it: its main roles, those that stand twice side by side."""
        twice = tuple(dict.fromkeys(role for role in main if main.count(role) > 1))
        return cls(together=twice) if twice else cls(sides=tuple((role,) for role in main))


@dataclass(frozen=True)
class Frame:
    """How texts tell events of one type."""

    type: str
    main: tuple[str, ...]
    roles: Mapping[str, frozenset[str]]
    triggers: tuple[Trigger, ...]
    needs: tuple[str, ...] = ()
    texts: Mapping[str, Words] = field(default_factory=dict)
    classes: Mapping[str, str] = field(default_factory=dict)
    """Role → the class of what fills it in the ontology: Actor, Place or MaterielType."""
    identity: Identity = Identity()
    label: tuple[str, ...] = ()
    """What an event is called; of several forms the first whose parties are told."""
    all_main: bool = False
    """Whether every main role must be told, not only one."""
    give_and_take: tuple[str, ...] = ()
    """Who gives and who takes, where "in exchange for" may join it to another event."""
    apart_by: str = ""
    """Role whose states are an event each: "visited X and Y"."""
    former_and_latter: str = ""
    """Role whose fillers are an event each where "the former" and "the latter" are told apart."""
    for_state: frozenset[str] = frozenset()
    """Roles in which a person or body of a state stands for the state."""
    described: frozenset[str] = frozenset()
    """Roles that someone may fill whom the text only counts or describes ("300 companies and individuals")."""
    unnamed_for_state: frozenset[str] = frozenset()
    """Roles in which a person told by office alone stands for the state."""
    occasion: tuple[str, ...] = ()
    """Types of the events during which one of this type happens as a rule, and whose day it then has."""
    implied_by: tuple[str, ...] = ()
    """Types of events whose other side a definite mention leaves out: "Serbia had closed the deal"."""
    by_matter: bool = False
    """Whether what it is about tells two of the same parties apart within a text."""
    enacted: bool = False
    """Whether announcing it does it: sanctions are of the day on which they are announced."""
    news: bool = False
    """Whether one that "has taken place" or "is taking place" is of the day on which that is told."""
    by_publisher: frozenset[str] = frozenset()
    """Roles that an official release leaves to its publisher: "the following were designated"."""
    theme_nouns: frozenset[str] = frozenset()
    """Nouns of what is given where a trigger asks for a theme."""
    theme_beside: frozenset[str] = frozenset()
    """Words of which one beside such a noun makes it a theme."""
    theme_for: frozenset[str] = frozenset()
    """Nouns of those who make it one by getting it ("courses for army surgeons")."""
    theme_alone: frozenset[str] = frozenset()
    """Nouns that are a theme with nothing beside them."""
    extends: bool = False
    """Whether its file only adds triggers to a frame that there was."""


@dataclass(frozen=True, eq=False)
class Frames:
    """All frames, and the vocabulary that they are written in. Equal only to itself, so that it can key a cache."""

    all: tuple[Frame, ...]
    words: Vocabulary

    @cached_property
    def _by_type(self) -> Mapping[str, Frame]:
        return {frame.type: frame for frame in self.all}

    @cached_property
    def verbs(self) -> frozenset[str]:
        """The verbs of all triggers."""
        return frozenset(
            lemma for frame in self.all for each in frame.triggers if each.verbal for lemma in each.lemmas
        )

    @cached_property
    def nouns(self) -> frozenset[str]:
        """The nouns of all triggers."""
        return frozenset(
            lemma for frame in self.all for each in frame.triggers if not each.verbal for lemma in each.lemmas
        )

    @cached_property
    def by_lemma(self) -> Mapping[tuple[str, bool], Sequence[tuple[Frame, Sequence[Trigger]]]]:
        """The triggers that a lemma may be as a verb (True) or as a noun, by frame, in the order of their files."""
        found: dict[tuple[str, bool], list[tuple[Frame, list[Trigger]]]] = {}
        for frame in self.all:
            for trigger in frame.triggers:
                for lemma in trigger.lemmas:
                    told = found.setdefault((lemma, trigger.verbal), [])
                    if not told or told[-1][0] is not frame:
                        told.append((frame, []))
                    told[-1][1].append(trigger)
        return found

    def __getitem__(self, type_: str) -> Frame:
        frame = self.get(type_)
        if frame is None:
            raise FrameError(f"no frame of {type_}: name the folder that has it (--frames)")
        return frame

    def get(self, type_: str) -> Frame | None:
        """The frame of a type; None for one that is read here no more."""
        return self._by_type.get(type_)


def frames(*folders: Path) -> Frames:
    """The shipped frames, and those of the YAML files of further folders with the terms beside them.

    The same object again as long as the files stay as they are. Raises FrameError or VocabularyError naming file and
    place.
    """
    return _loaded(folders, state(folders, "*.yaml", "*.ttl"))


@lru_cache(8)
def _loaded(folders: tuple[Path, ...], state: tuple[object, ...]) -> Frames:
    words = vocabulary(*folders)
    found: dict[str, Frame] = {}
    for folder in (_SHIPPED, *folders):
        for path in sorted(folder.glob("*.yaml")):
            name = str(path.relative_to(_SHIPPED) if folder == _SHIPPED else path)
            frame = load(name, text_of(path), words, found)
            if frame.type in found and not frame.extends:
                raise FrameError(f"{path}: there is a frame of {frame.type} already")
            found[frame.type] = frame
    if lacking := [name for name in words.own if name not in found]:
        raise FrameError(f"{folders[-1]}: leg:{lacking[0]} is an event type without a frame file")
    return Frames(tuple(found[name] for name in words.types), words)


def text_of(path: Path) -> str:
    """The text of a frame file. Raises FrameError."""
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FrameError(f"{path}: can't be read as UTF-8: {error}") from None


def load(
    name: str, text: str, words: Vocabulary | None = None, known: Mapping[str, Frame] | None = None
) -> Frame:
    """A frame from the text of its file, which may extend one of the `known`.

    Raises FrameError naming the file, and each thing that is wrong and where.
    """
    from ingest.events.frames.form import read

    frame, faults = read(text, words or vocabulary(), known=known)
    if frame is None or faults:
        raise FrameError(f"{name}, {'; '.join(map(str, faults))}")
    file = Path(name).name
    return replace(frame, triggers=tuple(replace(each, file=each.file or file) for each in frame.triggers))
