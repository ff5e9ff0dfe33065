"""Where documents go."""

import datetime as dt
from typing import Any

import pytest

from hub.errors import ConfigurationError
from hub.model.identity import EndpointID, FormatId
from hub.model.summary import Summary
from hub.pipeline.party import Party
from hub.pipeline.routing import Route, find_routes
from tests.unit.pipeline.world import (
    CANONICAL,
    MAKER,
    TOWN,
    UBL,
    VILLAGE,
    City,
    agreement,
    envelope,
    party,
    payload,
    wants,
)

NETWORK = "5790000000043"
NOBODY = "5790000000050"


def city(*more: Party) -> City:
    """Return two buyers with agreements, one of them in a network."""
    return City(
        party("maker", MAKER),
        party(
            "town",
            TOWN,
            receives=[wants("catalogue", "town.catalogues", UBL), wants("*", "town.all")],
            agreements=[agreement("T1", "town"), agreement("T2", "town")],
            networks=["net"],
        ),
        party(
            "village",
            VILLAGE,
            receives=[wants("catalogue", "village.in", CANONICAL, "picky", allow_cut=True)],
            agreements=[agreement("V1", "village")],
            networks=["net"],
        ),
        party("net", NETWORK, receives=[wants("catalogue", "net.in")]),
        *more,
    )


def gln(number: str) -> EndpointID:
    """Return an address."""
    return EndpointID("GLN", number)


def routes(summary: Summary, where: City | None = None, **more: Any) -> list[Route]:
    """Return the routes of a document from the maker."""
    whole = where or city()
    sender = whole.party("maker")
    assert sender is not None
    return find_routes(summary, sender, whole, envelope(payload(b"-"), **more))


def names(found: list[Route]) -> list[str]:
    """Return ``receiver/port/agreement`` of every route."""
    return [
        f"{r.receiver.key}/{r.port.key}/{r.agreement.id if r.agreement else '-'}" for r in found
    ]


def test_a_catalogue_goes_to_everybody_with_an_agreement_and_once_to_each_network() -> None:
    """Two buyers in one network make three routes, the network's last (TTK-07)."""
    assert names(routes(Summary("catalogue"))) == [
        "town/town.catalogues/-",
        "village/village.in/V1",
        "net/net.in/-",
    ]


def test_the_hub_does_not_choose_among_agreements() -> None:
    """A buyer with two agreements has one route, which names both and belongs to neither."""
    town, village, _ = routes(Summary("catalogue"))
    assert (town.agreement, town.choices) == (None, ("T1", "T2"))
    assert village.choices == ()


def test_a_route_carries_what_the_receiver_subscribed_to() -> None:
    """Format, profile, options and port come from the subscription."""
    route = routes(Summary("catalogue", agreement="V1"))[0]
    assert (route.format, route.profile) == (CANONICAL, "picky")
    assert dict(route.options) == {"allow_cut": True}
    assert route.lane == "maker>village/catalogue@village.in"
    assert route.customer_port == "maker>village"


def test_a_named_agreement_narrows_the_routes() -> None:
    """Only the buyer of that agreement gets the catalogue, and its network (TTK-13)."""
    found = routes(Summary("catalogue", agreement="T2"))
    assert names(found) == ["town/town.catalogues/T2", "net/net.in/-"]


def test_a_named_receiver_narrows_the_routes() -> None:
    """A catalogue addressed to one buyer goes to that buyer, not to its network."""
    found = routes(Summary("catalogue", receiver=(gln(TOWN),)))
    assert names(found) == ["town/town.catalogues/-"]


def test_a_catalogue_for_a_network_goes_there_only() -> None:
    """The network gets it once, its members not."""
    assert names(routes(Summary("catalogue", receiver=(gln(NETWORK),)))) == ["net/net.in/-"]


def test_a_network_gets_nothing_from_sellers_without_agreement_with_a_member() -> None:
    """The members' agreements are what opens a network."""
    where = City(
        party("maker", MAKER), party("net", NETWORK, receives=[wants("catalogue", "net.in")])
    )
    assert routes(Summary("catalogue", receiver=(gln(NETWORK),)), where) == []


@pytest.mark.parametrize("kind", ["catalogue", "invoice"])
def test_a_document_for_somebody_unknown_goes_nowhere(kind: str) -> None:
    """A mistyped receiver must not send a seller's prices to all its other customers."""
    assert routes(Summary(kind, receiver=(gln(NOBODY),))) == []


def test_the_first_known_address_is_the_receiver() -> None:
    """The endpoint decides before the numbers behind it; unknown ones are passed over."""
    both = Summary("invoice", receiver=(gln(NOBODY), gln(TOWN), gln(VILLAGE)))
    assert names(routes(both)) == ["town/town.all/-"]


@pytest.mark.parametrize(
    ("accepted", "found"),
    [
        ("2026-06-30T12:00", ["town/town.in/A"]),
        ("2026-06-30T21:59", ["town/town.in/A"]),
        ("2026-06-30T22:00", []),  # midnight in Denmark
        ("2026-07-01T12:00", []),
    ],
)
def test_an_agreement_that_is_over_opens_no_route(accepted: str, found: list[str]) -> None:
    """It counts to its last day, the buyer's; the time of acceptance decides, not of the work."""
    over = agreement("A", "town", valid_to=dt.date(2026, 6, 30))
    where = City(
        party("maker", MAKER),
        party("town", TOWN, receives=[wants("catalogue", "town.in")], agreements=[over]),
    )
    at = dt.datetime.fromisoformat(accepted).replace(tzinfo=dt.UTC)
    assert names(routes(Summary("catalogue"), where, accepted_at=at)) == found


