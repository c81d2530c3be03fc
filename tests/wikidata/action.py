"""A server that speaks the two calls of Wikidata's Action API that Legation makes, and minds manners as strictly."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests import web
from tests.wikidata.items import ENTITIES, search
from tests.wikidata.sparql import Failure

BY_ID = {each["id"]: each for each in ENTITIES}


class Action:
    """The API: `url`, the parameters `asked`, the `failures` to come, and how many requests came at a time at most."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.asked: list[dict[str, str]] = []
        self.agents: set[str] = set()
        self.failures: list[Failure] = []
        self.at_once = 0
        self.most_at_once = 0
        self.lock = Lock()

    def reset(self) -> None:
        self.asked.clear()
        self.agents.clear()
        self.failures.clear()
        self.most_at_once = 0


@contextmanager
def serve() -> Iterator[Action]:
    """A running server."""

    class Handler(web.QuietHandler, BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # an answer in one packet

        def do_GET(self) -> None:
            with api.lock:
                api.at_once += 1
                api.most_at_once = max(api.most_at_once, api.at_once)
            asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
            api.asked.append(asked)
            api.agents.add(self.headers["User-Agent"])
            if api.failures:
                failure = api.failures.pop(0)
                status, body, headers = failure.status, failure.body, failure.headers
            else:
                answer, headers = respond(asked)
                status, body = 200, json.dumps(answer).encode()
            with api.lock:
                api.at_once -= 1
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
            self.wfile.flush()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    api = Action(f"http://127.0.0.1:{server.server_address[1]}/w/api.php")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield api
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def respond(asked: dict[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """The answer, and header fields."""
    if asked.get("action") == "wbsearchentities" and asked["type"] == "item" and asked["format"] == "json":
        found = [{"id": each["id"]} for each in search(asked["search"])]
        return {"search": found[: int(asked["limit"])], "success": 1}, {}
    if asked.get("action") == "wbgetentities" and asked["format"] == "json":
        ids = asked["ids"].split("|")
        if len(ids) > 50:
            return error("toomanyvalues", "Too many values supplied for parameter ids")
        return {
            "entities": {qid: BY_ID.get(qid, {"id": qid, "missing": True}) for qid in ids},
            "success": 1,
        }, {}
    return error("badvalue", "Unrecognized value for parameter action")


def error(code: str, info: str) -> tuple[dict[str, Any], dict[str, str]]:
    """An error as MediaWiki tells it: with status 200 and a field of its own."""
    return {"error": {"code": code, "info": info}}, {"MediaWiki-API-Error": code}
