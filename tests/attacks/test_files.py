"""What is handed over may be no file at all, or have a name that does harm."""

import os
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from tests.attacks.places import NAMES, PLACES
from tests.attacks.xmlkinds import GOOD, TEXT

FINE, REJECTED, USAGE = 0, 1, 2
PATIENCE = 60.0
"""Seconds for a command; one that hangs is the failure looked for."""

Attacked = dict[str, dict[str, Any]]
Environment = dict[str, str]


def hub(environment: Environment, *arguments: str | bytes) -> tuple[int, str]:
    """Run the command line; return its exit code and all it said."""
    done = subprocess.run(
        [sys.executable, "-m", "hub", *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        timeout=PATIENCE,
    )
    return done.returncode, done.stdout.decode("utf-8", "surrogateescape")


def harmless(said: str) -> bool:
    """Whether output is free of tracebacks and of what steers a terminal."""
    seen = {unicodedata.category(character) for character in said.replace("\n", "")}
    return "Traceback" not in said and seen.isdisjoint(("Cc", "Cf", "Cs", "Co"))


@pytest.mark.parametrize("place", sorted(set(PLACES) - {"empty"}))
def test_what_is_no_file_is_a_mistake_of_usage(attacked: Attacked, place: str) -> None:
    """It is told at once, without waiting for what never comes, and its name does no harm."""
    result = attacked[f"place-{place}"]
    assert result["code"] == USAGE
    assert result["err"][0]
    assert harmless(result["out"][0] + result["err"][0])


def test_an_empty_file_is_rejected(attacked: Attacked) -> None:
    """It is told apart from a file of an unknown kind."""
    result = attacked["place-empty"]
    assert result["code"] == REJECTED
    assert "FMT-01" in result["out"][0]
    assert "empty" in result["out"][0]
    assert harmless(result["out"][0])


def test_names_of_every_kind(attacked: Attacked) -> None:
    """A good document is good under any name, and no name steers a terminal."""
    result = attacked["names"]
    assert result["code"] == FINE
    assert set(result["err"]) == {""}
    for said in result["out"]:
        assert harmless(said)
        assert said.count("oioubl:catalogue:2.02") == len(NAMES)


def test_a_converted_document_stays_in_its_folder(environment: Environment, tmp_path: Path) -> None:
    """A number that is a path leads nowhere else."""
    source, out = tmp_path / "a.xml", tmp_path / "deep" / "out"
    source.write_text(TEXT.replace("PRØVE-2026-1", "../../../stolen\x9b2J"), encoding="utf-8")
    out.mkdir(parents=True)
    code, said = hub(
        environment, "convert", str(source), "--to", "oioubl:catalogue:2.1", "-o", str(out)
    )
    assert code == FINE, said
    assert harmless(said), said
    made = [path for path in tmp_path.rglob("*") if path.is_file() and path != source]
    assert [path.parent for path in made] == [out]
    assert all(harmless(path.name) for path in made)


def test_a_report_is_written_whatever_the_name(environment: Environment, tmp_path: Path) -> None:
    """A file name that is no text does not stop the report, nor does it end up raw in it."""
    place = os.fsencode(tmp_path) + b"/\xff\x9b2J.xml"
    Path(os.fsdecode(place)).write_bytes(GOOD)
    report = tmp_path / "report.json"
    arguments = ("--to", "oioubl:catalogue:2.1", "-o", str(tmp_path / "out.xml"))
    code, said = hub(environment, "convert", place, *arguments, "--report", str(report))
    assert code == FINE, said
    assert harmless(report.read_text(encoding="utf-8"))
