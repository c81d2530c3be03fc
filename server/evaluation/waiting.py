"""Those who wait for an evaluator: one line per client, served in turn."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Collection, Iterator

from server.evaluation.evaluation import Evaluation


class Waiting:
    """Round robin over clients, first come first served within one."""

    def __init__(self) -> None:
        self._lines: OrderedDict[str, deque[Evaluation]] = OrderedDict()
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def __contains__(self, evaluation: Evaluation) -> bool:
        return evaluation in self._lines.get(evaluation.client, ())

    def __iter__(self) -> Iterator[Evaluation]:
        for line in self._lines.values():
            yield from line

    def add(self, evaluation: Evaluation) -> None:
        """To the end of its client's line."""
        self._lines.setdefault(evaluation.client, deque()).append(evaluation)
        self._size += 1

    def put_back(self, evaluation: Evaluation) -> None:
        """To the head of its client's line, and the client to the head of the round: it was their turn already."""
        self._lines.setdefault(evaluation.client, deque()).appendleft(evaluation)
        self._lines.move_to_end(evaluation.client, last=False)
        self._size += 1

    def next(self, barred: Collection[str | None] = ()) -> Evaluation | None:
        """Whose turn it is, without the clients that are barred; its client goes to the end of the round."""
        for client, line in self._lines.items():
            if client not in barred:
                evaluation = line.popleft()
                self._size -= 1
                if line:
                    self._lines.move_to_end(client)
                else:
                    del self._lines[client]
                return evaluation
        return None

    def remove(self, evaluation: Evaluation) -> None:
        """Out of the line, if it is in one."""
        if evaluation in self:
            line = self._lines[evaluation.client]
            line.remove(evaluation)
            self._size -= 1
            if not line:
                del self._lines[evaluation.client]

    def clear(self) -> list[Evaluation]:
        """Everyone out; returns who waited."""
        everyone = [*self]
        self._lines.clear()
        self._size = 0
        return everyone
