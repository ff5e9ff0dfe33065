"""What is allowed, but probably not meant."""

from typing import Any

import pytest


def test_a_small_configuration_in_order(config: Any) -> None:
    """The network of the example has no address, and that is all there is to say."""
    assert config.warnings() == [
        "parties/net.toml: has no address and no number: nothing can be addressed to it"
    ]
    assert config.mistakes() == []


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("by.toml", "2026-12-31", "2026-05-31", "by.toml:41: agreement 1: valid_to: A-1 has ended"),
        ("by.toml", "networks", "test = true\nnetworks", "one of the two parties is in test mode"),
        ("by.toml", 'answer = "main"\n', "", "by.toml:15: account 1: has no answer port"),
        ("by.toml", 'name = "main"', 'name = "main"\npaused = true', "port 1: paused: is paused"),
        ("shop.toml", 'answer = "answers"\n', "", "port 1: nothing is sent to this port"),
        ("shop.toml", 'acts_for = ["shop"]', 'acts_for = ["by"]', "no account acts for it"),
        (
            "net.toml",
            'kind = "folder"\npath = "out/net"',
            'kind = "queue"',
            "net.toml:5: port 1: nobody can read it: the party has no account of kind queue",
        ),
        (
            "net.toml",
            '[[receives]]\nkind = "catalogue"\nport = "shared"\n',
            "",
            "net.toml: has no [[receives]]: it gets nothing",
        ),
    ],
)
def test_a_doubt(config: Any, file: str, old: str, new: str, expected: str) -> None:
    """A doubt is a warning at its place, and loading goes on."""
    config.change(file, old, new)
    assert any(expected in warning for warning in config.warnings()), config.warnings()
    config.load()