def test_an_agreement_to_come_opens_a_route() -> None:
    """Its first catalogue is sent well before it starts."""
    soon = agreement("A", "town", valid_from=dt.date(2027, 1, 1))
    where = City(
        party("maker", MAKER),
        party("town", TOWN, receives=[wants("catalogue", "town.in")], agreements=[soon]),
    )
    assert names(routes(Summary("catalogue"), where)) == ["town/town.in/A"]


def test_other_kinds_go_by_address() -> None:
    """An invoice goes to its receiver, agreement or not."""
    assert names(routes(Summary("invoice", receiver=(gln(TOWN),)))) == ["town/town.all/-"]
    assert routes(Summary("invoice")) == []


def test_a_star_takes_the_kinds_that_have_no_subscription_of_their_own() -> None:
    """Of town's two subscriptions a catalogue takes the named one, all else the star."""
    assert names(routes(Summary("catalogue", agreement="T1")))[0] == "town/town.catalogues/T1"
    assert names(routes(Summary("order", receiver=(gln(TOWN),)))) == ["town/town.all/-"]
    assert routes(Summary("order", receiver=(gln(VILLAGE),))) == []


def test_a_subscription_may_be_for_some_senders() -> None:
    """One that is not for this sender is as if it were not there; the star stays."""
    ours = wants("invoice", "hamlet.ours", senders=("maker",))
    theirs = wants("order", "hamlet.theirs", senders=("other",))
    hamlet = party("hamlet", NOBODY, receives=[ours, theirs, wants("*", "hamlet.all")])
    where = city(hamlet)
    assert names(routes(Summary("invoice", receiver=(gln(NOBODY),)), where)) == [
        "hamlet/hamlet.ours/-"
    ]
    assert names(routes(Summary("order", receiver=(gln(NOBODY),)), where)) == [
        "hamlet/hamlet.all/-"
    ]


def test_several_subscriptions_make_several_routes() -> None:
    """One receiver may want the same kind in two formats."""
    twice = [
        wants("invoice", "hamlet.one"),
        wants("invoice", "hamlet.two", FormatId("hub", "x", "1")),
    ]
    where = city(party("hamlet", NOBODY, receives=twice))
    assert names(routes(Summary("invoice", receiver=(gln(NOBODY),)), where)) == [
        "hamlet/hamlet.one/-",
        "hamlet/hamlet.two/-",
    ]


@pytest.mark.parametrize("port", ["village", "village.in"])
def test_a_sender_may_ask_for_ports(port: str) -> None:
    """By receiver or by port; the others get nothing."""
    assert names(routes(Summary("catalogue", ports=(port,)))) == ["village/village.in/V1"]


def test_a_replay_goes_only_where_the_operator_says() -> None:
    """The operator's ports take the place of those the sender asked for."""
    asked = Summary("catalogue", ports=("village",))
    assert names(routes(asked, replay_of="x", ports=("net",))) == ["net/net.in/-"]


def test_a_subscription_to_a_port_that_is_gone_is_the_operators_mistake() -> None:
    """It is said out loud, not passed over."""
    town = party("town", TOWN, receives=[wants("invoice", "town.in")])
    lost = Party(town.card, town.roles, subscriptions=town.subscriptions)
    with pytest.raises(ConfigurationError, match="no port"):
        routes(Summary("invoice", receiver=(gln(TOWN),)), City(party("maker", MAKER), lost))


@pytest.mark.parametrize("missing", ["buyer", "network"])
def test_an_agreement_with_a_party_that_is_gone_is_the_operators_mistake(missing: str) -> None:
    """Neither a buyer nor a network disappears in silence."""
    deal = agreement("A", "ghost" if missing == "buyer" else "town")
    town = party("town", TOWN, agreements=[deal], networks=["ghost"])
    with pytest.raises(ConfigurationError, match="no party ghost"):
        routes(Summary("catalogue"), City(party("maker", MAKER), town))


def network_port() -> City:
    """Return two members of a network who get their own catalogues at its port, and it its own."""
    return City(
        party("maker", MAKER),
        party(
            "town",
            TOWN,
            receives=[wants("catalogue", "net.in")],
            agreements=[agreement("T1", "town")],
            networks=["net"],
        ),
        party(
            "village",
            VILLAGE,
            receives=[wants("catalogue", "net.in")],
            agreements=[agreement("V1", "village")],
            networks=["net"],
        ),
        party("net", NETWORK, receives=[wants("catalogue", "net.in")]),
    )


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("net.in#town#T1", ["town/net.in/T1"]),
        ("net.in#town", ["town/net.in/T1"]),
        ("net.in#net", ["net/net.in/-"]),
        ("net.in#town#GONE", []),
        ("net.in", ["town/net.in/T1", "village/net.in/V1", "net/net.in/-"]),
    ],
)
def test_a_replay_may_name_one_route_of_a_port(wanted: str, found: list[str]) -> None:
    """Others that share the port are left alone."""
    assert names(routes(Summary("catalogue"), network_port(), ports=(wanted,))) == found


def test_a_replay_finds_a_route_whose_agreement_is_one_of_several_by_now() -> None:
    """It is refused there again, rather than going nowhere without a word."""
    found = routes(Summary("catalogue"), ports=("town.catalogues#town#T1",))
    assert [route.choices for route in found] == [("T1", "T2")]
