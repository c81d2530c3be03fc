"""The day of a news story and the words by which it tells time."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.dating.when import find, resolve

WEDNESDAY = date(2023, 11, 15)
Tense = Literal["past", "present", "future"] | None
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
MONTHS = list(calendar.month_name)[1:]

# Days far enough from the ends of the calendar for any expression.
days = st.dates(date(1950, 1, 1), date(2090, 12, 31))
tenses: st.SearchStrategy[Tense] = st.sampled_from(["past", "present", "future", None])


def told(
    expression: str, published: date = WEDNESDAY, tense: Tense = None, anchor: date | None = None
) -> str | None:
    """The interval in ISO 8601, one day or two with a slash."""
    interval = resolve(expression, published, tense, anchor)
    if interval is None:
        return None
    if interval.earliest == interval.latest:
        return interval.earliest.isoformat()
    return f"{interval.earliest}/{interval.latest}"


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("Tuesday", "2023-11-14"),
        ("on Tuesday", "2023-11-14"),
        ("Wednesday", "2023-11-15"),
        ("late on Thursday", "2023-11-09"),
        ("earlier on Monday", "2023-11-13"),
        ("Thursday night", "2023-11-09"),
        ("last Friday", "2023-11-10"),
        ("last Tuesday", "2023-11-14"),
        ("next Monday", "2023-11-20"),
        ("next Friday", "2023-11-24"),
        ("this coming Friday", "2023-11-17"),
        ("Monday last week", "2023-11-06"),
        ("on Tuesday of last week", "2023-11-07"),
        ("last week on Friday", "2023-11-10"),
        ("today", "2023-11-15"),
        ("yesterday", "2023-11-14"),
        ("tomorrow", "2023-11-16"),
        ("tonight", "2023-11-15"),
        ("the day before yesterday", "2023-11-13"),
        ("overnight", "2023-11-14/2023-11-15"),
    ],
)
def test_days_of_the_week_are_read_from_the_day_of_the_story(expression: str, expected: str) -> None:
    assert told(expression) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("13 September 2023", "2023-09-13"),
        ("September 13, 2022", "2022-09-13"),
        ("Sept. 13", "2023-09-13"),
        ("Nov.15", "2023-11-15"),
        ("the 4th of April 2016", "2016-04-04"),
        ("Tuesday, June 13, 2023", "2023-06-13"),
        ("on Tuesday (Nov. 14)", "2023-11-14"),
        ("5-6 April 2016", "2016-04-05/2016-04-06"),
        ("from April 5 to 6", "2023-04-05/2023-04-06"),
        ("on 12 and 13 September", "2023-09-12/2023-09-13"),
        ("12 May to 3 June 2021", "2021-05-12/2021-06-03"),
        ("from 24 February 2022 to 3 March 2022", "2022-02-24/2022-03-03"),
        ("2023-11-15", "2023-11-15"),
        ("15.03.2024", "2024-03-15"),
        ("3/15/2024", "2024-03-15"),
        ("November 13 last year", "2022-11-13"),
    ],
)
def test_dates_are_read_however_they_are_written(expression: str, expected: str) -> None:
    assert told(expression) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("in September", "2023-09-01/2023-09-30"),
        ("in December", "2022-12-01/2022-12-31"),
        ("September 2022", "2022-09-01/2022-09-30"),
        ("in early October", "2023-10-01/2023-10-11"),
        ("mid-October", "2023-10-11/2023-10-21"),
        ("at the beginning of April", "2023-04-01/2023-04-10"),
        ("the end of May", "2023-05-21/2023-05-31"),
        ("last November", "2022-11-01/2022-11-30"),
        ("in November last year", "2022-11-01/2022-11-30"),
        ("last month", "2023-10-01/2023-10-31"),
        ("next month", "2023-12-01/2023-12-31"),
        ("earlier this month", "2023-11-01/2023-11-15"),
        ("later this month", "2023-11-15/2023-11-30"),
        ("last week", "2023-11-06/2023-11-12"),
        ("this week", "2023-11-13/2023-11-19"),
        ("the past week", "2023-11-08/2023-11-15"),
        ("over the weekend", "2023-11-11/2023-11-12"),
        ("last year", "2022-01-01/2022-12-31"),
        ("late last year", "2022-09-01/2022-12-31"),
        ("back in 2019", "2019-01-01/2019-12-31"),
        ("in the 1990s", "1990-01-01/1999-12-31"),
        ("last summer", "2023-06-01/2023-08-31"),
        ("next summer", "2024-06-01/2024-08-31"),
        ("this autumn", "2023-09-01/2023-11-30"),
        ("the winter of 2021", "2021-12-01/2022-02-28"),
        ("the first half of 2024", "2024-01-01/2024-06-30"),
        ("Q3 2023", "2023-07-01/2023-09-30"),
        ("the first week of May", "2023-05-01/2023-05-07"),
        ("in recent weeks", "2023-09-20/2023-11-15"),
        ("over the past three years", "2020-11-15/2023-11-15"),
        ("since August", "2023-08-01/2023-11-15"),
        ("since mid-November", "2023-11-11/2023-11-15"),
        ("three days ago", "2023-11-12"),
        ("a week ago", "2023-11-05/2023-11-11"),
        ("two months ago", "2023-09-01/2023-09-30"),
        ("within weeks", "2023-11-15/2024-01-10"),
        ("by the end of the year", "2023-11-15/2023-12-31"),
        ("between 12 and 15 May", "2023-05-12/2023-05-15"),
        ("between 2015 and 2018", "2015-01-01/2018-12-31"),
        ("between late September and early October", "2023-09-21/2023-10-11"),
        ("from Monday to Wednesday", "2023-11-13/2023-11-15"),
    ],
)
def test_a_vague_time_becomes_an_interval_as_wide_as_its_words(expression: str, expected: str) -> None:
    assert told(expression) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("on Friday", "2023-11-17"),
        ("Wednesday", "2023-11-15"),
        ("in September", "2024-09-01/2024-09-30"),
        ("in November", "2023-11-01/2023-11-30"),
        ("September 13", "2024-09-13"),
        ("over the weekend", "2023-11-18/2023-11-19"),
        ("in two weeks", "2023-11-26/2023-12-02"),
        ("until Friday", "2023-11-15/2023-11-17"),
    ],
)
def test_an_announced_event_lies_ahead(expression: str, expected: str) -> None:
    assert told(expression, tense="future") == expected


def test_a_present_tense_headline_means_the_nearest_weekday() -> None:
    assert told("on Thursday", tense="present") == "2023-11-16"
    assert told("on Tuesday", tense="present") == "2023-11-14"


def test_a_story_counts_on_from_the_day_it_has_reached() -> None:
    summit = date(2023, 9, 13)
    assert told("a day earlier", anchor=summit) == "2023-09-12"
    assert told("the next day", anchor=summit) == "2023-09-14"
    assert told("two days later", anchor=summit) == "2023-09-15"
    assert told("the following week", anchor=summit) == "2023-09-18/2023-09-24"
    assert told("the same day", anchor=summit) == "2023-09-13"
    assert told("the previous day") == "2023-11-14"
    assert told("two days later") is None


def test_a_day_that_is_already_tomorrow_elsewhere_is_not_last_years() -> None:
    assert told("November 16", tense="past") == "2023-11-16"
    assert told("November 20", tense="past") == "2022-11-20"


@pytest.mark.parametrize(
    "expression",
    ["31 February", "3/4/2024", "the visit", "", "in two weeks", "a two-day visit", "on on on on"],
)
def test_what_names_no_time_that_can_be_placed_is_none(expression: str) -> None:
    assert told(expression, tense="past") is None


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("He flew into Baku late on Thursday for a meeting.", ["late on Thursday"]),
        (
            "Kim met Putin in early October 2023, and again last Friday.",
            ["in early October 2023", "last Friday"],
        ),
        (
            "visited Turkey on 4 April and Uzbekistan from 5-6 April 2016.",
            ["on 4 April", "from 5-6 April 2016"],
        ),
        ("what had been agreed at the September summit", ["September"]),
        ("Today’s signing ceremony", ["Today"]),
        ("Since mid-November they have fired missiles", ["Since mid-November"]),
        ("Theresa May said in May that a March on Rome may come in March", ["in May", "in March"]),
        ("the 2015 nuclear deal", ["2015"]),
        ("from January to March", ["from January to March"]),
        ("in April, May and June", ["in April", "May", "June"]),
        ("July 2023-August 2024", ["July 2023-August 2024"]),
        ("on Thursday and Friday", ["on Thursday", "Friday"]),
    ],
)
def test_the_times_in_a_sentence_are_found_with_the_words_that_belong_to_them(
    sentence: str, expected: list[str]
) -> None:
    assert [sentence[start:end] for start, end in find(sentence)] == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "a two-day visit that lasted for three days",
        "the 36-year-old minister",
        "over 2000 soldiers and 1,500 shells",
        "the first visit in two years",
        "the Good Friday Agreement, the Sunday Times reported to India Today",
        "a day after Blinken's visit",
        "Resolution 1874 and 20 percent of $2023",
    ],
)
def test_durations_ages_amounts_and_names_are_no_times(sentence: str) -> None:
    assert find(sentence) == []


def test_the_words_of_the_text_are_kept_with_the_interval() -> None:
    interval = resolve("late  on\nThursday", WEDNESDAY)
    assert interval is not None
    assert interval.text == "late on Thursday"


@given(st.sampled_from(WEEKDAYS), days, tenses)
def test_a_weekday_is_that_weekday_within_a_week_of_the_story(
    name: str, published: date, tense: Tense
) -> None:
    interval = resolve(f"on {name}", published, tense)
    assert interval is not None
    assert interval.earliest == interval.latest
    assert WEEKDAYS[interval.earliest.weekday()] == name
    assert abs((interval.earliest - published).days) < 7
    if tense == "future":
        assert interval.earliest >= published
    elif tense != "present":
        assert interval.earliest <= published


@given(st.sampled_from(MONTHS), days, tenses)
def test_a_month_is_the_nearest_of_that_name_on_the_side_of_its_tense(
    name: str, published: date, tense: Tense
) -> None:
    interval = resolve(f"in {name}", published, tense)
    assert interval is not None
    assert (interval.earliest.day, MONTHS[interval.earliest.month - 1]) == (1, name)
    assert (interval.latest + timedelta(1)).day == 1
    if tense == "future":
        assert published - timedelta(31) < interval.latest <= published + timedelta(366)
    else:
        assert published - timedelta(366) < interval.earliest <= published


@given(days, days)
def test_a_written_date_is_itself_whenever_it_is_told(day: date, published: date) -> None:
    for form in (
        f"{day.day} {MONTHS[day.month - 1]} {day.year}",
        f"on {MONTHS[day.month - 1]} {day.day}, {day.year}",
    ):
        interval = resolve(form, published)
        assert interval is not None
        assert (interval.earliest, interval.latest) == (day, day)
    assert told(day.isoformat(), published) == day.isoformat()


_WORDS = [
    *WEEKDAYS[:3],
    "May",
    "September",
    "Sept.",
    "3",
    "13",
    "2023",
    "the",
    "last",
    "next",
    "this",
    "week",
    "month",
]
_WORDS += [
    "year",
    "weekend",
    "days",
    "ago",
    "since",
    "by",
    "in",
    "on",
    "early",
    "end of",
    "and",
    "to",
    "-",
    "from",
]
_WORDS += [
    "between",
    "summer",
    "two",
    "a",
    "first",
    "half of",
    "earlier",
    "later",
    "within",
    "recent",
    ",",
    "quarter of",
]


@given(st.lists(st.sampled_from(_WORDS), max_size=10), days, tenses, st.none() | days)
def test_whatever_is_found_lies_in_order_and_begins_before_it_ends(
    words: list[str], published: date, tense: Tense, anchor: date | None
) -> None:
    text = " ".join(words)
    reached = 0
    for start, end in find(text):
        assert reached <= start < end <= len(text)
        reached = end
        interval = resolve(text[start:end], published, tense, anchor)
        assert interval is None or interval.earliest <= interval.latest


@given(st.text(max_size=200), days)
def test_no_text_at_all_can_upset_it(text: str, published: date) -> None:
    resolve(text, published)
    find(text)


@given(st.sampled_from([date.min, date.max, date(2, 1, 1), date(9998, 12, 31)]), tenses)
def test_the_ends_of_the_calendar_give_no_time_rather_than_an_error(published: date, tense: Tense) -> None:
    for expression in (
        "last week",
        "next year",
        "20 years ago",
        "in recent decades",
        "next summer",
        "29 February",
    ):
        interval = resolve(expression, published, tense)
        assert interval is None or interval.earliest <= interval.latest
