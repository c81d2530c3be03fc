"""The story is told from its page: what stands around it is cut, and no sentence of it is."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.reading.metadata import Overrides
from tests.ingest.kept import FURTHER, PARAGRAPH, blocks, body, document


@pytest.mark.parametrize(
    "sentence",
    [
        "The International Atomic Energy Agency (IAEA) — the watchdog in Vienna — said that the talks went on.",
        "UNESCO — the body for culture — said that it would help.",
        "Kim (R) — the host — said so.",
        "North Korea: the host of the talks.",
        "Copyright law was among the subjects of the talks.",
        "Reporting by the Japanese daily suggested that shells were sent.",
        "Join us in condemning this act, the minister told the assembly.",
        "Share prices fell after the news of the sanctions.",
        "Read aloud by an announcer, the statement denied the deliveries.",
        "By Friday, the delegation had left for the port of Rajin.",
        "Related sanctions were imposed by the European Union.",
        "Photo sessions were held before the summit began.",
        "Tags were found on the shells, the ministry said.",
        "November 15, 2023 was the day of the visit.",
        "Video footage of the arrival was shown by the state's television.",
    ],
)
def test_a_sentence_of_the_story_is_never_cut(sentence: str) -> None:
    assert body(f"{PARAGRAPH}\n\n{sentence}\n\n{FURTHER}") == [PARAGRAPH, sentence, FURTHER]
    assert body(f"{sentence}\n\n{PARAGRAPH}") == [sentence, PARAGRAPH]


@pytest.mark.parametrize(
    "line",
    [
        "Read more: Five things to know about the war",
        "Also Read | Five things to know about the war",
        "Advertisement",
        "advertisement",
        "Listen to Story",
        "### **Embed:**",
        "Share this article",
        "Sign up for our newsletter to get the news of the day.",
        "This website uses cookies to improve your experience.",
        "Follow us on Telegram and X",
        "By Jane Doe and John Roe",
        "Tuesday, June 13, 2023",
        "Published Date: 09:36 | 15 March 2024",
        "Wed 15 Nov 2023 09.36 GMT",
        "(Reporting by Jana Choukeir; editing by Mark Heinrich)",
        "Our Standards: The Thomson Reuters Trust Principles.",
        "Photo : YONHAP News",
        "[Photo/Xinhua]",
        "AFP/Getty Images",
        "© Reuters",
        "Original url: https://example.org/story",
        "https://example.org/story",
        "writer@example.org",
        "#Russia #NorthKorea",
        "3 min read",
        "(END)",
        "* * *",
        "Bookmark",
        "No comments:",
        "2 MIN READ",
        "Check Also",
        "New Houthi Slogan Shows Group's Ties to Tehran",
        "[Kim hails his guest](https://example.org/kim)",
    ],
)
def test_what_stands_around_a_story_is_cut(line: str) -> None:
    assert document(f"{PARAGRAPH}\n\n{line}\n\n{FURTHER}").text == f"{PARAGRAPH}\n\n{FURTHER}"
    assert document(f"# The Talks\n\n{line}\n\n{PARAGRAPH}").text.endswith(f"\n\n{PARAGRAPH}")
    assert document(f"{PARAGRAPH}\n\n{line}").text == PARAGRAPH


def test_lists_of_other_stories_are_cut_and_lists_of_the_story_stay() -> None:
    story = """The following companies were designated:

- Korea Ryonbong General Corporation
- Tosong Trading, a supplier of parts for the missiles of the army

The ministers signed an agreement."""
    related = """Related articles

