"""Bad and hostile documents end as rejected documents, or as what they harmlessly are."""

import json
import re
import socket
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest

from tests.attacks.battery import BASELINE, KINDS, goes_down_the_line
from tests.attacks.kinds import CANARY, HARMLESS, Kind

FINE, REJECTED = 0, 1
PEOPLE, PROGRAMS = 0, 1
CPU = 6.0
"""Seconds of processor time of all its commands. What runs away is stopped at 30."""

MEMORY = 200_000_000
"""Bytes that a bad document may cost more than a good one."""

RULE = re.compile(r"[A-Z]+(?:-[A-Za-z0-9]+)+")
FOREIGN = re.compile(
    r"Traceback|lxml|etree|libxml|xmlns:|XMLSyntax|Opening and ending|calamine|zipfile|BadZip|"
    r"CRC-32|zlib|csv\.Error|field larger|unexpected end of data|msgspec|Expected `|"
    r"JSON is malformed|sqlite|codec can't|UnicodeDecode|Errno|Error\b|Exception|"
    r"0x[0-9a-f]{6}|NoneType|panicked"
)
"""Words of libraries and of Python; a sender has no use for them."""

Attacked = dict[str, dict[str, Any]]
NAMES = [kind.name for kind in KINDS]


def findings(result: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every finding that programs are told of."""
    for line in result["out"][PROGRAMS].split("\n"):
        if line:
            for layer in json.loads(line)["layers"]:
                yield from layer["findings"]


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
def test_it_is_rejected_by_its_rule_or_harmless(attacked: Attacked, kind: Kind) -> None:
    """The rule is the same every time, and the exit code says the same as the report."""
    found = list(findings(attacked[kind.name]))
    refusing = {one["rule"] for one in found if one["severity"] in ("fatal", "error")}
    if kind.rule == HARMLESS:
        assert refusing == set()
    else:
        assert any(rule.startswith(kind.rule) for rule in refusing), refusing
    if kind.rule != HARMLESS or not goes_down_the_line(kind):
        assert attacked[kind.name]["code"] == (FINE if kind.rule == HARMLESS else REJECTED)


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
def test_it_is_told_in_a_sentence_with_a_rule(attacked: Attacked, kind: Kind) -> None:
    """Every finding has a rule and a sentence, and people read the same sentence."""
    people = "".join(attacked[kind.name]["out"][PEOPLE].split())
    for one in findings(attacked[kind.name]):
        assert RULE.fullmatch(one["rule"])
        # What a long list of codes has to be cut for shows that there is more.
        assert one["message"].endswith((".", "?", "…"))
        assert len(one["message"]) < 500
        # What repeats another finding is told to people once.
        assert one.get("repeats", one["rule"]) in people


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
def test_nothing_crashes_and_nobody_speaks_in_a_librarys_words(
    attacked: Attacked, kind: Kind
) -> None:
    """No traceback, no signal, nothing but a verdict; nothing on standard error."""
    result = attacked[kind.name]
    assert result["code"] in (FINE, REJECTED), result["err"]
    assert set(result["err"]) == {""}
    for said in result["out"]:
        assert not FOREIGN.search(said), FOREIGN.search(said)


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
def test_no_terminal_is_steered(attacked: Attacked, kind: Kind) -> None:
    """Neither people's nor programs' output holds anything but visible characters."""
    for said in attacked[kind.name]["out"]:
        seen = set(said) - {"\n"}
        steering = {c for c in seen if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Zl")}
        assert steering == set()


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
def test_it_costs_little(attacked: Attacked, kind: Kind) -> None:
    """Time and memory are bounded by the size of a file, not by its intention."""
    assert attacked[kind.name]["cpu"] < CPU
    assert attacked[kind.name]["memory"] < attacked[BASELINE]["memory"] + MEMORY


def test_no_file_is_read_and_no_server_called(attacked: Attacked, server: socket.socket) -> None:
    """What the documents point to stays where it is."""
    for result in attacked.values():
        assert CANARY not in "".join((*result["out"], *result["err"]))
    with pytest.raises(BlockingIOError):
        server.accept()


def test_there_are_enough_of_them(attacked: Attacked) -> None:
    """Names are unique, every kind was run, and those that go through went down the line."""
    assert len(set(NAMES)) == len(NAMES) >= 60
    assert set(NAMES) <= set(attacked)
    ways = {kind.name: 2 + goes_down_the_line(kind) for kind in KINDS}
    assert {name: len(attacked[name]["out"]) for name in NAMES} == ways
