"""What world.trig tells of, by name, and answers as tables."""

from __future__ import annotations

from tests.queries.conftest import Row

SHELLS = "Arms transfer: North Korea to Russia, August to November 2023"
MISSILES = "Arms transfer: North Korea to Russia, November 2023"
AIRCRAFT = "Arms transfer: Russia to North Korea"
DRONES = "Arms transfer: Iran to Russia, October 2022"
SATELLITE = "Military assistance: Russia to North Korea"
SUMMIT = "Meeting: Kim Jong Un and Vladimir Putin, September 2023"
PUTIN = "Visit: Vladimir Putin to North Korea"
KOZLOV = "Visit: Russian delegation to Pyongyang, 14 November 2023"
TALKS = "Meeting: Alexander Kozlov and Yun Jong Ho, November 2023"
PROTOCOL = "Agreement: North Korea and Russia, 15 November 2023"
SANCTION = "Sanction: United States on Rafort, 16 May 2024"
TREATY = "Agreement: Kim Jong Un and Vladimir Putin, June 2024"

KCNA = "Korean Central News Agency"
SPA = "Sample Press Agency"
NIS = "National Intelligence Service"
TREASURY = "United States Department of the Treasury"
EVENT = "http://localhost:8000/id/event/"

COLUMNS = {
    "actor-events": "event eventLabel kind role earliest latest claimant stance published",
    "agreements": "event eventLabel parties subject earliest latest claimant stance published",
    "alleged-and-denied": "event eventLabel sources affirmedBy deniedBy",
    "announced-not-affirmed": "event eventLabel kind earliest latest claimant stance published",
    "arms-transfers": "event eventLabel from to goods affirmed denied",
    "condemnations": "event eventLabel kind condemnedBy published quote document",
    "contradictions": (
        "event eventLabel claim claimant1 stance1 published1 quote1 contrary claimant2 stance2 published2 quote2"
    ),
    "coordinates-of-destinations": "place placeLabel item coordinates visits",
    "delegations": "event eventLabel delegation head purpose earliest latest claimant stance",
    "disagreeing-dates": "event eventLabel earliest latest compatible claims",
    "in-exchange": "event eventLabel return returnLabel claimant stance published quote",
    "meetings": "event eventLabel participants where earliest latest claimant stance published",
    "members-by-party": "party partyLabel people members",
    "military-assistance": "event eventLabel from to subject claimant stance certainty published quote",
    "offices-of-delegation-heads": "person head item office officeLabel since",
    "parts-of-visits": "visit visitLabel event eventLabel kind earliest latest claimant stance",
    "positions-on-the-day": "claim name published asTold office officeLabel from to",
    "quantities": "event eventLabel goods minimum maximum unit asTold claimant stance published",
    "review-queue": "claim confidence eventLabel claimant stance quote document",
    "same-wire": "agency documents publishers titles",
    "sanctioned-subsidiaries": "actor actorLabel owner ownerLabel alsoTarget",
    "sanctions": "event eventLabel imposedBy sanctioned earliest latest reason claimant stance",
    "statements": "claim event eventLabel stance certainty published quote",
    "states-at-odds": "event eventLabel deniedBy affirmedBy",
    "timeline": "event eventLabel kind earliest latest affirmed denied announced",
    "unnamed-sources": "claim source speaksFor via eventLabel stance published title quote",
    "visits": "event eventLabel traveller where earliest latest claimant stance published",
    "who-says-what": "claim eventLabel claimant position via stance certainty published quote document",
}

LISTS = {"affirmedBy", "deniedBy", "goods", "parties", "participants"}


def table(rows: list[Row], columns: str) -> list[tuple[str, ...]]:
    """Some columns of the rows, blank where unbound; names within a cell in the order of the alphabet."""

    def cell(row: Row, column: str) -> str:
        text = row.get(column, "")
        return ", ".join(sorted(text.split(", "))) if column in LISTS else text

    return [tuple(cell(row, column) for column in columns.split()) for row in rows]
