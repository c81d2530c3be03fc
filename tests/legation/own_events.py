"""Two event types that an analyst adds, each with its frame and its terms, and reports that tell of them."""

from __future__ import annotations

from pathlib import Path

TERMS = """
@prefix leg: <https://w3id.org/legation/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

leg:MissileLaunch a owl:Class ; rdfs:subClassOf leg:Event ; rdfs:label "missile launch"@en ;
  skos:definition "Somebody fires a missile, in a test or in anger."@en .
leg:launcher a owl:ObjectProperty ; rdfs:label "launcher"@en ; rdfs:subPropertyOf leg:participant ;
  rdfs:domain leg:MissileLaunch ; rdfs:range leg:Actor .
leg:launchedFrom a owl:ObjectProperty ; rdfs:label "launched from"@en ; rdfs:subPropertyOf leg:place ;
  rdfs:domain leg:MissileLaunch ; rdfs:range leg:Place .

leg:TroopDeployment a owl:Class ; rdfs:subClassOf leg:Event ; rdfs:label "troop deployment"@en .
leg:deployer a owl:ObjectProperty ; rdfs:label "deployer"@en ; rdfs:domain leg:TroopDeployment ; rdfs:range leg:Actor .
leg:deployedTo a owl:ObjectProperty ; rdfs:label "deployed to"@en ; rdfs:domain leg:TroopDeployment ;
  rdfs:range leg:Place .
"""
LAUNCH = """
type: MissileLaunch
main: [launcher]
roles:
  launcher: [State, ArmedGroup]
  launchedFrom: [Place, State]
for_state: [launcher]
identity: {sides: [launcher], one_day: true}
label: "Missile launch by {launcher}"
triggers:
  - verbs: [fire, launch, test]
    launcher: [subject]
    launchedFrom: [from]
    objects: [missile, rocket]
    quantity: [object]
  - nouns: [launch]
    launcher: [poss, by, demonym]
    launchedFrom: [from]
    beside: [missile, rocket]
"""
DEPLOYMENT = """
type: TroopDeployment
main: [deployer, deployedTo]
all_main: true
roles:
  deployer: [State]
  deployedTo: [State, Place]
for_state: [deployer]
identity: {sides: [deployer, deployedTo], lasts: always}
label:
  - "Deployment of troops of {deployer} to {deployedTo}"
triggers:
  - verbs: [deploy, send]
    deployer: [subject]
    deployedTo: [to, in]
    objects: [troop, soldier, battalion]
    quantity: [object]
"""
REPORTS = {
    "first.md": """---
publisher: Example Daily
published: 2024-01-15
---

North Korea fired a ballistic missile from Pyongyang on Sunday, South Korea's Joint Chiefs of Staff said.

Russia has deployed 300 soldiers to Belarus, the Belarusian Defence Ministry said on Monday.
""",
    "second.md": """---
publisher: Sample Herald
published: 2024-01-15
---

Japan condemned North Korea's missile launch on Sunday.

Ukraine said that Russia had sent troops to Belarus.
""",
}


def write(folder: Path) -> None:
    """The frames under `mine`, the reports beside it."""
    (folder / "mine").mkdir()
    (folder / "mine/terms.ttl").write_text(TERMS)
    (folder / "mine/missile_launch.yaml").write_text(LAUNCH)
    (folder / "mine/troop_deployment.yaml").write_text(DEPLOYMENT)
    for name, text in REPORTS.items():
        (folder / name).write_text(text)
