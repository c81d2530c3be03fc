"""Where items come from: Wikidata's Action API, or a file of its JSON for those who work offline."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

from ingest.errors import IngestError
from ingest.wikidata.items import QID, Item, read
from queries.federation.endpoints import WIKIDATA_API
from queries.federation.errors import ServiceError
from queries.federation.web import Web

BATCH = 50
"""Most items that the API gives in one answer."""
LANGUAGES = ("en", "mul", "ru", "ko", "uk", "zh", "fa", "ar", "fr", "de", "es", "ja")


class Source(Protocol):
    """Finds items by a name, and gives items by their QIDs."""

    def search(self, name: str, limit: int) -> list[str]:
        """QIDs of items that have something like this name, the likeliest first."""
        ...

    def items(self, qids: Iterable[str]) -> dict[str, Item]:
        """The items of these QIDs that there are; one that was merged into another is found by either QID."""
        ...


class Api:
    """Wikidata live. What was asked once is not asked again while the client's cache holds it."""

    def __init__(self, web: Web, address: str = WIKIDATA_API) -> None:
        self._web = web
        self._address = address

    def search(self, name: str, limit: int) -> list[str]:
        """By wbsearchentities, in English. Raises ServiceError, ServiceRefused."""
        fields = {"action": "wbsearchentities", "search": name, "type": "item", "limit": str(limit)}
        answer = self._ask({**fields, "language": "en", "uselang": "en"})
        try:
            return [qid for found in answer["search"] if QID.fullmatch(qid := found["id"])]
        except (KeyError, TypeError) as error:
            raise ServiceError(f"{self._address} answers with what can't be read: {error}") from None

    def items(self, qids: Iterable[str]) -> dict[str, Item]:
        """By wbgetentities, 50 at a time. Raises ServiceError, ServiceRefused."""
        wanted = sorted(set(qids), key=lambda qid: int(qid[1:]))
        found: dict[str, Item] = {}
        for at in range(0, len(wanted), BATCH):
            fields = {
                "action": "wbgetentities",
                "ids": "|".join(wanted[at : at + BATCH]),
                "props": "labels|aliases|descriptions|claims",
                "languages": "|".join(LANGUAGES),
            }
            try:
                for asked, entity in self._ask(fields)["entities"].items():
                    if "missing" not in entity:
                        found[asked] = read(entity)
            except (ValueError, AttributeError, TypeError) as error:
                raise ServiceError(f"{self._address} answers with what can't be read: {error}") from None
        return found

    def _ask(self, fields: Mapping[str, str]) -> dict[str, Any]:
        data = self._web.get(
            self._address, {**fields, "format": "json", "formatversion": "2"}, "application/json"
        )
        try:
            answer = json.loads(data)
            if "error" in answer:
                raise ServiceError(f"{self._address} refuses: {answer['error']['info']}")
            if not isinstance(answer.get("entities", answer.get("search")), dict | list):
                raise KeyError("entities")
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ServiceError(f"{self._address} answers with what is none of its answers: {error}") from None
        return dict(answer)


class Excerpt:
    """Items out of a file: one entity in Wikidata's JSON a line, as its dumps have them; gzipped if it ends in .gz."""

    def __init__(self, path: Path) -> None:
        self._items: dict[str, Item] = {}
        self._names: dict[str, list[str]] = {}
        for item in _lines(path):
            self._items[item.qid] = item
            names = (*item.labels.values(), *(name for some in item.aliases.values() for name in some))
            for name in dict.fromkeys(name.casefold() for name in names):
                self._names.setdefault(name, []).append(item.qid)

    def search(self, name: str, limit: int) -> list[str]:
        """By the beginning of a label or alias, as the API does, whole names first."""
        key = name.casefold()
        begun = (qid for known, qids in self._names.items() if known.startswith(key) for qid in qids)
        return list(dict.fromkeys([*self._names.get(key, []), *begun]))[:limit]

    def items(self, qids: Iterable[str]) -> dict[str, Item]:
        """Those that the file has."""
        return {qid: self._items[qid] for qid in qids if qid in self._items}


def _lines(path: Path) -> Iterator[Item]:
    number = 0
    try:
        with (
            gzip.open(path, "rt", encoding="utf-8")
            if path.suffix == ".gz"
            else path.open(encoding="utf-8") as file
        ):
            for line in file:
                number += 1
                text = line.strip().rstrip(",")
                if text and text not in "[]":
                    yield read(json.loads(text))
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise IngestError(f"{path}: can't be read: {error}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise IngestError(f"{path}, line {number}: no entity in Wikidata's JSON: {error}") from error
