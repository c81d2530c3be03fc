"""A report comes in as people save it, and is kept as prose with what is known of it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import IngestError
from ingest.reading.content import MAX_BYTES
from ingest.reading.markdown import MAX_CHARACTERS
from ingest.reading.metadata import Overrides
from tests.ingest.kept import KNOWN, PARAGRAPH, blocks, body, document

SAVED_PAGE = """

# Serbian Delegation in Hanoi for 'Quiet' Talks

By [AFP](#)

March 15, 2024

Members of the Serbian delegation, the minister in front, leave the airport of Hanoi. **AP/TASS**

A Serbian delegation led by the trade minister is visiting Hanoi, Vietnam's state media said Friday, _the
first such visit_ in [five years](https://example.org/history).

Both countries want more trade — the former

for its farmers and the latter for its ports.

### **Embed:**

Read more: [Serbia looks east](https://example.org/east)

Vietnam's foreign ministry said the guests were "welcome".

Original url:

<https://www.themoscowtimes.com/2024/03/15/serbian-delegation-in-hanoi-a1?utm_source=mail#top>
"""


def test_a_saved_page_gives_its_publisher_agency_day_and_address() -> None:
    read_page = document(SAVED_PAGE, overrides=Overrides())
    assert read_page.title == "Serbian Delegation in Hanoi for 'Quiet' Talks"
    assert read_page.published == date(2024, 3, 15)
    assert (read_page.publisher.kind, read_page.publisher.label) == ("MediaOutlet", "The Moscow Times")
    assert read_page.publisher.iri == "https://w3id.org/legation/actor/the-moscow-times"
    assert read_page.agency is not None
    assert read_page.agency.label == "Agence France-Presse"
    assert read_page.url == "https://www.themoscowtimes.com/2024/03/15/serbian-delegation-in-hanoi-a1"
    assert read_page.key == read_page.url


def test_a_saved_page_is_kept_as_its_prose() -> None:
    read_page = document(SAVED_PAGE, overrides=Overrides())
    assert read_page.text == (
        "Serbian Delegation in Hanoi for 'Quiet' Talks\n\n"
        "Members of the Serbian delegation, the minister in front, leave the airport of Hanoi.\n\n"
        "A Serbian delegation led by the trade minister is visiting Hanoi, Vietnam's state media said Friday, the "
        "first such visit in five years.\n\n"
        "Both countries want more trade — the former for its farmers and the latter for its ports.\n\n"
        'Vietnam\'s foreign ministry said the guests were "welcome".'
    )
    assert [block.role for block in read_page.blocks] == ["headline", "caption", "body", "body", "body"]


FRONT_MATTER = f"""---
title: "T\\u00fcrkiye's minister in Baku"
publisher: Anadolu Agency
published: 2024-03-15
url: "https://ANEWS.com.tr/diplomacy/2024/03/14/minister/amp?fbclid=x&id=7"
agency: A News
---
- Diplomacy
- Published Date: 09:36 | 14 March 2024
- Modified Date: 10:36 | 16 March 2024
The Turkish foreign minister flew into Baku late on Thursday for a meeting that brings together the ministers of three countries.
{PARAGRAPH}
- White House voices guarded hope after the latest proposal
- Beirut: French plan could be 'step' to calm on the border
"""


def test_front_matter_wins_over_page_and_address() -> None:
    read_page = document(FRONT_MATTER, overrides=Overrides())
    assert read_page.title == "Türkiye's minister in Baku"
    assert read_page.publisher.label == "Anadolu Agency"
    assert read_page.agency is not None
    assert read_page.agency.label == "A News"
    assert read_page.published == date(2024, 3, 15)
    assert read_page.url == "https://anews.com.tr/diplomacy/2024/03/14/minister/amp?id=7"
    assert [text.split()[0] for text in blocks(read_page, "body")] == ["The", "The"]


def test_flags_win_over_everything() -> None:
    flags = Overrides("Talks in Baku", "TASS", "AFP", date(2020, 1, 2), "http://example.org/a b#c")
    read_page = document(FRONT_MATTER, overrides=flags)
    assert blocks(read_page, "headline") == ["Talks in Baku"]
    assert read_page.publisher.label == "TASS"
    assert read_page.agency is not None
    assert read_page.agency.label == "Agence France-Presse"
    assert (read_page.published, read_page.url) == (date(2020, 1, 2), "http://example.org/a%20b")


def test_without_an_address_the_text_itself_is_the_key() -> None:
    assert document(PARAGRAPH).key == document(PARAGRAPH).sha256
    assert document(PARAGRAPH + "  \n\n").key == document(PARAGRAPH).key
    assert document("More. " + PARAGRAPH).key != document(PARAGRAPH).key


@pytest.mark.parametrize(
    ("opening", "agency"),
    [
        ("SEOUL (Yonhap) — ", "Yonhap News Agency"),
        ("SEOUL, Nov. 15 (Yonhap) -- ", "Yonhap News Agency"),
        ("Seoul, Nov 15 (EFE).- ", "EFE"),
        ("DUBAI, Feb 15 (Reuters) – ", "Reuters"),
        ("PYONGYANG, November 14. /TASS/. ", "TASS"),
        ("Pyongyang, November 15 (KCNA) -- ", "Korean Central News Agency"),
        ("WASHINGTON/TEL AVIV, Israel (AP) — ", "Associated Press"),
        ("(Reuters) - ", "Reuters"),
        ("Baku, September 17, Xinhua\n\n", "Xinhua News Agency"),
        ("Washington CNN—\n\n", "CNN"),
        ("By Associated Press Reporter\n\nKIEV: ", "Associated Press"),
        ("May 14, 2019 - CNN\n\n(MOSCOW) — ", "CNN"),
        ("Tehran, IRNA – ", "Islamic Republic News Agency"),
        ("TUNIS (News of the World / AFP - 09th July, 2020) ", "Agence France-Presse"),
        ("Yerevan /Armenpress/. ", "Armenpress"),
        ("Islamabad, Aug 3 (APP):", "Associated Press of Pakistan"),
    ],
)
def test_a_dateline_tells_the_agency_and_is_no_part_of_the_sentence(opening: str, agency: str) -> None:
    read_page = document(
        opening + PARAGRAPH, overrides=Overrides(publisher="The Guardian", published=date(2024, 2, 1))
    )
    assert blocks(read_page, "body") == [PARAGRAPH]
    assert read_page.agency is not None
    assert read_page.agency.label == agency


@pytest.mark.parametrize(
    ("opening", "town"),
    [
        ("Cape Town - ", "Cape Town"),
        ("Doha, Qatar – ", "Doha"),
        ("Mogadishu (HOL) - ", "Mogadishu"),
        ("CAIRO - 5 September 2023: ", "Cairo"),
        ("Baku, Azerbaijan, May 3. ", "Baku"),
        ("Lima, May 2\n\n", "Lima"),
    ],
)
def test_a_dateline_without_a_known_agency_tells_where_it_was_written(opening: str, town: str) -> None:
    read_page = document(opening + PARAGRAPH)
    assert blocks(read_page, "body") == [PARAGRAPH]
    assert read_page.dateline is not None
    assert read_page.dateline.label == town


def test_an_aside_behind_a_town_is_no_dateline() -> None:
    sentence = "Vienna – The Hague is no rival – will be host of the talks."
    assert body(f"{sentence}\n\n{PARAGRAPH}") == [sentence, PARAGRAPH]


def test_a_wire_text_is_published_by_its_agency() -> None:
    read_page = document(f"MOSCOW, November 14, 2023. /TASS/. {PARAGRAPH}", "wire.txt", Overrides())
    assert (read_page.publisher.label, read_page.agency) == ("TASS", None)
    assert read_page.published == date(2023, 11, 14)


def test_plain_text_is_not_read_as_markdown() -> None:
    assert body("The shells *were* sent_by_rail, he said.\n\n# 5 of them.", "a.txt") == [
        "The shells *were* sent_by_rail, he said.",
        "# 5 of them.",
    ]


def test_a_plain_text_begins_with_its_headline() -> None:
    read_page = document(f"Kim and Putin hold summit at spaceport\n\nBy AFP\n\n{PARAGRAPH}\n", "a.txt")
    assert blocks(read_page, "headline") == [read_page.title] == ["Kim and Putin hold summit at spaceport"]
    assert blocks(read_page, "body") == [PARAGRAPH]


def test_a_text_without_headline_is_called_by_its_first_sentence() -> None:
    read_page = document("Photo : YONHAP News\n\nThe North sent shells.The ministry denied it.")
    assert read_page.title == "The North sent shells"
    assert read_page.text == "The North sent shells. The ministry denied it."


@pytest.mark.parametrize(
    ("publisher", "kind", "label"),
    [
        ("U.S. Department of State", "GovernmentBody", "United States Department of State"),
        ("UK Ministry of Silly Walks", "GovernmentBody", "UK Ministry of Silly Walks"),
        ("moscow times", "MediaOutlet", "The Moscow Times"),
        ("The Daily Nowhere", "MediaOutlet", "The Daily Nowhere"),
    ],
)
def test_a_publisher_is_known_by_name(publisher: str, kind: str, label: str) -> None:
    read_page = document(PARAGRAPH, overrides=Overrides(publisher=publisher, published=date(2024, 1, 1)))
    assert (read_page.publisher.kind, read_page.publisher.label) == (kind, label)
    assert read_page.publisher.iri is not None or kind == "GovernmentBody" or "Nowhere" in label


@pytest.mark.parametrize(
    ("url", "kind", "label", "published"),
    [
        (
            "https://www.nowhere-news.com/2023/11/15/title",
            "MediaOutlet",
            "nowhere-news.com",
            date(2023, 11, 15),
        ),
        (
            "https://www.nowhere.gov.xx/2023-11-15/title",
            "GovernmentBody",
            "nowhere.gov.xx",
            date(2023, 11, 15),
        ),
        ("https://en.yna.co.kr/view/AEN20231115001", "MediaOutlet", "Yonhap News Agency", date(2023, 11, 15)),
        (
            "https://www.theguardian.com/world/2023/nov/15/a",
            "MediaOutlet",
            "The Guardian",
            date(2023, 11, 15),
        ),
        ("https://www.indiatoday.in/a-2312528-2022-12-23", "MediaOutlet", "India Today", date(2022, 12, 23)),
    ],
)
def test_the_address_tells_publisher_and_day(url: str, kind: str, label: str, published: date) -> None:
    read_page = document(PARAGRAPH, overrides=Overrides(url=url))
    assert (read_page.publisher.kind, read_page.publisher.label) == (kind, label)
    assert read_page.published == published


def test_a_photo_credit_is_no_agency_and_a_reporters_name_neither() -> None:
    page = f"By Jane Doe\n\nThe flag flies. (Photo: Reuters)\n\n{PARAGRAPH}"
    read_page = document(page, overrides=Overrides(publisher="The Guardian", published=date(2024, 1, 1)))
    assert read_page.agency is None


def test_the_publishers_own_byline_names_no_agency() -> None:
    assert document(f"By Reuters\n\n{PARAGRAPH}").agency is None


@pytest.mark.parametrize(
    ("raw", "overrides", "message"),
    [
        (PARAGRAPH, Overrides(publisher="TASS"), "--published YYYY-MM-DD"),
        (f"SEOUL, Nov. 15 (Yonhap) -- {PARAGRAPH}", Overrides(), 'dateline, "Nov. 15", has no year'),
        (PARAGRAPH, Overrides(published=date(2024, 1, 1)), "--publisher or --url"),
        (PARAGRAPH, Overrides(url="ftp://example.org"), "is no web address"),
        (PARAGRAPH, Overrides(url="https://[bad/2024/01/01"), "is no web address"),
        ("", KNOWN, "no text to read"),
        (" \n\u200b\n", KNOWN, "no text to read"),
        ("# Only a Headline\n\nAdvertisement", KNOWN, "no text to read"),
        (b"Kim\nmet \xff Putin.", KNOWN, r"not UTF-8: byte 8 \(line 2\) is 0xff"),
        ("Kim \ud800", KNOWN, "lone surrogate at character 4"),
        (b"%PDF-1.7\n%\xe2\xe3", KNOWN, "this is a PDF; convert it to text first"),
        (b"PK\x03\x04\x14\x00", KNOWN, "an office document or an archive; save its text"),
        (b"\x1f\x8b\x08\x00", KNOWN, "this is compressed; unpack it first"),
        (b" " * (MAX_BYTES + 1), KNOWN, "larger than 20 MB"),
        (
            f"{PARAGRAPH} " * (50_000_000 // len(PARAGRAPH)),
            KNOWN,
            "larger than 20 MB.*split it into its reports",
        ),
        ("[" * 15_000_000, KNOWN, "longer than 1,000,000 characters; split it"),
        (f"{PARAGRAPH} " * (MAX_CHARACTERS // len(PARAGRAPH) + 1), KNOWN, "longer than 1,000,000 characters"),
        ("---\ntitle: 'a\n---\nText.", KNOWN, "front matter: line"),
        ("---\ntitle: [a, b]\n---\nText.", KNOWN, "front matter: title must be text"),
        ("---\npublished: soon\n---\nText.", KNOWN, "front matter: published: 'soon' is no day"),
        ("---\npublished: 2024-13-45\n---\nText.", KNOWN, "front matter"),
        (f"---\na: {'[' * 20000}\n---\nText.", KNOWN, "front matter"),
        (
            "Der russische Präsident ist am Mittwoch in der Hauptstadt eingetroffen, um den Machthaber zu treffen, "
            "wie die staatlichen Medien in der Nacht berichten.",
            KNOWN,
            "doesn't read as English",
        ),
        (
            "Le président russe est arrivé mercredi dans la capitale pour une visite officielle de deux jours, ont "
            "annoncé les médias, et il doit rencontrer son homologue.",
            KNOWN,
            "doesn't read as English",
        ),
        ("Президент России прибыл в Пхеньян с визитом.", KNOWN, "doesn't read as English"),
    ],
)
def test_a_text_that_cannot_be_kept_is_refused_with_its_name_and_the_remedy(
    raw: str | bytes, overrides: Overrides, message: str
) -> None:
    with pytest.raises(IngestError, match=rf"(?s)^a\.md: .*{message}"):
        document(raw, "a.md", overrides)


def test_a_text_of_windows_notepad_is_read_by_its_mark() -> None:
    assert document(PARAGRAPH.encode("utf-16")).text == PARAGRAPH


def test_a_text_may_begin_with_any_number_of_comments() -> None:
    assert document("<!-- a -->" * 5000 + f"\n\n{PARAGRAPH}").text == PARAGRAPH


def test_a_byte_order_mark_and_windows_lines_are_no_matter() -> None:
    windows = b"\xef\xbb\xbf---\r\ntitle: Talks\r\n---\r\n" + PARAGRAPH.encode() + b"\r\n"
    assert document(windows).text == f"Talks\n\n{PARAGRAPH}"


_LINES = st.sampled_from(
    [
        *SAVED_PAGE.split("\n"),
        *FRONT_MATTER.split("\n"),
        "",
        "",
        "* ",
        "<b>",
        "</b>",
        "![a](b)",
        "| a | b |",
        "- - -",
    ]
)


@given(
    st.lists(_LINES | st.text(max_size=60), max_size=30).map("\n".join), st.sampled_from(["a.md", "a.txt"])
)
def test_blocks_are_exact_and_one_blank_line_apart_in_any_text(text: str, name: str) -> None:
    try:
        kept = document(text, name)
    except IngestError as error:
        assert str(error).startswith(f"{name}: ")
        return
    pieces = [kept.text[block.start : block.end] for block in kept.blocks]
    assert "\n\n".join(pieces) == kept.text
    assert all(piece == " ".join(piece.split()) != "" for piece in pieces)
    assert kept.title


@given(st.binary(max_size=300))
def test_any_bytes_are_a_document_or_a_clear_error(raw: bytes) -> None:
    try:
        document(raw)
    except IngestError as error:
        assert "\n" not in str(error)


@given(
    st.sampled_from(["http://", "https://", "HTTPS://me:secret@"]),
    st.sampled_from(
        ["example.org", "EXAMPLE.org.", "example.org:80", "example.org:443", "[::1]:8000", "президент.рф"]
    )
    | st.from_regex(r"[\w.:@-]{1,20}", fullmatch=True),
    st.text(max_size=40),
)
def test_an_address_is_settled_once_and_for_all(scheme: str, host: str, path: str) -> None:
    try:
        kept = document(
            PARAGRAPH, overrides=Overrides(url=f"{scheme}{host}/{path}", published=date(2024, 1, 1))
        )
    except IngestError:
        return
    assert kept.url is not None
    assert "secret" not in kept.url
    assert not set(kept.url) & set(' <>"{}|\\^`\n')
    again = document(PARAGRAPH, overrides=Overrides(url=kept.url, published=date(2024, 1, 1)))
    assert again.key == kept.key
