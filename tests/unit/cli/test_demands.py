"""`hub explain` of rules that receivers and formats make beyond the published ones."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from hub.cli.failure import ExitCode
from hub.cli.main import app
from hub.formats.registry import mapping_folders
from hub.model.sentence import LANGUAGES
from hub.rules.profile import Profiles, load_profiles

Explain = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def explain(schemas_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Explain:
    """Ask for one rule."""
    monkeypatch.setenv("HUB_HOME", str(tmp_path))
    monkeypatch.setenv("HUB_SCHEMAS", str(schemas_home))

    def run(*words: str) -> list[dict[str, Any]]:
        done = CliRunner().invoke(app, ("explain", *words, "--json"))
        assert done.exit_code == 0, done.output
        return [json.loads(line) for line in done.stdout.splitlines()]

    return run


@pytest.fixture(scope="module")
def profiles() -> Profiles:
    """All profiles of the project."""
    return load_profiles(mapping_folders({}))


def test_a_rule_of_a_receiver(explain: Explain) -> None:
    """Who asks for it, what it says, who mends it, and what can be set."""
    (told,) = explain("PRI-11")
    assert (told["asked_by"], told["severity"]) == ("Prisme Indkøb catalogues", "fatal")
    assert len(told["says"]) == 2
    assert "[expected]" in told["says"][0]
    assert "allow_move_start" in told["options"]


def test_in_the_language_asked_for(explain: Explain) -> None:
    """Each sentence is."""
    (danish,), (dutch,) = (
        explain("pri-11", "--language", "da"),
        explain("PRI-11", "--language", "nl"),
    )
    assert danish["says"][0].startswith("Priserne starter")
    assert dutch["who"] == "De afzender herstelt het."


def test_a_rule_of_a_family_and_of_several(explain: Explain) -> None:
    """Ids that a rule of another name speaks under are found, for every receiver that has them."""
    told = explain("UOM-05")
    assert len(told) > 2
    assert all(one["says"] for one in told)


def test_every_rule_of_every_profile_says_something(profiles: Profiles) -> None:
    """In all three languages: nothing that a receiver refuses by is left unexplained."""
    for profile in profiles:
        templates = profile.rules.speech.templates
        for rule in profile.rules.rules:
            for name in (rule.key, *rule.also):
                assert all(templates[name].speak(language) for language in LANGUAGES), name


def test_why_there_is_a_rule_and_examples_of_it(explain: Explain) -> None:
    """What a clerk needs beyond the sentence: the reason, a wrong one and a right one."""
    (told,) = explain("PRI-15", "--language", "da")
    assert told["because"].startswith("Bestillerne vælger efter billedet")
    (example,) = told["examples"]
    assert (example["wrong"], example["right"]) == (
        "img.example/1001.jpg",
        "https://img.example/1001.jpg",
    )


def test_what_no_rule_can_judge_has_a_page(explain: Explain) -> None:
    """How the hub behaves, and what happens where it does not look."""
    (kept,), (unseen,) = explain("PRI-13"), explain("pri-21", "--language", "nl")
    assert (kept["kind"], unseen["kind"]) == ("behaviour", "outside")
    assert kept["asked_by"] == "Prisme Indkøb catalogues"
    assert unseen["says"][0].startswith("Gebruik artikelnummers")


def test_a_name_of_a_customers_own_leads_to_the_rule(explain: Explain) -> None:
    """What a customer calls a deviation is judged by a rule of matching, which has a page, too."""
    (told,) = explain("OPU-24")
    assert told["see_also"] == ["MAT-09"]
    (meant,) = explain("MAT-09")
    assert meant["asked_by"] == "the hub"


def test_a_page_on_a_terminal(schemas_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It reads from top to bottom: what is asked, why, and an example."""
    monkeypatch.setenv("HUB_SCHEMAS", str(schemas_home))
    done = CliRunner().invoke(app, ("explain", "PRI-17"))
    lines = done.output.splitlines()
    assert lines[0].startswith("PRI-17  Prisme Indkøb catalogues")
    assert [line.split(":")[0].strip() for line in lines[-3:]] == ["Example", "wrong", "right"]


def spoken(*words: str) -> str:
    """Return what people read of an id."""
    done = CliRunner().invoke(app, ("explain", *words))
    assert done.exit_code == 0, done.output
    return done.stdout


def test_what_several_ask_alike_is_said_once(explain: Explain) -> None:
    """The receivers stand in one line; programs still get each by itself."""
    asked = explain("UNS-01", "--language", "nl")
    assert len(asked) > 4
    said = " ".join(spoken("UNS-01", "--language", "nl").split())
    assert said.count(asked[0]["says"][0]) == 1
    assert said.count("Gesteld door: DigiInkoop") == 1
    assert all(one["asked_by"] in said for one in asked)


@pytest.mark.usefixtures("explain")
@pytest.mark.parametrize(
    ("words", "head", "there"),
    [
        (("F-CAT248", "--language", "da"), "F-CAT248  Katalog  afvises", "ved cac:CatalogueLine"),
        (("F-CAT248", "--language", "nl"), "F-CAT248  Catalogus  geweigerd", "bij cac:Catal"),
        (("UOM-01", "--language", "da"), "UOM-01  fejl", "Stillet af:"),
        (("UOM-01",), "UOM-01  error", "Asked by:"),
    ],
)
def test_headings_are_in_the_readers_language(
    words: tuple[str, ...], head: str, there: str
) -> None:
    """Id, document and severity, and the places."""
    said = spoken(*words)
    assert said.splitlines()[0] == head
    assert there in said


@pytest.mark.usefixtures("explain")
def test_an_id_that_is_none_is_told_in_the_language_asked_for() -> None:
    """With the id that was probably meant."""
    done = CliRunner().invoke(app, ("explain", "XSD-CODEE", "--language", "da"))
    assert done.exit_code == ExitCode.REJECTED
    said = " ".join(done.output.split())
    assert said.startswith("Ingen regel eller grund hedder XSD-CODEE; mente du XSD-CODE? ")