- [Putin visits Kim](https://example.org/1)
- Kim hails the launch"""
    expected = [
        PARAGRAPH,
        "The following companies were designated:",
        "Korea Ryonbong General Corporation",
        "Tosong Trading, a supplier of parts for the missiles of the army",
        "The ministers signed an agreement.",
    ]
    assert body(f"{PARAGRAPH}\n\n{story}\n\n{related}") == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "The flag of the North flies at the border. (Photo: Reuters)",
            "The flag of the North flies at the border.",
        ),
        ("The guests arrive at the airport. **AP/TASS**", "The guests arrive at the airport."),
        (
            "Flags fly at the cosmodrome on 13 September 2023. EFE-EPA/POOL/FILE",
            "Flags fly at the cosmodrome on 13 September 2023.",
        ),
        ("The launch is shown on a screen. (KCNA via AP)", "The launch is shown on a screen."),
        ("FILE PHOTO: The ship lies in the port of Rajin.", "The ship lies in the port of Rajin."),
        ("Putin (R) and Kim (L) shake hands.", "Putin (R) and Kim (L) shake hands."),
        (
            "Fidan, left, and Bayramov at the meeting in Baku. © AFP",
            "Fidan, left, and Bayramov at the meeting in Baku.",
        ),
    ],
)
def test_captions_are_kept_apart_from_the_story_and_lose_their_credit(line: str, expected: str) -> None:
    for page in (f"{line}\n\n{PARAGRAPH}", f"{PARAGRAPH}\n\n{line}\n\n{FURTHER}"):
        assert blocks(document(page), "caption") == [expected]


@pytest.mark.parametrize(
    ("glued", "parted"),
    [
        (
            "It was said on Monday.According to the ministry",
            "It was said on Monday. According to the ministry",
        ),
        ("artillery to Russia.A U.S. official", "artillery to Russia. A U.S. official"),
        ("They met in 2019.In the same year", "They met in 2019. In the same year"),
        ('He said "no."The minister', 'He said "no." The minister'),
        ("Kim said.“The North will not stop", "Kim said. “The North will not stop"),
        ("sent to the U.S.The talks", "sent to the U.S. The talks"),
        ("the National Security Council(NSC) coordinator", "the National Security Council (NSC) coordinator"),
        ("minister(s) of the U.S.A. paid $3.5 on Nov.15", "minister(s) of the U.S.A. paid $3.5 on Nov.15"),
        (
            "see www.Example.Com and https://example.org/A.Bcd?E",
            "see www.Example.Com and https://example.org/A.Bcd?E",
        ),
    ],
)
def test_sentences_that_run_together_get_their_space_and_nothing_else_does(glued: str, parted: str) -> None:
    assert body(f"{glued} said that the talks went on.") == [f"{parted} said that the talks went on."]


def test_wrapped_lines_are_one_paragraph_and_spaces_are_single() -> None:
    wrapped = "The minister\u00a0arrived  in\tBeijing on\nNovember 15, 2023\nand met his\u200b counterpart."
    assert body(wrapped) == ["The minister arrived in Beijing on November 15, 2023 and met his counterpart."]
    assert body(wrapped, "a.txt") == body(wrapped)


def test_a_paragraph_that_a_picture_interrupts_is_joined_again() -> None:
    page = (
        f"{PARAGRAPH}\n\nThe navy sent a ship\n\nThe ship lies in port. **AP/TASS**\n\nto the gulf on Monday."
    )
    assert body(page) == [PARAGRAPH, "The navy sent a ship to the gulf on Monday."]


def test_a_paragraph_that_the_page_says_twice_is_kept_once() -> None:
    page = (
        f"# Talks Go On\n\nWorld\n\nTalks Go On\n\n{PARAGRAPH}\n\nBookmark\n\nKIEV: {PARAGRAPH}\n\n{FURTHER}"
    )
    assert document(page).text == f"Talks Go On\n\n{PARAGRAPH}\n\n{FURTHER}"


def test_lines_under_one_another_are_a_head_and_not_a_wrapped_sentence() -> None:
    page = f"""WORLD
2 MIN READ
US announces a package of military aid
The government has announced new military aid.
The war broke out on February 24, 2022. Photo: AA / Others
July 25, 2023

{PARAGRAPH}

Aid goes on for years

{FURTHER}

SOURCE:AFP"""
    read_page = document(page, overrides=Overrides(publisher="The Guardian"))
    assert blocks(read_page, "headline") == [
        "US announces a package of military aid",
        "Aid goes on for years",
    ]
    assert blocks(read_page, "caption") == ["The war broke out on February 24, 2022."]
    assert blocks(read_page, "body") == ["The government has announced new military aid.", PARAGRAPH, FURTHER]
    assert read_page.published == date(2023, 7, 25)
    assert read_page.agency is not None
    assert read_page.agency.label == "Agence France-Presse"


def test_markup_goes_and_quotes_stay() -> None:
    page = "> He said: “We **won't**, _ever_, send `shells`.”\n\n1. Türkiye &amp; Vučić &mdash; agreed\\*.\n"
    assert body(page) == ["He said: “We won't, ever, send shells.”", "Türkiye & Vučić — agreed*."]
