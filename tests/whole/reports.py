"""Short reports in any number, each of two events, for tests of the whole line."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

_STATES = (
    "Iran",
    "Belarus",
    "Turkey",
    "Serbia",
    "India",
    "Vietnam",
    "Mongolia",
    "Cuba",
    "Laos",
    "Egypt",
    "Brazil",
)
_GOODS = ("drones", "artillery shells", "tanks", "helicopters", "ballistic missiles")
_CITIES = ("Hanoi", "Vienna", "Geneva", "Istanbul", "Singapore", "Havana", "Doha")


def write(folder: Path, count: int) -> list[Path]:
    """Write so many reports, no two alike; each claims an arms transfer and a meeting."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_write(folder, number) for number in range(count)]


def _write(folder: Path, number: int) -> Path:
    supplier, recipient = _STATES[number % 11], _STATES[(number + 1 + number // 11 % 10) % 11]
    goods, city = _GOODS[number % 5], _CITIES[number % 7]
    day = date(2023, 1, 2) + timedelta(days=number)
    path = folder / f"report-{number:04}.md"
    path.write_text(
        f"---\ntitle: Report {number} of the tests\npublisher: Test Wire\npublished: {day}\n"
        f"url: https://tests.legation.example/{number}\n---\n\n"
        f"The White House accuses {supplier} of having supplied {number + 10} {goods} to {recipient}.\n\n"
        f"{supplier} and {recipient} held talks in {city} on {day + timedelta(days=-1):%A}, the Test Wire has learned.\n",
        encoding="utf-8",
    )
    return path
