"""Who fills the roles of an event: arguments of its trigger, and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from ingest import trace
from ingest.events.frames import Frame, Trigger
from ingest.language import lexicon
from ingest.language.arguments import arguments
from ingest.language.routes import makers
from ingest.language.syntax import after_preposition, by_agents, children, is_passive, modifiers
from ingest.language.text import Text
from ingest.linking.enumerations import enumerated
from ingest.linking.organizations import firms_by_state, overlooked_organization
from ingest.linking.referents import Want, described_party, referents, unnamed_persons
from ingest.linking.states import actor_of, state_beside, states_beside
from ingest.model import Actor, Delegation, Filler
from ontology.authority import Entry
from ontology.rows import iri_of

Roles = list[tuple[str, Filler]]

_MODIFYING = frozenset({"demonym", "compound", "maker", "maker_of", "carried_by"})
"""Labels of words before a noun, which count only as names."""
_SERVICES = frozenset({"guard", "guards", "police", "corps", "marines"})
_SITES = frozenset(
    "port base airfield airport city town capital region coast depot warehouse airbase harbour harbor terminal".split()
)
_SECTORS = frozenset(
    "sector industry programme program economy export import trade oil gas coal gold finance market".split()
)

_SIGNING = frozenset({"Company", "Organization", "InternationalOrganization", "ArmedGroup"})


_SIDES = frozenset({"subject", "by", "poss", "indirect"})
"""Labels of arguments that stand for a party whatever they are called."""


@dataclass(frozen=True)
class Filled:
    """The roles of one mention, where amounts of goods are told, how many fillers rest on no name, and which roles
    somebody fills who is not known."""

    roles: Roles
    amounts: list[Token]
    assumed: int
    strange: frozenset[str]


def fill(text: Text, frame: Frame, trigger: Trigger, token: Token) -> Filled:
    """Who and what fills the roles, where a word tells an event of a frame by one of its triggers."""
    roles: Roles = []
    taken: set[int] = set()
    told_by: set[str] = set()
    amounts: list[Token] = []
    assumed = 0
    strange: set[str] = set()
    for role, labels in trigger.labels.items():
        goods = _want(frame, role) == "materiel"
        several = frame.main.count(role) > 1
        for label in labels:
            enough = sum(name == role for name, _ in roles) >= frame.main.count(role)
            if enough and (label == "holder" or (label == "attendee" and "between" in told_by)):
                break  # the parties are told
            found_here = arguments(token, label)
            if role in frame.described | frame.unnamed_for_state:
                found_here = [each for argument in found_here for each in enumerated(text, argument)]
            for argument in found_here:
                if argument.i in taken or _only_adds(text, argument, taken):
                    continue
                if label in ("demonym", "compound") and not _may_modify(text, argument, goods):
                    continue
                fillers = _fill(text, frame, argument, role, trigger.kinds[role], label)
                if fillers:
                    taken.add(argument.i)
                    told_by.add(label)
                    assumed += argument.i not in text.names and not goods
                    if goods:
                        amounts.append(argument)
                elif label in _SIDES and _is_somebody(argument):
                    strange.add(role)
                trace.note(token, "role", role, label=label, argument=argument, found=fillers)
                roles.extend((role, filler) for filler in fillers if (role, filler) not in roles)
            if any(name == role for name, _ in roles) and not several:
                break
        if trigger.verbal and role in trigger.needs_roles and all(name != role for name, _ in roles):
            break  # the verb tells nothing without it
    found = list(roles)
    for role, slug in (trigger.implied or {}).items():
        roles.append((role, actor_of(text.authority.entries[iri_of(frame.classes[role], slug)])))
    trace.added(token, found, roles, "`implied`: the word itself says so")
    found = list(roles)
    roles.extend(_left_to_publisher(text, frame, trigger, token, roles))
    trace.added(token, found, roles, "`by_publisher`: the text is theirs")
    level = _on_one_level(text, frame, roles)
    trace.added(token, roles, level, "`unnamed_for_state`: the other party is a state, too")
    countries = with_countries(text, _without_sites(frame, level))
    trace.added(token, level, countries, "the country of the place")
    roles = _without_self(frame, countries)
    return Filled(roles, amounts, assumed, frozenset(strange - {role for role, _ in roles}))


def _only_adds(text: Text, argument: Token, taken: set[int]) -> bool:
    """Whether a noun in apposition only says who it is that was named: "leaders of X, the bloc that mediates, met Y"."""
    named = argument.i in text.names or argument.i in text.entities
    before = children(argument.head, "nsubj") if argument.dep_ == "nsubj" else []
    return not named and any(each.i in taken and each.i < argument.i for each in before)


def _is_somebody(noun: Token) -> bool:
    """Whether a noun is a name, or tells of people: "Kurdish groups", not "the cargo"."""
    lemma = noun.lemma_.lower()
    told = lexicon.described().get(lemma) in ("Person", "Company", "ArmedGroup")
    return told or noun.ent_type_ in ("PERSON", "GPE", "NORP") or lemma in lexicon.nouns()["organization"]


def _left_to_publisher(text: Text, frame: Frame, trigger: Trigger, token: Token, roles: Roles) -> Roles:
    """Who acts in a ministry's own release that says only what "is being" done."""
    publisher = text.document.publisher
    told = {role for role, _ in roles}
    if publisher.kind != "GovernmentBody" or not trigger.verbal or not is_passive(token) or by_agents(token):
        return []
    return [(role, publisher) for role in sorted(frame.by_publisher - told)]


