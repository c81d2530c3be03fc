"""Why a document gives the claims that it gives, and why some of its words give none.

Nothing is decided here: the reasons are what the steps noted (`ingest.trace`) while the document was read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from spacy.tokens import Token

from ingest import trace
from ingest.attributed import Attributed
from ingest.events.frames import Frames
from ingest.interpret import interpret
from ingest.model import Actor, Claim, Delegation, Document, Filler, Reading
from ingest.trace import Note
from ontology.authority import Authority


@dataclass(frozen=True)
class Reason:
    """One step on the way: what it is about, and what was decided."""

    topic: str
    text: str


@dataclass(frozen=True)
class Account:
    """One word as a trigger: where it stands (a code point of the kept text), and what came of it for which reasons."""

    word: str
    start: int
    sentence: str
    type: str
    reasons: tuple[Reason, ...]
    is_near: bool = True
    """Whether more than the word itself speaks for the event."""


@dataclass(frozen=True)
class Explanation:
    """A reading, for each of its claims the words that it rests on, the fullest first, and the words that gave none."""

    reading: Reading
    claims: tuple[tuple[Account, ...], ...]
    misses: tuple[Account, ...]


def explain(
    document: Document,
    authority: Authority | None = None,
    model: str | None = None,
    known: Frames | None = None,
) -> Explanation:
    """Read a document as `interpret` does, and account for it."""
    with trace.listening() as notes:
        reading = interpret(document, authority, model, known)
    heard = _Heard(notes)
    claims = tuple(tuple(heard.accounts(claim)) for claim in reading.claims)
    return Explanation(reading, claims, tuple(heard.misses()))


class _Heard:
    """The notes of one document, sorted by what they are about."""

    def __init__(self, notes: Sequence[Note]) -> None:
        self._tries: dict[tuple[int, str], list[list[Note]]] = {}
        self._said: dict[tuple[int, str], list[Note]] = {}
        self._after: list[Note] = []
        self._added = [note for note in notes if note.kind == "added"]
        segment: list[Note] = []
        for note in notes:
            if note.kind == "tried":
                segment = [note]
                self._tries.setdefault((note.about.i, _type(note)), []).append(segment)
            elif note.kind == "attributing":
                segment = self._said.setdefault((note.about.i, note.rule), [])
            elif (
                note.kind in ("joined", "dropped", "claim")
                or _is_inherited(note)
                or note.rule == trace.ANSWER
            ):
                segment = []
                self._after.append(note)
            else:
                segment.append(note)
        self._claimed = {
            (note.about.i, _attributed(note).mention.frame.type)
            for note in self._after
            if note.kind == "claim"
        }

    def accounts(self, claim: Claim) -> Iterator[Account]:
        """The words that a claim rests on."""
        for note in self._after:
            if (
                note.kind == "claim"
                and note.data["event"] == claim.event
                and note.data["claimant"] == claim.claimant
            ):
                each = _attributed(note)
                if each.attribution.attitude.stance == claim.stance:
                    yield _account(note.about, each.mention.frame.type, self._why(each))

    def _why(self, each: Attributed) -> Iterator[Reason]:
        mention, key = each.mention, (each.mention.trigger.i, each.mention.frame.type)
        told = next((tried for tried in self._tries.get(key, []) if _is_told(tried)), [])
        if told:
            yield _trigger(told[0])
        elif any(note.rule == trace.ANSWER and note.about.i == key[0] for note in self._after):
            yield Reason("trigger", f"{_word(mention.trigger)} {trace.ANSWER}")
        more = [note for note in self._added if note.about.i == key[0]]
        yield from _roles([*told, *more], mention.roles)
        said = self._said.get(key, [])
        yield from _who(each, [note for note in said if note.kind == "voice"])
        yield from (
            Reason("stance", f"{_word(note.about)} {note.rule}") for note in said if note.kind == "attitude"
        )
        attitude = each.attribution.attitude
        yield Reason("stance", f"so {attitude.stance}, {attitude.certainty}")
        yield from _dates(note for note in said if note.kind == "date")
        yield from _dates(note for note in self._after if note.kind == "date" and note.about.i == key[0])
        for note in self._after:
            if note.kind == "joined" and note.about.i == key[0]:
                yield Reason("together", f"{note.rule} as {_others(note)}")

    def misses(self) -> Iterator[Account]:
        """The words that might have told an event, and gave no claim, in the order of the text."""
        for index, type_ in sorted(self._tries.keys() - self._claimed):
            tries = self._tries[index, type_]
            furthest = max(tries, key=lambda each: sum(n.kind == "role" and bool(_fillers(n)) for n in each))
            best = next((each for each in tries if _is_told(each)), furthest)
            about = best[0].about
            reasons = [_trigger(best[0]), *_roles(best, None)]
            reasons += [
                Reason("no claim", _refusal(note))
                for each in tries
                for note in each
                if note.kind == "refused"
            ]
            said = self._said.get((index, type_), [])
            reasons += [
                Reason("stance", f"{_word(note.about)} {note.rule}")
                for note in said
                if note.kind == "attitude"
            ]
            later = [*said, *(n for n in self._after if n.about.i == index)]
            reasons += [Reason("no claim", note.rule) for note in later if note.kind in ("silent", "dropped")]
            reasons += [
                Reason("no claim", f"{note.rule} as {_others(note)}, which another word tells in full")
                for note in later
                if note.kind == "joined"
            ]
            elsewhere = any(index == other for other, _ in self._claimed)
            near = any(_fillers(note) for note in best if note.kind == "role") or (
                not elsewhere and any(note.rule.startswith("`") for note in best if note.kind == "refused")
            )
            yield _account(about, type_, reasons, near)


def _account(token: Token, type_: str, reasons: Iterable[Reason], near: bool = True) -> Account:
    return Account(
        token.text, token.idx, " ".join(token.sent.text.split()), type_, tuple(dict.fromkeys(reasons)), near
    )


def _is_inherited(note: Note) -> bool:
    """Whether a date comes from another event, which is seen when all are there."""
    return note.kind == "date" and "words" not in note.data


def _type(note: Note) -> str:
    frame: Any = note.data["frame"]
    return str(frame.type)


def _attributed(note: Note) -> Attributed:
    found = note.data["attributed"]
    assert isinstance(found, Attributed)
    return found


def _is_told(tried: Sequence[Note]) -> bool:
    return any(note.kind == "told" for note in tried) and all(note.kind != "refused" for note in tried)


def _trigger(note: Note) -> Reason:
    trigger: Any = note.data["trigger"]
    kind = "verb" if trigger.verbal else "noun"
    place = f"{trigger.file}, line {trigger.line}"
    return Reason("trigger", f"{_word(note.about)} is a {kind} of the frame {_type(note)} ({place})")


def _roles(tried: Sequence[Note], kept: Sequence[tuple[str, Filler]] | None) -> Iterator[Reason]:
    """Who fills which role, by which label and rule; what was no fit; what other rules added or took away."""
    linked: dict[int, str] = {}
    found: list[tuple[str, Filler]] = []
    for note in tried:
        if note.kind == "linked":
            linked[note.about.i] = note.rule
        elif note.kind == "unfit":
            kinds: Any = note.data["kinds"]
            for filler in _fillers(note):
                text = f"not {_named(filler)} ({_word(note.about)}): a {_kind(filler)} is none of {', '.join(sorted(kinds))}"
                yield Reason(note.rule, text)
        elif note.kind == "role":
            argument: Any = note.data["argument"]
            place = f"{note.data['label']} {_word(argument)} ({path(argument, note.about)})"
            if not (fillers := _fillers(note)):
                if argument.i not in linked:
                    yield Reason(note.rule, f"{place} refers to nobody and nothing that is known")
                continue
            rule = f", {linked[argument.i]}" if argument.i in linked else ""
            for filler in fillers:
                found.append((note.rule, filler))
                gone = "" if kept is None or (note.rule, filler) in kept else "; not kept"
                yield Reason(note.rule, f"{place} is {_named(filler)}{rule}{gone}")
    added = {(note.data["role"], note.data["filler"]): note.rule for note in tried if note.kind == "added"}
    for role, filler in kept or ():
        if (role, filler) not in found:
            yield Reason(role, f"{_named(filler)}, {added.get((role, filler), 'told elsewhere in the text')}")


def _who(each: Attributed, voices: Sequence[Note]) -> Iterator[Reason]:
    for note in voices:
        voice: Any = note.data["voice"]
        speakers = ", ".join(_named(actor) for actor, _ in voice.speakers)
        yield Reason(
            "who", f"{_word(voice.cue)}, {note.rule}: {speakers or 'nobody named'}; stance {voice.stance}"
        )
    claimant = each.attribution.claimant
    yield Reason(
        "who", f"so {_named(claimant)}" if claimant else "so the text's own voice: nobody is named for it"
    )
    if each.attribution.reporters:
        yield Reason("who", f"reported by {', '.join(_named(actor) for actor in each.attribution.reporters)}")


def _dates(notes: Iterable[Note]) -> Iterator[Reason]:
    for note in notes:
        anchor, time = note.data["anchor"], note.data.get("time")
        assert isinstance(anchor, Token)
        words = f"“{note.data['words']}”, which hangs on {_word(anchor)}, " if "words" in note.data else ""
        days = f": {time.earliest} to {time.latest}" if time is not None else ""  # type: ignore[attr-defined]
        yield Reason("when", f"{words}{note.rule}{f' {_word(anchor)}' if not words else ''}{days}")


def _others(note: Note) -> str:
    others: Any = note.data["others"]
    trigger = others[0].mention.trigger
    return f"{_word(trigger)} in “{' '.join(trigger.sent.text.split())[:60]}…”"


def _refusal(note: Note) -> str:
    words: Any = note.data["words"]
    if isinstance(words, str | Token):
        words = [words]
    told = ", ".join(sorted(str(word) for word in words))
    return f"{note.rule}: {told}" if told else note.rule


def _fillers(note: Note) -> list[Filler]:
    found: Any = note.data["found"]
    return list(found)


def _named(filler: Filler) -> str:
    if isinstance(filler, Actor):
        return f"{filler.label} ({filler.kind}{', linked' if filler.iri else ''})"
    return f"{filler.label} (Delegation)"


def _kind(filler: Filler) -> str:
    return "Delegation" if isinstance(filler, Delegation) else filler.kind


def _word(token: Token) -> str:
    return f"“{token.text}”"


def path(argument: Token, trigger: Token) -> str:
    """The way in the dependency tree from an argument to a trigger: "pobj of to, prep of arrived"."""
    steps = []
    node = argument
    while node.i != trigger.i and node.head.i != node.i and not (node.is_ancestor(trigger)):
        steps.append(f"{node.dep_} of {node.head.text}")
        node = node.head
    if node.i == trigger.i:
        return ", ".join(steps) or "the word itself"
    down = []
    while trigger.i != node.i:
        down.append(f"{trigger.text} is its {trigger.dep_}")
        trigger = trigger.head
    return ", ".join([*steps, *reversed(down)])
