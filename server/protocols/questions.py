"""The catalogue of questions over HTTP: `/queries`, and `/queries/{name}?parameter=value`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from ontology.authority import load
from queries.catalogue import Question, bind, catalogue
from queries.errors import QueryError
from server.http.problems import Problem
from server.pages.pages import Pages
from server.protocols.delivery import Delivery, headers_of, wants_page
from server.protocols.endpoint import Endpoint
from server.sparql.protocol import Operation

RESERVED = ("format", "timeout")


class Answered(Response):
    """A response that is the answer to a question."""

    def __init__(
        self, desk: Questions, question: Question, values: Mapping[str, str], operation: Operation
    ) -> None:
        super().__init__()
        self._desk = desk
        self._question = question
        self._values = values
        self._operation = operation

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Part of ASGI."""
        await self._desk.answer(self._question, self._values, self._operation, scope, send)


class Questions:
    """Answers the questions of the catalogue; `known` are folders of authority files whose names may be asked for."""

    def __init__(
        self, endpoint: Endpoint, pages: Pages, delivery: Delivery, known: Sequence[Path] = ()
    ) -> None:
        self._known = known
        self._endpoint = endpoint
        self._pages = pages
        self._delivery = delivery

    def router(self) -> APIRouter:
        """The routes, for FastAPI."""
        router = APIRouter(tags=["questions"])

        @router.api_route("/queries", methods=["GET", "HEAD"], response_class=Response)
        def questions(request: Request) -> Response:
            """The questions with their parameters."""
            if wants_page(headers_of(request.scope)):
                return Response(self._pages.questions(catalogue()), media_type="text/html")
            return JSONResponse([_summary(question) for question in catalogue().values()])

        @router.api_route("/queries/{name}", methods=["GET", "HEAD"], response_class=Response)
        def question(
            name: str, request: Request, format: str | None = None, timeout: float | None = None
        ) -> Response:
            """The answer to a question; its parameters are those that `/queries` lists."""
            if name not in catalogue():
                raise Problem(404, f"There is no question {name!r}; /queries lists them.")
            asked = catalogue()[name]
            values = {
                key: value for key, value in request.query_params.items() if key not in RESERVED and value
            }
            try:
                text = bind(asked, values, names=load(*self._known))
            except QueryError as error:
                raise Problem(400, str(error)) from None
            if timeout is not None and not 0 < timeout < 1e9:
                raise Problem(400, f"timeout={timeout} is no number of seconds.")
            return Answered(self, asked, values, Operation("query", text, format=format, timeout=timeout))

        return router

    async def answer(
        self,
        question: Question,
        values: Mapping[str, str],
        operation: Operation,
        scope: Scope,
        send: Send,
    ) -> None:
        """Answer one question in the format asked for."""
        render = partial(self._pages.question, question=question, values=values)
        try:
            await self._endpoint.query(operation, headers_of(scope), render, scope, send)
        except Problem as problem:
            await self._delivery.problem(problem, scope, send)


def _summary(question: Question) -> dict[str, object]:
    return {
        "name": question.name,
        "summary": question.summary,
        "description": question.description,
        "href": f"/queries/{question.name}",
        "parameters": [
            {
                "name": parameter.name,
                "type": parameter.type,
                "label": parameter.label,
                "default": parameter.default,
            }
            for parameter in question.parameters
        ],
    }
