import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from ontology import authority
from ontology.authority import Authority, AuthorityError
from ontology.names import AUTHORITY, CLASSES_OF, LEG, ORGANIZATION_KINDS, OWL, PREFIXES, RDF, RDFS, SKOS, WD


@pytest.fixture(scope="module")
def known() -> Authority:
    return authority.load()


def _write(folder: Path, name: str, *lines: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("name", "kind", "qid"),
    [
        ("Kim Jong Un", "Person", "Q56226"),
        ("Kim Jong-un", "Person", "Q56226"),
        ("Vladimir Putin", "Person", "Q7747"),
        ("Putin", "Person", "Q7747"),
        ("Alexander Kozlov", "Person", "Q16664506"),
        ("Antony Blinken", "Person", "Q7821917"),
        ("Russia", "State", "Q159"),
        ("North Korea", "State", "Q423"),
        ("DPRK", "State", "Q423"),
        ("South Korea", "State", "Q884"),
        ("U.S.", "State", "Q30"),
        ("Türkiye", "State", "Q43"),
        ("Ukraine", "State", "Q212"),
        ("Pyongyang", "Place", "Q18808"),
        ("Washington", "Place", "Q61"),
        ("KCNA", "MediaOutlet", None),
        ("AFP", "MediaOutlet", "Q40464"),
        ("G7", "InternationalOrganization", "Q1764511"),
        ("Wagner", "ArmedGroup", None),
        ("artillery rounds", "MaterielType", None),
    ],
)
def test_the_names_of_the_news_are_known(known: Authority, name: str, kind: str, qid: str | None) -> None:
    assert [(entry.kind, entry.qid) for entry in known.by_name(name)] == [(kind, qid)]


@pytest.mark.parametrize(
    ("host", "label"),
    [
        ("themoscowtimes.com", "The Moscow Times"),
        ("www.themoscowtimes.com", "The Moscow Times"),
        ("WORLD.kbs.co.kr", "KBS"),
        ("www.bbc.co.uk", "BBC"),
        ("timesofindia.indiatimes.com", "The Times of India"),
        ("www.state.gov", "United States Department of State"),
        ("www.gov.uk", "Government of the United Kingdom"),
        ("news.un.org", "United Nations"),
    ],
)
def test_an_address_tells_its_publisher(known: Authority, host: str, label: str) -> None:
    entry = known.by_domain(host)
    assert entry is not None
    assert entry.label == label


@pytest.mark.parametrize(
    "host", ["example.com", "com", "", "co.kr", "notreuters.com", "reuters.com.evil.example"]
)
def test_an_unknown_address_tells_nobody(known: Authority, host: str) -> None:
    assert known.by_domain(host) is None


@pytest.mark.parametrize(
    "name", ["Kim", "Kozlov", "Austin", "Lee", "Congress", "Korean", "north korea", "", "Russian"]
)
def test_a_name_that_means_several_things_alone_matches_nothing(known: Authority, name: str) -> None:
    assert known.by_name(name) == ()


def test_no_name_means_two_things(known: Authority) -> None:
    means = Counter(name for entry in known.entries.values() for name in entry.names)
    assert [name for name, count in means.items() if count > 1] == []


def test_a_name_is_not_both_ambiguous_and_certain(known: Authority) -> None:
    for entry in known.entries.values():
        for name in entry.ambiguous:
            assert known.by_name(name) == (), (entry.label, name)


def test_a_place_that_speaks_is_one_actor(known: Authority) -> None:
    for name, label in [
        ("White House", "White House"),
        ("Kremlin", "Kremlin"),
        ("Pentagon", "United States Department of Defense"),
        ("Foggy Bottom", "United States Department of State"),
        ("Downing Street", "Downing Street"),
        ("Elysee", "Elysee"),
        ("Blue House", "Presidential Office of South Korea"),
    ]:
        assert [(entry.kind, entry.label) for entry in known.by_name(name)] == [("GovernmentBody", label)]


def test_a_capital_speaks_for_its_state(known: Authority) -> None:
    for capital, state in [
        ("Pyongyang", "north-korea"),
        ("Seoul", "south-korea"),
        ("Tehran", "iran"),
        ("Baku", "azerbaijan"),
    ]:
        (entry,) = known.by_name(capital)
        assert entry.metonym_of == PREFIXES["actor"] + state
        assert entry.country == entry.metonym_of


def test_nearly_every_state_has_a_capital_demonyms_and_a_wikidata_id(known: Authority) -> None:
    states = [entry for entry in known.entries.values() if entry.kind == "State"]
    spoken_for = {entry.metonym_of for entry in known.entries.values()}
    assert len(states) > 195
    assert all(state.qid for state in states)
    assert len([state for state in states if state.iri not in spoken_for]) < 12
    assert len([state for state in states if not state.demonyms]) < 5