def _want(frame: Frame, role: str) -> Want:
    """What may fill a role: where something happens is a site, where somebody goes a place or state."""
    match frame.classes[role]:
        case "MaterielType":
            return "materiel"
        case "Place":
            return "site" if role == "place" else "place"
        case _:
            return "actor"


def _may_modify(text: Text, argument: Token, goods: bool) -> bool:
    """A modifier fills a role only by a name of its own: "the Russian visit", "the Pyongyang trip", "arms transfers"."""
    name = text.names.get(argument.i)
    return name is not None and (name.entry.kind == "MaterielType") == goods


def _fill(
    text: Text, frame: Frame, argument: Token, role: str, kinds: frozenset[str], label: str
) -> list[Filler]:
    want = _want(frame, role)
    if label in _MODIFYING and want == "actor" and (label != "carried_by" or argument.dep_ != "pobj"):
        name = text.names.get(argument.i)
        named: list[Filler] = [actor_of(name.entry)] if name is not None else []
        if frame.main.count(role) > 1:  # "attended the NATO summit": its occasion, and no party of it
            named = [each for each in named if _kind(each) != "InternationalOrganization"]
        if role in frame.for_state:
            named = [_state_of(text, each) for each in named]
        return [each for each in named if _kind(each) in kinds]
    if argument.lemma_.lower() in lexicon.portions() and (parts := after_preposition(argument, "of")):
        return [filler for part in parts for filler in _fill(text, frame, part, role, kinds, label)]
    found = referents(text, argument, want)
    if role in frame.for_state and want == "actor":
        nameless = all(isinstance(each, Actor) and each.iri is None for each in found)
        several = states_beside(text, argument) if nameless and argument.tag_ == "NNS" else []
        if len(several) > 1:
            found = [actor_of(each) for each in several]  # "British and French officers"
        found = [_state_of(text, each) for each in found]  # "600 Ukrainian officers"
        found = [each for each in found if _kind(each) not in ("UnnamedSource", "Delegation")]
    if not found and role in frame.described | frame.unnamed_for_state:
        overlooked = overlooked_organization(text, argument)
        found = [overlooked] if overlooked is not None else []
    given = argument.lemma_.lower() in frame.theme_nouns - frame.theme_for
    if not found and not given and role in frame.for_state and frame.theme_nouns and want == "actor":
        found = [actor_of(each) for each in _beside(text, argument, kinds)]
    if (
        not found
        and frame.give_and_take
        and want == "actor"
        and (argument.lemma_.lower() in _SITES or (frame.theme_nouns and argument.i in text.names))
    ):
        found = _country_of(text, argument)
    if not found and role in frame.described and "State" in kinds and argument.lemma_.lower() in _SECTORS:
        found = _country_of(text, argument)  # "sanctions on Iran's oil industry"
    nameless = all(isinstance(each, Actor) and each.kind == "UnnamedSource" for each in found)
    if (
        nameless
        and want == "actor"
        and "Person" in kinds
        and argument.lemma_.lower() in lexicon.nouns()["person"]
    ):
        found = [*unnamed_persons(text, argument)]
    counted = any(each.dep_ == "nummod" for each in argument.children)
    counted = counted and all(_kind(each) == "State" for each in found)  # "two Russian vessels"
    unfit = "UnnamedSource" not in kinds and all(_kind(each) == "UnnamedSource" for each in found)
    described = (not found or unfit or counted) and role in frame.described
    if described and (party := described_party(text, argument)) is not None:
        mutual = frame.main.count(role) > 1  # "met prosecutors" tells a meeting, "met businesses" hardly
        found = [party] if not mutual or party.kind == "Person" else []
    signing = role in frame.unnamed_for_state
    if nameless and signing and lexicon.described().get(argument.lemma_.lower()) == "Person":
        sent = after_preposition(argument, "of") if argument.tag_ == "NNS" else []
        senders = [each for part in sent for each in referents(text, part, want)]
        found = [each for each in senders if _kind(each) in _SIGNING] or found  # "representatives of X"
    nobody_named = all(isinstance(each, Actor) and each.kind == "Company" and not each.iri for each in found)
    if nobody_named and signing and argument.tag_ == "NNS":
        if (party := described_party(text, argument)) is not None:
            found = (
                [party] if party.kind == "ArmedGroup" else firms_by_state(text, argument, party.kind) or found
            )
    elif not found and signing and argument.tag_ == "NN":
        firm = described_party(text, argument)  # "a Polish firm", not "a firm"
        found = [firm] if firm is not None and firm.kind == "Company" and firm.affiliation is not None else []
    if nameless and want == "actor" and "Person" not in kinds and "InternationalOrganization" in kinds:
        found = _bloc_of(text, argument) or found
    if role in frame.unnamed_for_state:
        found = [filler if _is_named(filler) else _state_of(text, filler) for filler in found]
    if "Person" not in kinds and "State" in kinds:
        found = [_state_of(text, filler) if _kind(filler) == "Person" else filler for filler in found]
    if role in frame.for_state:
        found = [_state_of(text, filler) for filler in found]
    if frame.give_and_take and "Person" not in kinds:
        found = [_as_maker(text, argument, filler) for filler in found]
    fit = [filler for filler in found if _kind(filler) in kinds or _acts_as_person(filler, kinds)]
    if len(fit) < len(found):
        trace.note(argument, "unfit", role, found=[each for each in found if each not in fit], kinds=kinds)
    return fit


