"""Stretches of the calendar as (first day, last day): the arithmetic under the time expressions of news."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Literal

Period = tuple[date, date]
Part = Literal["early", "mid", "late"]
Unit = Literal["day", "week", "month", "year", "decade"]

# Meteorological seasons of the northern hemisphere, by their first month.
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}


def days_from(day: date, number: int) -> date:
    """The day `number` days after `day` (before it, when negative)."""
    return day + timedelta(days=number)


def week_of(day: date) -> Period:
    """Monday to Sunday around `day` (ISO 8601)."""
    monday = days_from(day, -day.weekday())
    return monday, days_from(monday, 6)


def weekend_of(day: date) -> Period:
    """Saturday and Sunday of the week around `day`."""
    sunday = week_of(day)[1]
    return days_from(sunday, -1), sunday


def month_of(year: int, month: int) -> Period:
    """A calendar month; months beyond 1–12 count on into the neighbouring years."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def months_of(year: int, first: int, last: int) -> Period:
    """From the first day of one month to the last day of another, counted from January of `year`."""
    return month_of(year, first)[0], month_of(year, last)[1]


def year_of(year: int) -> Period:
    """A calendar year."""
    return date(year, 1, 1), date(year, 12, 31)


def decade_of(year: int) -> Period:
    """The ten years that begin with `year`'s tens: 1990–1999 for 1994."""
    first = year - year % 10
    return date(first, 1, 1), date(first + 9, 12, 31)


def season_of(name: str, year: int) -> Period:
    """A season that begins in `year`; winter ends in February of the next."""
    return months_of(year, SEASONS[name], SEASONS[name] + 2)


def part_of(period: Period, part: Part) -> Period:
    """The first, middle or last third of a period, rounded up; a year is cut by months."""
    first, last = period
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        start = {"early": 1, "mid": 5, "late": 9}[part]
        return months_of(first.year, start, start + 3)
    length = (last - first).days + 1
    third = -(-length // 3)
    offset = {"early": 0, "mid": (length - third) // 2, "late": length - third}[part]
    return days_from(first, offset), days_from(first, offset + third - 1)


def moved(day: date, number: int, unit: Unit) -> date:
    """The same day `number` units later; the last day of the month where that month is too short."""
    if unit in ("day", "week"):
        return days_from(day, number * (7 if unit == "week" else 1))
    months = number * {"month": 1, "year": 12, "decade": 120}[unit]
    first, last = month_of(day.year, day.month + months)
    return first.replace(day=min(day.day, last.day))


def around(day: date, number: int, unit: Unit) -> Period:
    """The period `number` units from `day` at the precision of the unit: "two weeks ago" is no exact day."""
    target = moved(day, number, unit)
    match unit:
        case "day":
            return target, target
        case "week":
            return days_from(target, -3), days_from(target, 3)
        case "month":
            return month_of(target.year, target.month)
        case "year":
            return year_of(target.year)
        case "decade":
            return year_of(target.year - 5)[0], year_of(target.year + 4)[1]
