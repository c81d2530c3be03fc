"""The terms of the ontology and of the vocabularies it leans on, for Python.

`legation.ttl` is what counts; a test holds the two together. Event types and their roles are read from it
(`ontology.vocabulary`).
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

CONCEPTS: tuple[str, ...] = (*STANCES, *STANCE_GROUPS, *CERTAINTIES, *REVIEW_STATUSES)
SCHEMES: tuple[str, ...] = ("StanceScheme", "CertaintyScheme", "ReviewScheme")