def _as_maker(text: Text, argument: Token, filler: Filler) -> Filler:
    """ "Israel's Rafael": a name that a country owns is a maker's, whatever it sounds like."""
    owner = next(iter(children(argument, "poss")), None)
    state = text.names.get(owner.i) if owner is not None else None
    person = isinstance(filler, Actor) and filler.kind == "Person" and filler.iri is None
    if person and isinstance(filler, Actor) and state is not None and state.entry.kind == "State":
        return Actor("Company", filler.label, None, state.entry.iri)
    return filler


def _beside(text: Text, argument: Token, kinds: frozenset[str]) -> list[Entry]:
    """Whose people they are: "Malian sappers", "Norwegian and Danish instructors", "NATO advisers"."""
    if argument.tag_ == "NNS" and len(states := states_beside(text, argument)) > 1:
        return states
    if (state := state_beside(text, argument)) is not None:
        return [state]
    words = (*makers(argument), *after_preposition(argument, "of"), *after_preposition(argument, "from"))
    led = [text.names[each.i].entry for each in words if each.i in text.names and each.dep_ == "npadvmod"]
    if led and led[0].kind == "State":
        return led[:1]  # "a Polish-led mission"
    names = [text.names[each.i].entry for each in words if each.i in text.names]
    bodies = [
        entry if entry.kind in kinds else text.entry(entry.country)
        for entry in names
        if entry.kind != "State"
    ]
    return [entry for entry in bodies if entry is not None and entry.kind in kinds][:1]


def _country_of(text: Text, argument: Token) -> list[Filler]:
    """The state of "a port in the Far East of X", where goods come from or go."""
    said = (argument, *children(argument, "appos"))  # "in the region of X, a Russian border area"
    state = next((found for each in said if (found := state_beside(text, each)) is not None), None)
    for place in () if state is not None else referents(text, argument, "place"):
        if isinstance(place, Actor):
            state = text.entry(place.iri if place.kind == "State" else place.affiliation)
    return [actor_of(state)] if state is not None and state.kind == "State" else []


