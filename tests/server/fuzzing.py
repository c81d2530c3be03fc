"""Requests that nobody would send: SPARQL put together and taken apart, headers full of anything."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import strategies as st

from server.changes.payload import TYPES
from tests.server.conformance.graph import WRITTEN

METHODS = ["GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE"]
PATHS = [
    "/sparql",
    "/sparql/",
    "/store",
    "/store/a",
    "/store/%2e%2e/%00",
    "/store/a b",
    "/id/x",
    "/resource",
    "/queries",
    "/",
]
WORDS = """SELECT ASK CONSTRUCT DESCRIBE WHERE DISTINCT REDUCED FROM NAMED GRAPH OPTIONAL UNION MINUS FILTER BIND VALUES
SERVICE SILENT EXISTS NOT GROUP BY HAVING ORDER ASC DESC LIMIT OFFSET AS IN COUNT SUM AVG MIN SAMPLE GROUP_CONCAT
INSERT DELETE DATA CLEAR DROP CREATE COPY MOVE ADD LOAD INTO USING WITH ALL DEFAULT PREFIX BASE a true false UNDEF
STR LANG IF COALESCE REGEX REPLACE SUBSTR IRI BNODE RAND NOW UUID CONCAT STRLEN DATATYPE""".split()
MARKS = """{ } ( ) [ ] . ; , * / | ^ ! ? + - = != < > <= >= && || "x" 'x' '''x''' "\\" 1 1.5 1e9 -1 ?x ?y $z <urn:p> <> <#> <a b>
leg:Claim x:y _:b [] () @en ^^xsd:date \\u0041 \\U00000041 \\u000A # :: <<( )>> urn %20 \x00 \ufeff é 😀 \ud7ff""".split(
    " "
)
TEXTS = [
    "SELECT * { ?s ?p ?o }",
    "SELECT (COUNT(*) AS ?n) ?p { ?s ?p ?o } GROUP BY ?p ORDER BY DESC(?n) LIMIT 5",
    "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }",
    "DESCRIBE <urn:a>",
    "ASK { ?s <urn:p>/<urn:q>* ?o FILTER(?o > 3) }",
    "INSERT DATA { GRAPH <urn:f> { <urn:a> <urn:b> 1 } }",
    "WITH <urn:f> DELETE { ?s ?p ?o } INSERT { ?s ?p 2 } WHERE { ?s ?p ?o }",
    "PREFIX x: <urn:x:> SELECT ?a { VALUES ?a { x:b 'c'@en 1 } }",
]

words = st.lists(st.sampled_from([*WORDS, *MARKS]), max_size=25).map(" ".join)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A good text with a piece cut out, doubled, or replaced."""
    text = draw(st.sampled_from(TEXTS))
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, len(text)))
    middle = draw(st.one_of(st.just(""), st.just(text[start:end] * 2), words, st.text(max_size=8)))
    return text[:start] + middle + text[end:]


texts = st.one_of(words, mutated(), st.text(max_size=60))
fields = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40).map(str.strip)
ranges = st.lists(
    st.sampled_from(
        [
            "*/*",
            "text/*",
            "text/html",
            "text/csv",
            "application/json",
            "text/turtle",
            "x",
            "/",
            "*;q=2",
            ";q=0",
            "a/b;q=-1",
            'c/d;p="e,f";q=1',
        ]
    ),
    max_size=5,
).map(",".join)
accepts = st.one_of(ranges, fields)
types = st.one_of(
    st.sampled_from(
        [
            *TYPES,
            "application/x-www-form-urlencoded",
            "application/sparql-query",
            "application/sparql-update",
            "multipart/form-data",
            "multipart/form-data; boundary=x",
            "text/turtle; charset=latin-1",
            "a/b; charset",
            ";",
            "",
        ]
    ),
    fields,
)
documents = st.one_of(
    st.sampled_from(list(WRITTEN.values())).map(str.encode),
    st.binary(max_size=80),
    texts.map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.tuples(st.sampled_from(list(WRITTEN.values())), st.integers(0, 60)).map(
        lambda pair: pair[0].encode()[: pair[1]]
    ),
)
parameters = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "query",
                "update",
                "format",
                "timeout",
                "graph",
                "default",
                "default-graph-uri",
                "named-graph-uri",
                "using-graph-uri",
                "using-named-graph-uri",
                "iri",
                "x",
            ]
        ),
        st.one_of(
            texts,
            st.sampled_from(
                ["urn:a", "csv", "ttl", "1", "-1", "nan", "", "a b", "urn:x-legation:default-graph"]
            ),
        ),
    ),
    max_size=4,
)


@dataclass(frozen=True)
class Shot:
    """One request."""

    method: str
    path: str
    parameters: list[tuple[str, str]]
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


@st.composite
def shots(draw: st.DrawFn) -> Shot:
    """Requests of all kinds; a query has two seconds."""
    headers = {
        name: value
        for name, value in {
            "Accept": draw(accepts),
            "Content-Type": draw(types),
            "Accept-Encoding": draw(st.sampled_from(["gzip", "identity", "*;q=0", "x;q=", "br, gzip;q=1.0"])),
            "Content-Encoding": draw(st.sampled_from(["", "", "", "gzip", "br", "identity"])),
            "If-None-Match": draw(st.sampled_from(["", "", "*", '"1-x"', "W/", ","])),
            "If-Match": draw(st.sampled_from(["", "", "", "*", '"1-x"'])),
            "Authorization": draw(st.sampled_from(["Bearer t", "Bearer t", "Bearer", "Basic x", "é", ""])),
            "Origin": draw(st.sampled_from(["", "null", "https://a.example"])),
            "Access-Control-Request-Method": draw(st.sampled_from(["", "", "PUT", "x y"])),
        }.items()
        if value
    }
    if not draw(st.integers(0, 9)):
        headers[
            draw(st.sampled_from(["Range", "Expect", "Connection", "X-Forwarded-For", "Forwarded", "Cookie"]))
        ] = draw(fields)
    pairs = draw(parameters)
    if draw(st.booleans()):
        pairs = [("query", draw(texts)), *pairs]
    return Shot(
        draw(st.sampled_from(METHODS)),
        draw(st.sampled_from(PATHS)),
        [*pairs, ("timeout", "2")],
        headers,
        draw(documents),
    )