def test_a_demonym_belongs_to_one_state_and_is_nobodys_name(known: Authority) -> None:
    demonyms = Counter(name for entry in known.entries.values() for name in entry.demonyms)
    assert [name for name, count in demonyms.items() if count > 1] == []
    assert [name for name in demonyms if known.by_name(name)] == []


def test_wikidata_ids_are_well_formed_and_belong_to_one_thing(known: Authority) -> None:
    ids = [entry.qid for entry in known.entries.values() if entry.qid]
    assert len(ids) > 500
    assert all(re.fullmatch(r"Q[1-9][0-9]*", qid) for qid in ids)
    assert [qid for qid, count in Counter(ids).items() if count > 1] == []


def test_entries_point_only_to_entries_of_the_right_kind(known: Authority) -> None:
    for entry in known.entries.values():
        if entry.country:
            assert known.entries[entry.country].kind == "State", entry.label
        if entry.metonym_of:
            assert "Actor" in CLASSES_OF[known.entries[entry.metonym_of].kind], entry.label
        if entry.broader:
            assert known.entries[entry.broader].kind == "MaterielType", entry.label


def test_kinds_of_arms_lead_up_to_few_general_ones(known: Authority) -> None:
    def top(iri: str) -> str:
        broader = known.entries[iri].broader
        return top(broader) if broader else known.entries[iri].label

    goods = [entry.iri for entry in known.entries.values() if entry.kind == "MaterielType"]
    assert {top(iri) for iri in goods} == {
        "military equipment",
        "artificial satellite",
        "dual-use goods",
        "nuclear material",
    }
    assert (
        known.entries[PREFIXES["materiel"] + "artillery-shell"].broader == PREFIXES["materiel"] + "ammunition"
    )


def test_iris_are_readable_ascii_under_the_authority(known: Authority) -> None:
    for iri, entry in known.entries.items():
        assert iri == entry.iri
        assert re.fullmatch(re.escape(AUTHORITY) + r"(actor|place|materiel)/[a-z0-9]+(-[a-z0-9]+)*", iri)


def test_the_shipped_authority_is_read_once() -> None:
    assert authority.load() is authority.load()


def test_the_graph_says_what_the_entries_say(known: Authority) -> None:
    quads = set(authority.quads(known))

    def says(subject: str, predicate: str, object_: NamedNode | Literal) -> bool:
        return Quad(NamedNode(subject), NamedNode(predicate), object_) in quads

    korea, kcna, seoul = (
        PREFIXES["actor"] + "north-korea",
        PREFIXES["actor"] + "korean-central-news-agency",
        PREFIXES["place"] + "seoul",
    )
    assert says(korea, RDF + "type", NamedNode(LEG + "State"))
    assert says(korea, RDFS + "label", Literal("North Korea", language="en"))
    assert says(korea, SKOS + "altLabel", Literal("DPRK", language="en"))
    assert says(korea, OWL + "sameAs", NamedNode(WD + "Q423"))
    assert says(kcna, LEG + "partOfState", NamedNode(korea))
    assert says(seoul, LEG + "metonymOf", NamedNode(PREFIXES["actor"] + "south-korea"))
    assert says(
        PREFIXES["actor"] + "agence-france-presse",
        LEG + "affiliation",
        NamedNode(PREFIXES["actor"] + "france"),
    )
    assert says(PREFIXES["actor"] + "kim-jong-un", LEG + "affiliation", NamedNode(korea))
    missile = PREFIXES["materiel"] + "missile"
    assert says(missile, SKOS + "exactMatch", NamedNode(WD + "Q974850"))
    assert says(missile, SKOS + "broader", NamedNode(PREFIXES["materiel"] + "weapon"))
    assert not says(missile, OWL + "sameAs", NamedNode(WD + "Q974850"))
    assert len({quad.subject for quad in quads}) == len(known.entries)


def test_a_users_own_folder_adds_to_what_is_shipped(tmp_path: Path) -> None:
    folder = _write(
        tmp_path / "mine",
        "people.csv",
        "label,aliases,country,qid,ambiguous",
        "Ri Tæ-sŏng,Ri Tae Song of Wonsan|Vice Minister Ri,KP,,Ri",
    )
    mine = authority.load(folder)
    (entry,) = mine.by_name("Vice Minister Ri")
    assert entry.iri == PREFIXES["actor"] + "ri-tae-song"
    assert entry.country == PREFIXES["actor"] + "north-korea"
    assert mine.by_name("Ri") == ()
    assert len(mine.entries) == len(authority.load().entries) + 1


