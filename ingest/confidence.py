"""How sure a reading is, by how often claims that were read from such words turned out right.

Each claim shows some signs (told by a noun, dated, under another verb …). `confidence.yaml` has a weight for each,
found by `tests/benchmarks/confidence.py` on annotated reports: a logistic regression, whose sum of weights orders
claims by how often such claims were right, with event, parties, claimant and stance. It is set so that from 0.8 on
stand the surest claims that hold three fifths of the right ones; docs/quality.md says how many of them are right.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import yaml
from spacy.tokens import Token

from ingest.attributed import Attributed
from ingest.language import lexicon
from ingest.language.syntax import is_verb
from ingest.model import Actor, Delegation, Filler, Telling

_LEAST, _MOST = Decimal("0.05"), Decimal("0.97")


def signs(
    telling: Telling, best: Attributed, parts: Sequence[Attributed], members: Sequence[Attributed]
) -> dict[str, int]:
    """The signs that a claim shows, each with how often.

    `best` is its fullest mention, `parts` are all of its mentions, `members` all of its event.
    """
    case = _Case(telling, best, parts, members)
    found = {name: int(sign(case)) for name, sign in SIGNS.items()}
    return {name: number for name, number in found.items() if number}


def confidence(found: Mapping[str, int]) -> Decimal:
    """How sure a claim with these signs is, in hundredths; never certain."""
    weights = _weights()
    score = weights["always"] + sum(weights.get(name, 0) * number for name, number in found.items())
    share = Decimal(f"{1 / (1 + math.exp(-score)):.2f}")
    return max(min(share, _MOST), _LEAST)


@lru_cache(1)
def _weights() -> Mapping[str, float]:
    told: dict[str, float] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return told


def _linked(filler: Filler) -> bool:
    if isinstance(filler, Delegation):
        return filler.sent_by is not None or filler.headed_by is not None
    return filler.iri is not None


def _reports(token: Token) -> bool:
    return token.lemma_.lower() in lexicon.reporting_verbs()


@dataclass(frozen=True)
class _Case:
    """A claim with its fullest mention (`best`), all of its mentions (`parts`) and all of its event (`members`)."""

    telling: Telling
    best: Attributed
    parts: Sequence[Attributed]
    members: Sequence[Attributed]

    @property
    def trigger(self) -> Token:
        return self.best.mention.trigger

    @property
    def cue(self) -> Token | None:
        return self.best.attribution.cue

    @property
    def claimant(self) -> Actor | None:
        return self.best.attribution.claimant

    @property
    def occasion(self) -> bool:
        """Whether it is something that happens rather than goes on: a visit, no flow of arms."""
        return not self.best.mention.frame.identity.lasts

    @property
    def linked(self) -> list[bool]:
        """Whether the graph knows more than the label of each filler of a main role."""
        main = self.best.mention.frame.main
        return [_linked(filler) for role, filler in self.telling.roles if role in main]

    @property
    def saying_beside(self) -> bool:
        """Whether the sentence has a verb of saying that doesn't give the claimant: perhaps it should."""
        return any(
            word.pos_ == "VERB" and _reports(word) and word not in (self.cue, self.trigger)
            for word in self.trigger.sent
        )

    @property
    def verbs_above(self) -> int:
        """Verbs in whose clauses the trigger stands, that report nothing: "hopes to", "is seen as"."""
        above = (each for each in self.trigger.ancestors if each.pos_ == "VERB" and each != self.cue)
        return sum(not _reports(verb) for verb in above)

    @property
    def shared(self) -> bool:
        """Whether somebody else claims it by the same word: "according to records and photographs"."""
        return self.cue is not None and any(
            each.attribution.cue == self.cue and each.attribution.claimant != self.claimant
            for each in self.members
        )

    @property
    def stances(self) -> int:
        """How many claims there are about the event."""
        return len({(each.attribution.claimant, each.attribution.attitude.stance) for each in self.members})


_WE = frozenset({"i", "we", "my", "our", "me", "us"})

SIGNS: Mapping[str, Callable[[_Case], int]] = {
    "occasion": lambda case: case.occasion,
    "noun": lambda case: not is_verb(case.trigger),
    "occasion by a noun": lambda case: case.occasion and not is_verb(case.trigger),
    "points back": lambda case: any(each.mention.bare for each in case.parts),
    "dated": lambda case: case.telling.when is not None,
    "quantity": lambda case: case.telling.quantity is not None,
    "one filler": lambda case: len(case.telling.roles) < 2,
    "many linked": lambda case: sum(case.linked) > 2,
    "unlinked": lambda case: min(2, case.linked.count(False)),
    "attributed": lambda case: case.claimant is not None,
    "unlinked claimant": lambda case: case.claimant is not None and case.claimant.iri is None,
    "shared claim": lambda case: case.shared,
    "saying beside": lambda case: case.saying_beside,
    "verbs above": lambda case: min(2, case.verbs_above),
    "first person": lambda case: any(word.lower_ in _WE for word in case.trigger.sent),
    "hedged": lambda case: case.best.attribution.attitude.certainty != "certain",
    "many claims": lambda case: case.stances > 2,
    "later mention": lambda case: case.trigger.i != min(each.mention.trigger.i for each in case.members),
}
"""What a claim may show, each once or as often as it does."""