def _bloc_of(text: Text, noun: Token) -> list[Filler]:
    """The union or state for which its people decide: "EU ambassadors agreed", "G7 leaders imposed"."""
    if noun.lemma_.lower() not in lexicon.nouns()["leader"] | lexicon.nouns()["emissary"]:
        return []
    names = [text.names[each.i].entry for each in modifiers(noun) if each.i in text.names]
    blocs: list[Filler] = [
        actor_of(entry) for entry in names if entry.kind in ("InternationalOrganization", "State")
    ]
    return blocs[:1]


def _on_one_level(text: Text, frame: Frame, roles: Roles) -> Roles:
    """Where one party is a state, a person who signs stands for theirs: "X signed an agreement with Iran".

    Where only persons sign, they and the states for which they do are parties.
    """
    level = frame.unnamed_for_state
    states = any(role in level and isinstance(each, Actor) and each.kind == "State" for role, each in roles)
    if states:
        told = [(role, _state_of(text, filler) if role in level else filler) for role, filler in roles]
        return list(dict.fromkeys(told))
    signed_for = [
        (role, state)
        for role, filler in roles
        if role in level and (state := _state_of(text, filler)) != filler
    ]
    if len(signed_for) == len(roles) and len({state for _, state in signed_for}) == 1:
        return roles  # one side alone: "was signed by X for Y"
    return [*roles, *signed_for]


def _is_named(filler: Filler) -> bool:
    return isinstance(filler, Delegation) or filler.iri is not None or filler.label.istitle()


def _state_of(text: Text, filler: Filler) -> Filler:
    """The state for which a person or body acts, where it is known."""
    acting = isinstance(filler, Actor) and (
        filler.kind in ("Person", "GovernmentBody", "UnnamedSource")
        or (
            filler.kind == "Organization"
            and filler.label.split()[-1].lower() in lexicon.nouns()["state"] | _SERVICES
        )
    )
    if isinstance(filler, Delegation) and filler.sent_by is not None:
        return _state_of(text, filler.sent_by)  # "the EU mission has trained …"
    if acting and isinstance(filler, Actor):
        state = text.entry(filler.affiliation)
        return actor_of(state) if state is not None else filler
    return filler


def _kind(filler: Filler) -> str:
    return "Delegation" if isinstance(filler, Delegation) else filler.kind


def _acts_as_person(filler: Filler, kinds: frozenset[str]) -> bool:
    return (
        isinstance(filler, Actor)
        and filler.kind == "UnnamedSource"
        and "Person" in kinds
        and "State" not in kinds
    )


def _without_sites(frame: Frame, roles: Roles) -> Roles:
    """Where somebody lands is no country that he visits: an airport of which no more is known is only the place."""

    def is_site(filler: Filler) -> bool:
        known = not isinstance(filler, Actor) or filler.kind != "Place" or filler.iri or filler.affiliation
        return not known and filler.label.split()[-1].lower() in lexicon.nouns()["site"]

    if "place" not in frame.roles:
        return roles
    return [
        ("place", filler) if role == "destination" and is_site(filler) else (role, filler)
        for role, filler in roles
    ]


def with_countries(text: Text, roles: Roles) -> Roles:
    """A visit to a capital or town is a visit to its country too."""
    found = list(roles)
    for role, filler in roles:
        if role == "destination" and isinstance(filler, Actor) and filler.kind == "Place":
            state = text.entry(filler.affiliation)
            if state is not None and (role, actor_of(state)) not in found:
                found.append((role, actor_of(state)))
    return found


def _without_self(frame: Frame, roles: Roles) -> Roles:
    """Nobody supplies, sanctions or visits itself: the second role that names an actor loses it."""
    kept: Roles = []
    if frame.give_and_take:  # "Paris and Yerevan agreed on the delivery of guns to Armenia"
        giver, taker = frame.give_and_take
        givers = [filler for role, filler in roles if role == giver]
        takers = [filler for role, filler in roles if role == taker]
        if len(takers) == 1 and len(givers) > 1:
            roles = [pair for pair in roles if pair != (giver, takers[0])]
    for role, filler in roles:
        if role == "place" or frame.main.count(role) > 1 or not any(filler == other for _, other in kept):
            kept.append((role, filler))
    return kept
