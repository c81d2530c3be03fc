"""What an evaluator sends back: an answer's bytes as Oxigraph writes them, counted, and ended well where they are too many."""

from __future__ import annotations

import json
import time

from server.processes.frames import GATHER, TALLY, Head, Kind, Pipe, frame

ROW_MARKS = {
    "json": (b'"bindings":[{', b'}},{"'),
    "xml": (b"<result>",),
    "csv": (b"\r\n",),
    "tsv": (b"\n",),
    "ntriples": (b"\n",),
    "nquads": (b"\n",),
}
"""What stands in an answer once a row, for the log: a text that holds such a thing is counted, too."""


class Enough(Exception):  # noqa: N818  # stops Oxigraph's writing
    """The answer has reached its limit."""


class Reply:
    """The file that Oxigraph writes an answer into: gathers 64 KiB, then sends what there is, frame by frame.

    `begun` is when the evaluation began (monotonic clock), `limit` how many bytes there may be: then `write` raises
    Enough, and `cut` ends the answer.
    """

    def __init__(self, pipe: Pipe, job: int, head: Head, format: str, begun: float, limit: int) -> None:
        self._pipe = pipe
        self._job = job
        self._head: Head | None = head
        self._format = format
        self._parts: list[bytes] = []
        self._size = 0
        self._left = limit
        self._limit = limit
        self._marks = ROW_MARKS.get(format, ())
        self._rows = -1 if format in ("csv", "tsv") else 0  # their first line is no row
        self._begun = begun
        self._columns = 0
        self._quotes = 0

    def write(self, data: bytes) -> int:
        """Part of `typing.IO[bytes]`.

        Raises: Enough.
        """
        if self._size > self._left:  # Oxigraph tries once more what it could not write
            raise Enough
        self._parts.append(bytes(data))
        self._size += len(data)
        if self._size > self._left:
            raise Enough
        if self._size >= GATHER:
            self._send(Kind.MORE)
        return len(data)

    def flush(self) -> None:
        """Part of `typing.IO[bytes]`; frames go out when they are full."""

    def finish(self) -> None:
        """Send the rest."""
        self._send(Kind.LAST)

    def cut(self) -> bool:
        """End an answer that is too long after its last whole row, so that it can be read, and say so in it.

        Returns False where the format has no place for that: then the answer breaks off.
        """
        data = b"".join(self._parts)
        if self._format in ("csv", "tsv"):
            self._look_at_columns(data)
        notice = f"Cut off after {self._limit} bytes: add LIMIT, or ask for less."
        end = {"json": self._json_end, "csv": self._csv_end}.get(self._format, self._plain_end)(data)
        endings = {
            "json": f']}},"truncated":{json.dumps(notice)}}}',
            "xml": f"</results><!-- {notice} --></sparql>",
            "csv": f'"{notice}"{"," * self._columns}\r\n',
            "tsv": f'"{notice}"{chr(9) * self._columns}\n',
            "turtle": f"# {notice}\n",
            "ntriples": f"# {notice}\n",
            "nquads": f"# {notice}\n",
        }
        if end <= 0 or self._format not in endings:
            return False
        self._parts = [data[:end], endings[self._format].encode()]
        self._send(Kind.LAST)
        return True

    def _json_end(self, data: bytes) -> int:
        """After a row; a text may look like the border of two rows, but then what stands between is no JSON."""
        border = data.rfind(_BORDER)
        while border > 0:
            before = data.rfind(_BORDER, 0, border)
            try:
                if before >= 0:
                    json.loads(data[before + 3 : border + 2])
                return border + 2
            except ValueError:
                border = before
        return -1

    def _csv_end(self, data: bytes) -> int:
        """After a line that is not within quotes."""
        end = data.rfind(b"\r\n")
        while end > 0 and (self._quotes + data.count(b'"', 0, end)) % 2:
            end = data.rfind(b"\r\n", 0, end)
        return end + 2 if end > 0 else -1

    def _plain_end(self, data: bytes) -> int:
        mark = {"xml": b"</result>", "turtle": b" .\n"}.get(self._format, b"\n")
        found = data.rfind(mark)
        return found + len(mark) if found >= 0 else -1

    def _look_at_columns(self, data: bytes) -> None:
        if self._head is not None:
            self._columns = data.partition(b"\n")[0].count(b"," if self._format == "csv" else b"\t")

    def _send(self, kind: Kind) -> None:
        data = b"".join(self._parts)
        for mark in self._marks:
            self._rows += data.count(mark)
        if self._format in ("csv", "tsv"):
            self._look_at_columns(data)
            self._quotes += data.count(b'"')
        self._left -= len(data)
        if kind is Kind.LAST:
            data = TALLY.pack(max(self._rows, 0), time.monotonic() - self._begun) + data
        data = frame(kind, self._job, data)
        if self._head is not None:
            data = frame(Kind.HEAD, self._job, self._head.encode()) + data
            self._head = None
        self._parts.clear()
        self._size = 0
        self._pipe.send(data)


_BORDER = b'}},{"'
