"""A page says of itself who published it, when, where, and under which headline, in many ways."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.model import Document
from ingest.reading.metadata import Overrides
from tests.ingest import kept
from tests.ingest.kept import FURTHER, KNOWN, PARAGRAPH, blocks, page

STORY = [PARAGRAPH, FURTHER]
PARAGRAPHS = f"<p>{PARAGRAPH}</p>\n<p>{FURTHER}</p>"


def document(raw: str | bytes, overrides: Overrides = KNOWN, name: str = "page.html") -> Document:
    return kept.document(raw, name, overrides)


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ('<meta property="article:published_time" content="2023-11-15T23:59:00-05:00">', date(2023, 11, 15)),
        ('<meta name="DC.date.issued" content="15 November 2023">', date(2023, 11, 15)),
        ('<meta name="pubdate" content="20231115">', date(2023, 11, 15)),
        ('<meta itemprop="datePublished" content="Wed, 15 Nov 2023 09:36:00 GMT">', date(2023, 11, 15)),
        (
            '<meta name="date" content="0001-01-01T00:00:00"><meta name="pubdate" content="2023-11-15">',
            date(2023, 11, 15),
        ),
        (
            '<meta name="date" content="2023-02-31"><link rel="canonical" href="https://a.example/2023/11/15/a">',
            date(2023, 11, 15),
        ),
        (
            '<script type="application/ld+json">[{"@type": "ReportageNewsArticle", "datePublished": "2023-11-15"}]'
            '</script><meta name="date" content="2024-01-01">',
            date(2023, 11, 15),
        ),
        (
            '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2024-</script>'
            '<meta name="date" content="2023-11-15">',
            date(2023, 11, 15),
        ),
        (
            '<script type="application/ld+json">{"@type": "NewsArticle", "dateModified": "2024-01-01", '
            '"headline": "One\n line"}</script><meta name="date" content="2023-11-15">',
            date(2023, 11, 15),
        ),
        (
            f'<script type="application/ld+json">{"[" * 50000}</script><meta name="date" content="2023-11-15">',
            date(2023, 11, 15),
        ),
    ],
)
def test_the_day_of_publication_is_told_in_many_ways(head: str, published: date) -> None:
    assert document(page(head), Overrides(publisher="Reuters")).published == published


@pytest.mark.parametrize(
    "before",
    [
        '<time datetime="2023-11-15T08:00:00Z">8 hours ago</time>',
        "<time>November 15, 2023</time>",
        '<p class="date">Updated: November 17, 2023</p><p class="date">Published: November 15, 2023</p>',
        '<div>Updated <time datetime="2023-11-17">Friday</time></div><div>15 November 2023</div>',
        "<div>By Jane Example</div><div>15 November 2023, 08:00 GMT</div>",
    ],
)
def test_a_visible_day_is_the_day_of_publication_and_an_update_is_not(before: str) -> None:
    assert document(page(before=before), Overrides(publisher="Reuters")).published == date(2023, 11, 15)


def test_a_day_above_the_headline_counts_and_that_of_the_masthead_does_not() -> None:
    raw = page().replace(
        "<article>", "<header>Tuesday, March 3, 2026</header><article><div>15 November 2023</div>"
    )
    assert document(raw, Overrides(publisher="Reuters")).published == date(2023, 11, 15)


@pytest.mark.parametrize(
    ("head", "publisher"),
    [
        ('<meta property="og:site_name" content="the guardian">', "The Guardian"),
        ('<meta property="og:site_name" content="Somewhere &amp; Elsewhere">', "Somewhere & Elsewhere"),
        (
            '<link rel="canonical" href="https://www.theguardian.com/world/2024/mar/15/a">'
            '<meta property="og:site_name" content="Guardian News and Media">',
            "The Guardian",
        ),
        (
            '<link rel="canonical" href="https://www.nowhere.gov.xx/a"><meta property="og:site_name" content="Welcome">',
            "nowhere.gov.xx",
        ),
        (
            '<script type="application/ld+json">{"@type": "NewsArticle", "publisher": {"@id": "#x", "name": "R. Ltd"}}'
            '</script><meta property="og:site_name" content="Reuters">',
            "Reuters",
        ),
    ],
)
def test_the_publisher_is_known_by_its_address_or_name(head: str, publisher: str) -> None:
    assert document(page(head), Overrides(published=date(2024, 3, 15))).publisher.label == publisher


@pytest.mark.parametrize(
    ("head", "before", "after"),
    [
        ('<meta name="author" content="Jane Example, AFP">', "", ""),
        ('<script type="application/ld+json">{"@type":"NewsArticle","author":"AFP"}</script>', "", ""),
        (
            '<script type="application/ld+json">{"@type":"NewsArticle","author":[{"name":"Jane Example"}],'
            '"sourceOrganization":{"name":"AFP"}}</script>',
            "",
            "",
        ),
        ("", '<div class="byline">By <a href="/afp">AFP</a></div>', ""),
        ("", "<p>By Jane Example, AFP</p><p>3 min read</p>", ""),
        ("", "", "<p>Source: AFP</p>"),
    ],
)
def test_the_agency_is_told_by_data_byline_or_source(head: str, before: str, after: str) -> None:
    read_page = document(page(head, before, after))
    assert read_page.agency is not None
    assert read_page.agency.label == "Agence France-Presse"
    assert blocks(read_page, "body") == STORY


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ('<link rel="canonical" href="https://a.example/b?utm_source=x#c">', "https://a.example/b"),
        ('<meta property="og:url" content="https://a.example/b">', "https://a.example/b"),
        ('<base href="https://a.example/news/"><link rel="canonical" href="b">', "https://a.example/news/b"),
        (
            '<link rel="canonical" href="https://a.example/"><meta property="og:url" content="https://a.example/b">',
            "https://a.example/b",
        ),
        ('<link rel="canonical" href="https://a.example/">', None),
        ('<link rel="canonical" href="/b">', None),
        ('<link rel="canonical" href="https://[a/b">', None),
        ('<link rel="canonical" href="javascript:void(0)">', None),
        (
            '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "mainEntityOfPage": '
            '{"@id": "https://a.example/b"}}]}</script>',
            "https://a.example/b",
        ),
    ],
)
def test_the_address_is_what_the_page_calls_its_own_and_never_the_front_page(
    head: str, url: str | None
) -> None:
    assert document(page(head)).url == url


@pytest.mark.parametrize(
    "mark",
    [
        "<!-- saved from url=(0023)https://a.example/news/b -->",
        "<!--\n Page saved with SingleFile \n url: https://a.example/news/b \n saved date: Mon\n-->",
    ],
)
def test_a_page_that_a_browser_saved_knows_its_address(mark: str) -> None:
    raw = page().replace("<html>", f"<html>{mark}")
    assert document(raw).url == "https://a.example/news/b"


@pytest.mark.parametrize(
    ("head", "heading", "title"),
    [
        ("<title>Ministers Speak - The Post</title>", "", "Ministers Speak"),
        ("<title>Ministers Speak – Again | World | The Post</title>", "", "Ministers Speak – Again | World"),
        (
            '<meta property="og:title" content="Ministers &amp;amp; Kings"><title>The Post</title>',
            "",
            "Ministers & Kings",
        ),
        (
            "<title>Ministers Speak | The Post</title>",
            "<h1>The Post</h1><h1>Ministers Speak</h1>",
            "The Post",
        ),
    ],
)
def test_the_headline_is_found_without_a_heading(head: str, heading: str, title: str) -> None:
    raw = f"<!doctype html><html><head>{head}</head><body>{heading}<div>{PARAGRAPHS}</div></body></html>"
    assert document(raw).title == title
