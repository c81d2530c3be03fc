"""A page of a newspaper gives what the same report gives as Markdown, whatever its template."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import IngestError
from ingest.interpret import interpret
from ingest.model import Claim, Delegation, Document, Filler
from ingest.reading.metadata import Overrides
from ingest.reading.read import read
from tests.ingest import kept
from tests.ingest.kept import AUTHORITY, FURTHER, KNOWN, PARAGRAPH, blocks, page

PAGES = Path(__file__).parent / "pages"
TEMPLATES = ["json_ld", "meta_only", "nothing", "cookies", "live"]
STORY = [PARAGRAPH, FURTHER]
PARAGRAPHS = f"<p>{PARAGRAPH}</p>\n<p>{FURTHER}</p>"


def document(raw: str | bytes, overrides: Overrides = KNOWN, name: str = "page.html") -> Document:
    return kept.document(raw, name, overrides)


def template(name: str, suffix: str) -> Document:
    path = PAGES / f"{name}{suffix}"
    return read(path.read_bytes(), path.name, Overrides(), AUTHORITY)


def told_by(claim: Claim) -> tuple[object, ...]:
    def label(filler: Filler) -> str:
        head = filler.headed_by if isinstance(filler, Delegation) else None
        return f"{filler.label} under {head.label}" if head else filler.label

    roles = tuple((role, label(filler)) for role, filler in claim.telling.roles)
    when = claim.telling.when and (claim.telling.when.earliest, claim.telling.when.latest)
    quantity = claim.telling.quantity and claim.telling.quantity.text
    return (
        claim.claimant.label,
        claim.stance,
        claim.certainty,
        claim.telling.type,
        roles,
        when,
        quantity,
        claim.stated,
        claim.root_source.label,
        claim.evidence.exact,
    )


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_page_gives_the_same_claims_as_its_markdown(name: str) -> None:
    expected = [told_by(claim) for claim in interpret(template(name, ".md"), AUTHORITY).claims]
    assert len(expected) >= 3
    assert [told_by(claim) for claim in interpret(template(name, ".html"), AUTHORITY).claims] == expected


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_page_is_kept_as_its_markdown_is_and_known_for_the_same_document(name: str) -> None:
    assert template(name, ".html") == template(name, ".md")


def test_what_the_pages_say_of_themselves() -> None:
    told = {name: template(name, ".html") for name in TEMPLATES}
    assert {name: each.published.isoformat() for name, each in told.items()} == {
        "json_ld": "2023-10-19",
        "meta_only": "2023-09-15",
        "nothing": "2023-03-11",
        "cookies": "2023-10-18",
        "live": "2023-12-12",
    }
    assert {
        name: (each.publisher.label, each.agency and each.agency.label) for name, each in told.items()
    } == {
        "json_ld": ("The Harbour Gazette", "Agence France-Presse"),
        "meta_only": ("Northern Ledger", None),
        "nothing": ("Agence France-Presse", None),
        "cookies": ("The Danube Post", "Xinhua News Agency"),
        "live": ("The Ferry Times", None),
    }
    assert told["json_ld"].key == "https://www.harbour-gazette.example/2023/10/19/lavrov-in-pyongyang"


def test_cookie_banners_comments_and_related_links_are_no_part_of_the_text() -> None:
    for name in TEMPLATES:
        text = template(name, ".html").text.casefold()
        for cut in (
            "cookie",
            "partners",
            "orban",
            "dodik",
            "kyiv",
            "everybody knows",
            "newsletter",
            "rights reserved",
        ):
            assert cut not in text, (name, cut)


def test_every_post_of_a_live_blog_is_body_and_its_heading_a_headline() -> None:
    live = template("live", ".html")
    assert [text.split()[0] for text in blocks(live, "body")] == [
        "The",
        "Ukrainian",
        "The",
        "The",
        "Zelensky",
    ]
    assert blocks(live, "headline")[1:] == [
        "Putin's spokesman on the aid",
        "Congress",
        "A new package",
        "Arrival",
    ]
    assert blocks(live, "caption") == ["The Ukrainian flag flies at the White House."]


@pytest.mark.parametrize("name", ["standard input", "report.md", "report.txt", "page"])
def test_a_page_is_known_for_one_under_any_name(name: str) -> None:
    assert blocks(document("\n<!-- kept -->\n" + page(), name=name), "body") == STORY
    assert blocks(document('<?xml version="1.0" encoding="utf-8"?>\n' + page(), name=name), "body") == STORY


def test_a_fragment_is_a_page_by_its_name() -> None:
    assert blocks(document(f"<div>{PARAGRAPHS}</div>"), "body") == STORY


def test_a_page_without_paragraphs_is_read_line_by_line() -> None:
    lines = ["Advertisement", STORY[0], "The ship lies in the port of Rajin. AP/TASS", STORY[1]]
    for between in ("<br>", "<br><br>\n", "</div><div>", "</td></tr><tr><td>"):
        text = between.join(lines)
        for raw in (
            f"<div>{text}</div>",
            f"<table><tr><td>{text}</td></tr></table>",
            f"<div><ul><li>{text}</ul></div>",
        ):
            read_page = document(f"<html><body><h1>Ministers Speak</h1>{raw}</body></html>")
            assert blocks(read_page, "body") == STORY, raw
            assert blocks(read_page, "caption") == ["The ship lies in the port of Rajin."]


def test_a_story_in_two_places_is_kept_in_the_order_of_the_page() -> None:
    first = "<p>The minister flew in late on Thursday with his aides and went to the talks at once.</p>"
    read_page = document(f"<html><body><main>{first}<article>{PARAGRAPHS}</article></main></body></html>")
    assert [text.split()[1] for text in blocks(read_page, "body")][-2:] == ["two", "side"]


def test_captions_are_kept_apart_in_their_place_without_credit_and_name_no_agency() -> None:
    figure = (
        "<figure><img src=a.jpg><figcaption>The guests leave the hall <span>AFP</span></figcaption></figure>"
    )
    credit = "<figure><img src=a.jpg><figcaption>AFP/Getty Images</figcaption></figure>"
    wordpress = (
        '<div class="wp-caption"><img src=b.jpg><p class="wp-caption-text">Flags fly at the port.</p></div>'
    )
    read_page = document(
        page(before=figure + credit, after=wordpress + "<p>The talks end on Monday in the port.</p>")
    )
    assert [
        (block.role, read_page.text[block.start : block.end].split()[0]) for block in read_page.blocks[1:]
    ] == [
        ("caption", "The"),
        ("body", "The"),
        ("body", "Neither"),
        ("caption", "Flags"),
        ("body", "The"),
    ]
    assert read_page.agency is None


@pytest.mark.parametrize(
    ("declared", "charset"),
    [
        ("windows-1252", "cp1252"),
        ("iso-8859-1", "cp1252"),
        ("ISO-8859-2", "iso8859-2"),
        ("windows-1250", "cp1250"),
        ("utf-16", "utf-8"),
        ("x-user-defined", "utf-8"),
        ("rot13", "utf-8"),
    ],
)
def test_the_charset_that_a_page_declares_is_honoured(declared: str, charset: str) -> None:
    said = (
        "Peter Szijjártó said: “The talks – all of them – go on.”"
        if charset[0] == "c"
        else "Szijjártó said so."
    )
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">'
    raw = page(head, after=f"<p>{said}</p>").encode(charset)
    assert blocks(document(raw), "body")[-1] == said


def test_a_byte_order_mark_wins_over_a_declaration() -> None:
    raw = page('<meta charset="windows-1252">', after="<p>Szijjártó said so.</p>")
    assert blocks(document(raw.encode("utf-16")), "body")[-1] == "Szijjártó said so."
    assert blocks(document(raw.encode("utf-8-sig")), "body")[-1] == "Szijjártó said so."


@pytest.mark.parametrize("head", ["", '<meta charset="utf-8">'])
def test_bytes_of_another_charset_in_the_story_are_refused_and_elsewhere_no_matter(head: str) -> None:
    with pytest.raises(IngestError, match=r"^page\.html: its bytes are not all utf-8; save it as UTF-8$"):
        document(page(head, after="<p>Szijjártó said so.</p>").encode("cp1252"))
    assert blocks(document(page(head, after="<footer>Szijjártó</footer>").encode("cp1252")), "body") == STORY


@pytest.mark.parametrize(
    "raw",
    [
        f"<html><body><div><h1>Ministers<p>{'<p>'.join(STORY)}",
        f"<!doctype html><html><b><i><article>{PARAGRAPHS}</b></i></div></table></article></article>",
        page().replace("</p>", "").replace("</article>", "<div class='"),
        page(before="<figure><img src=a.jpg>").replace("</article>", ""),
        page().replace("<p>", "<p\x00>").replace("</h1>", "</h1"),
        page(head='<script>if (a < b) document.write("<p>")'.join(["", "</script>"])),
    ],
)
def test_broken_html_is_read_as_far_as_it_goes(raw: str) -> None:
    assert [text for text in STORY if text in document(raw).text]


@pytest.mark.parametrize(
    ("raw", "overrides", "message"),
    [
        ("<!doctype html>", KNOWN, "no text to read"),
        ("<html></html>", KNOWN, "no text to read"),
        (
            "<html><body><script>load()</script><noscript>Turn on JavaScript.</noscript></body></html>",
            KNOWN,
            "no text",
        ),
        (page(), Overrides(publisher="TASS"), "nothing tells when it was published; say so with --published"),
        (
            page(),
            Overrides(published=date(2024, 1, 1)),
            "nothing tells who published it; say so with --publisher",
        ),
        (f"<html>{'<b>a</b> ' * 100_001}</html>", KNOWN, "more than 100,000 elements is no report; save"),
        (f"<html><p>{'word and the ' * 200_000}</html>", KNOWN, "longer than 1,000,000 characters; split it"),
        (
            "<html><body><article><p>Der russische Präsident ist am Mittwoch in der Hauptstadt eingetroffen, um den "
            "Machthaber zu treffen, wie die staatlichen Medien in der Nacht berichten.</p></article></body></html>",
            KNOWN,
            "doesn't read as English",
        ),
        (b"<html>%PDF-1.4", KNOWN, "this is a PDF; convert it to text first"),
    ],
)
def test_a_page_that_cannot_be_kept_is_refused_with_its_name_and_the_remedy(
    raw: str | bytes, overrides: Overrides, message: str
) -> None:
    with pytest.raises(IngestError, match=rf"^page\.html: .*{message}"):
        document(raw, overrides)


@given(st.sampled_from(TEMPLATES), st.integers(min_value=0, max_value=7000))
@settings(max_examples=60)
def test_a_page_that_was_cut_off_anywhere_is_a_document_or_a_clear_error(name: str, end: int) -> None:
    raw = (PAGES / f"{name}.html").read_bytes()[:end]
    try:
        kept = document(raw)
    except IngestError as error:
        assert str(error).startswith("page.html: ")
        assert "\n" not in str(error)
        return
    whole = template(name, ".html").text
    assert all(text in whole or whole.startswith(text) or text[:20] in whole for text in blocks(kept, "body"))


_TAGS = st.sampled_from(
    "<p> </p> <div> </div> <article> </article> <h1> </h1> <figure> <figcaption> </figure> <ul> <li> </ul> <a href=/> </a>"
    " <br> <table> <tr> <td> </table> <!-- --> <script> </script> <blockquote> <section> <time> &nbsp; &#0; <![CDATA[".split(
        " "
    )
)


@given(st.lists(_TAGS | st.text(max_size=40) | st.sampled_from(STORY), max_size=40).map("".join))
@settings(max_examples=100)
def test_blocks_are_exact_and_one_blank_line_apart_in_any_markup(markup: str) -> None:
    try:
        kept = document(f"<html><body>{markup}")
    except IngestError as error:
        assert str(error).startswith("page.html: ")
        return
    pieces = [kept.text[block.start : block.end] for block in kept.blocks]
    assert "\n\n".join(pieces) == kept.text
    assert all(piece == " ".join(piece.split()) != "" for piece in pieces)
    assert document(f"<html><body>{markup}") == kept