# What is wrong · the file's name · its lines · the line at fault · the cause that is named.
BAD = [
    ("an unknown kind", "things.csv", ["label,kind", "Nessie,Monster"], 2, "unknown kind 'Monster'"),
    (
        "a kind that only texts make",
        "things.csv",
        ["label,kind", "They,Delegation"],
        2,
        "unknown kind 'Delegation'",
    ),
    ("no kind", "things.csv", ["label", "Nessie"], 2, "unknown kind ''"),
    ("no label", "people.csv", ["label,country", ",KP"], 2, "no label"),
    (
        "an unknown country",
        "people.csv",
        ["label,country", "Ann Bee,KP", "Cee Dee,XX"],
        3,
        "unknown country 'XX'",
    ),
    ("a malformed ID", "people.csv", ["label,qid", "Ann Bee,Q0123"], 2, "'Q0123' is not a Wikidata ID"),
    ("a label that is there already", "people.csv", ["label", "Vladimir Putin"], 2, "the same IRI as"),
    ("two rows of one slug", "people.csv", ["label", "Ann Bee", "Ánn  Bée!"], 3, "people.csv, line 2"),
    ("a slug with capitals", "people.csv", ["label,slug", "Ann Bee,Ann"], 2, "slug 'Ann' is not"),
    ("a label without letters of ours", "people.csv", ["label", "김정은"], 2, "no slug can be made"),
    (
        "an unknown metonym",
        "places.csv",
        ["label,metonym_of", "Atlantis City,atlantis"],
        2,
        "'atlantis' is not in",
    ),
    (
        "a person as metonym",
        "people.csv",
        ["label,metonym_of", "Ann Bee,russia"],
        2,
        "a Person has no metonym_of",
    ),
    (
        "an unknown broader kind",
        "materiel.csv",
        ["label,broader", "ray gun,phaser"],
        2,
        "broader 'phaser' is not in",
    ),
    (
        "a circle of kinds",
        "materiel.csv",
        ["label,broader", "ray gun,phaser", "phaser,ray-gun"],
        2,
        "broader runs in a circle",
    ),
    ("a taken country code", "states.csv", ["label,code", "Atlantis,KP"], 2, "code KP is taken"),
    ("a code in lower case", "states.csv", ["label,code", "Atlantis,at"], 2, "'at' is not a code"),
    (
        "a taken host",
        "media.csv",
        ["label,domains", "My Reuters,reuters.com"],
        2,
        "host reuters.com is taken",
    ),
    (
        "an address as host",
        "media.csv",
        ["label,domains", "Mine,https://mine.example"],
        2,
        "is not a host name",
    ),
    ("an empty alias", "people.csv", ["label,aliases", "Ann Bee,A.B.||Bee"], 2, "empty value between |"),
    (
        "a cell too many",
        "people.csv",
        ["label,country", "Ann Bee,KP,Q1"],
        2,
        "3 cells where the header has 2",
    ),
    ("an unknown column", "people.csv", ["label,born", "Ann Bee,1970"], 1, "unknown column 'born'"),
    ("no label column", "people.csv", ["country", "KP"], 1, "the column 'label'"),
    ("a column twice", "people.csv", ["label,label", "Ann Bee,Ann"], 1, "each column once"),
    ("an empty file", "people.csv", [""], 1, "the column 'label'"),
]


@pytest.mark.parametrize(
    ("name", "lines", "line", "cause"), [row[1:] for row in BAD], ids=[row[0] for row in BAD]
)
def test_a_bad_row_is_refused_with_file_line_and_cause(
    tmp_path: Path, name: str, lines: list[str], line: int, cause: str
) -> None:
    folder = _write(tmp_path / "bad", name, *lines)
    with pytest.raises(AuthorityError) as caught:
        authority.load(folder)
    assert str(caught.value).startswith(f"{folder / name}, line {line}: ")
    assert cause in str(caught.value)


def test_a_file_that_is_no_utf8_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_bytes(b"label\n\xff\xfe\n")
    with pytest.raises(AuthorityError, match=r"people\.csv: cannot be read as UTF-8 CSV"):
        authority.load(tmp_path)


def test_a_folder_without_authority_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AuthorityError, match="no authority files"):
        authority.load(tmp_path)


@given(st.text())
def test_a_slug_is_ascii_words_and_stays_itself(label: str) -> None:
    made = authority.slug(label)
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", made)
    assert authority.slug(made) == made


@pytest.mark.parametrize(
    ("label", "slug"),
    [
        ("The Moscow Times", "the-moscow-times"),
        ("Aleksandar Vučić", "aleksandar-vucic"),
        ("Washington, D.C.", "washington-dc"),
        ("Workers' Party of Korea", "workers-party-of-korea"),
        ("Jonas Gahr Støre", "jonas-gahr-store"),
        ("Radosław Sikorski", "radoslaw-sikorski"),
    ],
)
def test_slugs_read_like_the_label(label: str, slug: str) -> None:
    assert authority.slug(label) == slug


@given(st.text(), st.text())
def test_any_text_may_be_looked_up(name: str, host: str) -> None:
    known = authority.load()
    for entry in known.by_name(name):
        assert name in entry.names
    assert known.by_domain(host) is None or "." in host


def test_every_organization_has_a_leaf_class(known: Authority) -> None:
    general = [entry.label for entry in known.entries.values() if entry.kind == "Organization"]
    assert {entry.kind for entry in known.entries.values()} >= set(ORGANIZATION_KINDS)
    assert len(general) < 20
