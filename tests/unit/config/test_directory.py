"""What a configuration that is right becomes."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from hub.config.directory import load_directory
from hub.errors import ConfigurationError
from hub.facts.checkdigits import gs1_check_digit
from hub.model.identity import EndpointID, FormatId
from hub.pipeline.party import Directory


def test_a_party_has_what_its_file_says(config: Any) -> None:
    """Every table of a file arrives in the party, with the hub's own types."""
    party = config.load().party("by")
    assert party.card.name == "Prøveby Kommune (eksempel)"
    assert party.card.numbers == {"DK:CVR": "99000007"}
    assert party.card.contact == {"mail": "post@proeveby.example"}
    assert party.card.address == {"city_name": "Prøveby"}
    assert party.roles == {"buyer"}
    assert party.networks == ("net",)
    assert party.test is False
    wanted, rest = party.subscriptions
    assert wanted.format == FormatId("oioubl", "catalogue", "2.02")
    assert (wanted.port, wanted.profile, wanted.options) == (
        "by.main",
        "prisme",
        {"allow_cut": True},
    )
    assert (rest.kind, rest.format) == ("*", None)


def test_defaults(config: Any) -> None:
    """An account without a name has its party's, acts for it and answers in English."""
    account = config.load().account("by")
    assert account.acts_for == ("by",)
    assert account.language == "en"
    assert account.answer_port == "by.main"


def test_folders_begin_at_home(config: Any) -> None:
    """A relative folder lies under the hub's home, whatever the current folder is."""
    directory = config.load()
    assert directory.account("by").settings == {"path": Path("/srv/hub/in/by")}
    assert directory.port("shop.answers").settings == {"path": Path("/srv/elsewhere/answers")}


def test_a_port_of_a_network_may_be_used(config: Any) -> None:
    """A member may receive through a port of its network."""
    directory = config.load()
    port = directory.port(directory.party("by").subscriptions[1].port)
    assert port.party == "net"


def test_parties_are_found_at_addresses_and_numbers(config: Any) -> None:
    """An address in any spelling, and a company number, lead to their party."""
    directory = config.load()
    assert directory.party_at(EndpointID("GLN", "5790099990010")).key == "by"
    assert directory.party_at(EndpointID("DK:CVR", "99000007")).key == "by"
    assert directory.party_at(EndpointID("GLN", "5790099999990")) is None
    assert directory.name_at(EndpointID("GLN", "5790099990010")) == "Skolen, øst (eksempel)"


def test_the_first_address_is_the_main_one(config: Any) -> None:
    """Addresses keep the order of the sheet."""
    endpoints = config.load().party("by").card.endpoints
    assert [e.value for e in endpoints] == ["5790099990003", "5790099990010"]


def test_agreements_and_enrolments_are_found(config: Any) -> None:
    """Agreements are found by their seller; groups are prefixes."""
    directory = config.load()
    (agreement,) = directory.agreements_of("shop")
    assert agreement.product_groups == ("44", "1411")
    assert agreement.valid_to == dt.date(2026, 12, 31)
    assert directory.agreement("shop", "by", "A-1") is agreement
    assert directory.agreement("shop", "by", "A-2") is None
    assert directory.enrolment("shop", "by").code == "TOP-SECRET"
    assert directory.enrolment("shop", "net") is None
    assert directory.agreements_of("by") == ()


def test_agreements_are_ordered_by_buyer_and_id(config: Any) -> None:
    """The order does not depend on the order in the files."""
    second = '[[agreement]]\nid = "A-0"\nseller = "shop"\n\n[[enrolment]]'
    config.change("by.toml", "[[enrolment]]", second)
    assert [a.id for a in config.load().agreements_of("shop")] == ["A-0", "A-1"]


def test_everything_can_be_listed(config: Any) -> None:
    """Parties, accounts and ports are listed for those that run them."""
    directory: Directory = config.load()
    assert [p.key for p in config.load().parties] == ["by", "net", "shop"]
    assert [a.key for a in config.load().accounts] == ["by", "shop-in"]
    assert [p.key for p in config.load().ports] == ["by.main", "net.shared", "shop.answers"]
    assert directory.party("nobody") is None


def test_the_version_follows_the_content(config: Any, other: Any) -> None:
    """Equal files have one version, one byte more another."""
    assert config.load().version == other.load().version
    other.change("by.endpoints.csv", "Rådhuset", "Radhuset")
    assert config.load().version != other.load().version


def test_three_hundred_addresses(config: Any) -> None:
    """A municipality has hundreds of addresses; all of them lead to it."""
    bodies = [f"579009990{number:03d}" for number in range(300)]
    values = [body + gs1_check_digit(body) for body in bodies]
    rows = [f"GLN;{value};Børnehave {value[-4:]} æøå" for value in values]
    config.write("by.endpoints.csv", "\ufeff" + "\r\n".join(["Scheme;Value;Name", *rows]))
    directory = config.load()
    assert len(directory.party("by").card.endpoints) == 300
    assert {directory.party_at(EndpointID("GLN", value)).key for value in values} == {"by"}
    assert directory.name_at(EndpointID("GLN", values[7])).endswith("æøå")


def test_names_are_checked_only_when_known(config: Any) -> None:
    """Without the names of formats and profiles a configuration loads all the same."""
    config.change("by.toml", "oioubl:catalogue:2.02", "later:catalogue:9")
    config.change("by.toml", '"prisme"', '"later"')
    assert load_directory(config.folder, config.home).party("by") is not None


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    """A folder that is not there is told, with what it should hold."""
    with pytest.raises(ConfigurationError, match=r"one file <party>\.toml per party"):
        load_directory(tmp_path, tmp_path)


def test_all_mistakes_of_all_files_at_once(config: Any) -> None:
    """Loading raises once, with every mistake of every file, sorted by file and line."""
    config.change("by.toml", 'country = "DK"', 'country = "Denmark"')
    config.change("by.toml", 'seller = "shop"', 'seller = "shopp"')
    config.change("by.endpoints.csv", "5790099990003", "5790099990004")
    config.change("shop.toml", "answer =", "anser =")
    with pytest.raises(ConfigurationError) as raised:
        config.load()
    places = [mistake.split(": ")[0] for mistake in raised.value.mistakes]
    assert places == [
        "parties/by.endpoints.csv:2",
        "parties/by.toml:2",
        "parties/by.toml:38",
        "parties/shop.toml:13",
    ]
