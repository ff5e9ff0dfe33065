"""The example configuration: fourteen municipalities, what they share, two suppliers, a bureau."""

import datetime as dt
from pathlib import Path

import pytest

from hub.config.difference import diff
from hub.config.directory import ConfiguredDirectory, check, load_directory
from hub.resources import resource

HOME = Path("/srv/hub")
SYSTEMS = {
    "prisme": {"esbjerg", "kolding", "middelfart", "randers", "silkeborg", "soenderborg"},
    "truetrade": {"herning", "holstebro", "ikast-brande", "odense", "svendborg"},
    "opus": {"aarhus", "fredericia"},
    "rakat": {"vejle"},
}
ABROAD = {"voorbeeld"}
"""A buyer of another country, with another system."""

FORMATS = {
    "prisme": {"oioubl:catalogue:2.02"},
    "truetrade": {"truetrade:pricebook:1"},
    "opus": {"opus:catalogue:1", "opus:catalogue-package:1"},
    "rakat": {"rakat:catalogue:1"},
}


@pytest.fixture(scope="module")
def directory() -> ConfiguredDirectory:
    """Return the example configuration, loaded."""
    return load_directory(resource("examples", "config"), HOME)


def test_it_has_neither_mistakes_nor_warnings() -> None:
    """``hub config check`` has nothing to say."""
    assert check(resource("examples", "config"), HOME, dt.date(2026, 6, 1)) == []


def test_all_fourteen_municipalities_are_there(directory: ConfiguredDirectory) -> None:
    """Every municipality of the annex is a buyer."""
    buyers = {party.key for party in directory.parties if "buyer" in party.roles}
    assert buyers == set().union(*SYSTEMS.values()) | ABROAD


def test_each_municipality_gets_the_format_of_its_system(directory: ConfiguredDirectory) -> None:
    """Catalogues come as the system wants them; the rest comes as it is."""
    for profile, keys in SYSTEMS.items():
        for key in keys:
            party = directory.party(key)
            assert party is not None
            catalogue, rest = party.subscriptions
            assert catalogue.kind == "catalogue"
            assert str(catalogue.format) in FORMATS[profile]
            assert catalogue.profile == profile
            assert (rest.kind, rest.format) == ("*", None)
            assert catalogue.port != rest.port


def test_master_data_goes_once_to_the_shared_system(directory: ConfiguredDirectory) -> None:
    """The members of the catalogue system, and only they, name it as their network."""
    members = {party.key for party in directory.parties if "truetrade" in party.networks}
    assert members == SYSTEMS["truetrade"]
    network = directory.party("truetrade")
    assert network is not None
    assert [str(s.format) for s in network.subscriptions] == ["truetrade:catalogue:1"]


def test_suppliers_sell_to_the_municipalities(directory: ConfiguredDirectory) -> None:
    """The first supplier sells everywhere, the second to some, each by product groups."""
    nordlys = directory.agreements_of("nordlys")
    fjordmad = directory.agreements_of("fjordmad")
    assert {a.buyer for a in nordlys} == set().union(*SYSTEMS.values()) | ABROAD
    assert {a.buyer for a in fjordmad} < {a.buyer for a in nordlys}
    assert all(a.product_groups == ("50",) for a in fjordmad)
    assert len({a.product_groups for a in nordlys}) > 2
    assert len({(a.buyer, a.id) for a in nordlys}) == len(nordlys)


def test_members_of_the_shared_system_have_enrolments(directory: ConfiguredDirectory) -> None:
    """Every seller to a member of the catalogue system is enrolled there."""
    for seller in ("nordlys", "fjordmad"):
        for agreement in directory.agreements_of(seller):
            if agreement.buyer in SYSTEMS["truetrade"]:
                assert directory.enrolment(seller, agreement.buyer) is not None


def test_a_bureau_may_send_for_both_suppliers(directory: ConfiguredDirectory) -> None:
    """A service bureau is an account that acts for several."""
    account = directory.account("skrivestuen")
    assert account is not None
    assert account.acts_for == ("nordlys", "fjordmad")


def test_folders_follow_one_pattern(directory: ConfiguredDirectory) -> None:
    """Ways in are ``in/<party>``, ways out ``out/<party>/<port>``; every account answers."""
    for account in directory.accounts:
        assert account.settings["path"] == HOME / "in" / account.party
        assert account.answer_port is not None
    for port in directory.ports:
        assert port.settings["path"] == HOME.joinpath("out", *port.key.split("."))


def test_numbers_are_plainly_made_up(directory: ConfiguredDirectory) -> None:
    """Numbers pass their check digits (loading says so) and lie in ranges set aside here."""
    for party in directory.parties:
        assert any(word in party.card.name for word in ("(eksempel)", "(fiktiv)"))
        assert all(n.startswith(("9900", "1000", "00000099")) for n in party.card.numbers.values())
        for endpoint in party.card.endpoints:
            assert endpoint.value.startswith(("579009999", "57900000000"))


def test_it_differs_from_itself_in_nothing() -> None:
    """A comparison of a configuration with itself is empty."""
    folder = resource("examples", "config")
    assert diff(folder, folder) == []
