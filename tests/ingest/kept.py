"""Reading a text or page as a report, for the tests of what is kept of it."""

from __future__ import annotations

from datetime import date

from ingest.model import Document
from ingest.reading.metadata import Overrides
from ingest.reading.read import read
from ontology.authority import load

AUTHORITY = load()
KNOWN = Overrides(publisher="Reuters", published=date(2024, 3, 15))

PARAGRAPH = (
    "The two ministers spoke for an hour about the deliveries that had been agreed in the summer, "
    "and the talks are to go on in the capital of the neighbouring country."
)
FURTHER = "Neither side has said since then when the next round of these talks is to begin, or in which city."


def document(text: str | bytes, name: str = "report.md", overrides: Overrides = KNOWN) -> Document:
    """The report in a text, by Reuters unless it is said otherwise."""
    return read(text, name, overrides, AUTHORITY)


def blocks(document: Document, role: str) -> list[str]:
    """The headlines, paragraphs or captions of a document."""
    return [document.text[block.start : block.end] for block in document.blocks if block.role == role]


def body(text: str, name: str = "report.md") -> list[str]:
    """The paragraphs of the report in a text."""
    return blocks(document(text, name), "body")


def page(head: str = "", before: str = "", after: str = "") -> str:
    """A web page of two paragraphs, with these things in its head, under its headline and after its story."""
    return (
        f"<!DOCTYPE html><html><head>{head}</head><body><article><h1>Ministers Speak of Deliveries</h1>{before}\n"
        f"<p>{PARAGRAPH}</p>\n<p>{FURTHER}</p>\n{after}</article></body></html>"
    )
