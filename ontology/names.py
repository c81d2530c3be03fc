"""The terms of the ontology and of the vocabularies it leans on, for Python.

`legation.ttl` is what counts; a test holds the two together.
"""

from __future__ import annotations

LEG = "https://w3id.org/legation/ontology#"
AUTHORITY = "https://w3id.org/legation/"

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
DCT = "http://purl.org/dc/terms/"
FOAF = "http://xmlns.com/foaf/0.1/"
OA = "http://www.w3.org/ns/oa#"
ORG = "http://www.w3.org/ns/org#"
PROV = "http://www.w3.org/ns/prov#"
SCHEMA = "http://schema.org/"
SEM = "http://semanticweb.cs.vu.nl/2009/11/sem/"
SH = "http://www.w3.org/ns/shacl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
WD = "http://www.wikidata.org/entity/"

PREFIXES: dict[str, str] = {
    "leg": LEG,
    "actor": AUTHORITY + "actor/",
    "place": AUTHORITY + "place/",
    "materiel": AUTHORITY + "materiel/",
    "dct": DCT,
    "foaf": FOAF,
    "oa": OA,
    "org": ORG,
    "owl": OWL,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "sem": SEM,
    "sh": SH,
    "skos": SKOS,
    "wd": WD,
    "xsd": XSD,
}
"""Every prefix that Legation writes and that a query may use undeclared."""

EVENT_TYPES: tuple[str, ...] = (
    "Visit",
    "Meeting",
    "ArmsTransfer",
    "MilitaryAssistance",
    "Sanction",
    "Agreement",
)

STANCES: tuple[str, ...] = (
    "asserts",
    "alleges",
    "condemns",
    "denies",
    "plans",
    "predicts",
    "demands",
    "warns",
    "questions",
)
STANCE_GROUPS: tuple[str, ...] = ("affirming", "negating", "prospective", "uncommitted")
CERTAINTIES: tuple[str, ...] = ("certain", "probable", "possible", "unspecified")
REVIEW_STATUSES: tuple[str, ...] = ("unreviewed", "accepted", "corrected", "rejected")

ROLES: dict[str, tuple[str, ...]] = {
    "Visit": ("visitor", "host", "destination", "place"),
    "Meeting": ("participant", "host", "place"),
    "ArmsTransfer": ("supplier", "recipient", "materiel", "place"),
    "MilitaryAssistance": ("provider", "recipient", "place"),
    "Sanction": ("imposedBy", "target", "place"),
    "Agreement": ("party", "place"),
}
"""Event type → the properties by which its claims name actors, places and goods."""

ROLE_KINDS: dict[str, str] = {
    "participant": "Actor",
    "visitor": "Actor",
    "host": "Actor",
    "supplier": "Actor",
    "provider": "Actor",
    "recipient": "Actor",
    "imposedBy": "Actor",
    "target": "Actor",
    "party": "Actor",
    "destination": "Place",
    "place": "Place",
    "materiel": "MaterielType",
}
"""Role → the class that its filler must belong to."""

TEXTS: tuple[str, ...] = ("purpose", "subject", "reason", "inExchangeForText")
"""What a claim tells of its event in the words of the text."""

LINKS: tuple[str, ...] = ("partOf", "inExchangeFor")
"""How a claim joins its event to another."""

ORGANIZATION_KINDS: tuple[str, ...] = (
    "GovernmentBody",
    "MediaOutlet",
    "InternationalOrganization",
    "ArmedGroup",
    "Company",
    "PoliticalParty",
)

CLASSES_OF: dict[str, tuple[str, ...]] = {
    "State": ("State", "Actor", "Place"),
    "Person": ("Person", "Actor"),
    "Delegation": ("Delegation", "Actor"),
    "UnnamedSource": ("UnnamedSource", "Actor"),
    "Organization": ("Organization", "Actor"),
    **{kind: (kind, "Organization", "Actor") for kind in ORGANIZATION_KINDS},
    "Place": ("Place",),
    "MaterielType": ("MaterielType",),
}
"""Kind of a thing → the classes it belongs to, itself first."""

KINDS: tuple[str, ...] = tuple(CLASSES_OF)


PROPERTIES: tuple[str, ...] = (
    *ROLE_KINDS,
    *TEXTS,
    *LINKS,
    *("earliestDate", "latestDate", "dateText"),
    *("quantityMin", "quantityMax", "quantityUnit", "quantityText"),
    *("sentBy", "headedBy", "hasMember"),
    *("affiliation", "partOfState", "metonymOf"),
    *("syndicates", "textSha256"),
    *(
        "claimant",
        "claimantPosition",
        "reportedBy",
        "rootSource",
        "about",
        "stance",
        "certainty",
        "confidence",
    ),
    *("reviewStatus", "derivedFrom", "evidence", "statedEarliest", "statedLatest", "identityKey"),
    *("respondsTo", "contradicts", "foremostClaim", "toldIn", "codes"),
)
"""Every property of the ontology, by its local name."""

CLASSES: tuple[str, ...] = (
    *("Actor", *CLASSES_OF),
    *("Event", "Provision", *EVENT_TYPES),
    *("Document", "NewsArticle", "OfficialDocument", "Claim", "Evidence"),
    *("Stance", "Certainty", "ReviewStatus"),
)
"""Every class of the ontology, by its local name."""

CONCEPTS: tuple[str, ...] = (*STANCES, *STANCE_GROUPS, *CERTAINTIES, *REVIEW_STATUSES)
SCHEMES: tuple[str, ...] = ("StanceScheme", "CertaintyScheme", "ReviewScheme")


def fits(role: str, kind: str) -> bool:
    """Whether a thing of this kind may fill the role: a Person cannot be a destination. Unknown names fit nothing."""
    return ROLE_KINDS.get(role) in CLASSES_OF.get(kind, ())
