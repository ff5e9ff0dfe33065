"""What ``hub config diff`` tells."""

from typing import Any

import pytest

from hub.config.difference import diff
from hub.errors import ConfigurationError


def lines(config: Any, other: Any) -> list[str]:
    """Return the differences as they are printed."""
    return [str(change) for change in diff(config.folder, other.folder)]


def test_equal_folders(config: Any, other: Any) -> None:
    """Folders that say the same differ in nothing, whatever the order of their tables."""
    other.change("by.toml", '[address]\ncity_name = "Prøveby"\n', "# said below\n")
    text = (other.folder / "parties/by.toml").read_text("utf-8")
    other.write("by.toml", text + '\n[address]\ncity_name = "Prøveby"\n')
    assert lines(config, other) == []


def test_parties_added_and_removed(config: Any, other: Any) -> None:
    """A whole party is one line."""
    other.write("ny.toml", 'name = "Ny (fiktiv)"\ncountry = "DK"\nroles = ["seller", "buyer"]\n')
    (config.folder / "parties/net.toml").rename(config.folder / "parties/nut.toml")
    assert lines(config, other) == [
        "+ net: Net (eksempel) (network), 0 addresses",
        "- nut: Net (eksempel) (network), 0 addresses",
        "+ ny: Ny (fiktiv) (seller, buyer), 0 addresses",
    ]


def test_changed_keys_show_both_values(config: Any, other: Any) -> None:
    """A changed key shows old and new value, an added one only the new."""
    other.change("by.toml", "Prøveby Kommune (eksempel)", "Prøveby (eksempel)")
    other.change("by.toml", 'country = "DK"', 'country = "DK"\ntest = true')
    other.change("by.toml", 'CVR = "DK 99000007"', 'CVR = "99000015"')
    other.change("by.toml", "mail =", 'telephone = "1"\nmail =')
    other.change("by.toml", "out/by/main", "out/by/other")
    assert lines(config, other) == [
        "~ by: name: Prøveby Kommune (eksempel) -> Prøveby (eksempel)",
        "~ by: numbers.DK:CVR: 99000007 -> 99000015",
        "+ by: test: true",
        "+ by: contacts.overall.telephone: 1",
        "~ by: port main: path: out/by/main -> out/by/other",
    ]


def test_agreements(config: Any, other: Any) -> None:
    """Agreements are told apart by seller and id, not by their place."""
    new = '[[agreement]]\nid = "A-0"\nseller = "shop"\nvalid_from = 2027-01-01\n\n[[agreement]]'
    other.change("by.toml", "[[agreement]]", new)
    other.change("by.toml", '"1411"', '"1411", "47"')
    assert lines(config, other) == [
        "~ by: agreement shop/A-1: product_groups: 44000000, 1411 -> 44000000, 1411, 47",
        "+ by: agreement shop/A-0: valid_from 2027-01-01",
    ]


def test_subscriptions_and_options(config: Any, other: Any) -> None:
    """Two wishes for one kind at one port are told apart, and options are compared."""
    other.change("by.toml", "allow_cut = true", "allow_cut = false")
    again = '[[receives]]\nkind = "*"\nport = "net.shared"\nsenders = ["shop"]\n\n[[agreement]]'
    other.change("by.toml", "[[agreement]]", again)
    assert lines(config, other) == [
        "~ by: receives catalogue/main: options.allow_cut: true -> false",
        "+ by: receives */net.shared (2): senders shop",
    ]


def test_addresses_are_counted_with_examples(config: Any, other: Any) -> None:
    """Hundreds of addresses are a count and the first few; a new main address is told."""
    other.write(
        "by.endpoints.csv",
        "scheme,value,name\nGLN,5790099990010,Skolen (eksempel)\nGLN,5790099990027,A\n"
        "GLN,5790099990034,B\nGLN,5790099990041,C\nGLN,5790099990058,D\n",
    )
    assert lines(config, other) == [
        "- by: endpoints: 1 address: GLN 5790099990003 Rådhuset (eksempel)",
        (
            "+ by: endpoints: 4 addresses: GLN 5790099990027 A, GLN 5790099990034 B, "
            "GLN 5790099990041 C and 1 more"
        ),
        (
            "~ by: names of endpoints: 1 address: GLN 5790099990010 Skolen, øst (eksempel) -> "
            "1 address: GLN 5790099990010 Skolen (eksempel)"
        ),
        "~ by: main endpoint: GLN 5790099990003 -> GLN 5790099990010",
    ]


def test_another_main_address(config: Any, other: Any) -> None:
    """The order of addresses decides the main one, so a new first one is a difference."""
    other.write(
        "by.endpoints.csv",
        'scheme,value,name\nGLN,5790099990010,"Skolen, øst (eksempel)"\n'
        "GLN,5790099990003,Rådhuset (eksempel)\n",
    )
    assert lines(config, other) == ["~ by: main endpoint: GLN 5790099990003 -> GLN 5790099990010"]


def test_secrets_are_not_shown(config: Any, other: Any) -> None:
    """That a secret has changed is told, what it was and is not."""
    other.change("by.toml", "TOP-SECRET", "TOPPER-SECRET")
    assert lines(config, other) == [
        "~ by: enrolment shop: code: (not shown) -> (not shown) (changed)"
    ]
    config.change("by.toml", 'code = "TOP-SECRET"', "")
    assert lines(config, other) == ["+ by: enrolment shop: code: (not shown)"]


def test_options_that_sound_secret_are_not_shown(config: Any, other: Any) -> None:
    """An option named after a password is a secret, whoever defined it."""
    other.change("by.toml", "allow_cut = true", 'allow_cut = true, api_token = "abc"')
    (line,) = lines(config, other)
    assert line.endswith("options.api_token: (not shown)")


def test_long_values_are_cut(config: Any, other: Any) -> None:
    """A long value is shortened; that it changed beyond the cut is still told."""
    config.change("by.toml", "Prøveby Kommune", "P" * 90)
    other.change("by.toml", "Prøveby Kommune", "P" * 91)
    (line,) = lines(config, other)
    assert line.endswith("(changed)")
    assert len(line) < 200


def test_a_folder_with_mistakes_is_not_compared(config: Any, other: Any) -> None:
    """Comparing would hide a mistake, so it is told with its folder instead."""
    other.change("by.toml", "country =", "contry =")
    with pytest.raises(ConfigurationError, match=r"other/parties/by\.toml:2: contry: unknown key"):
        diff(config.folder, other.folder)
