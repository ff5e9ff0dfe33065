"""Pages of rules: what they hold, and that every id somebody may meet has one."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from hub.app.toolbox import own_pages
from hub.cli.main import app
from hub.errors import MappingError
from hub.formats.registry import mapping_folders
from hub.matching.terms import RULES as MATCHING
from hub.model.sentence import LANGUAGES
from hub.rules.pages import PageKind, Pages, load_pages
from hub.rules.profile import load_profiles
from hub.rules.ruleset import load_rules

ROOT = Path(__file__).parents[3]
KNOWN = {
    "BIZ": range(1, 23),
    "PRI": range(1, 25),
    "TTK": range(1, 26),
    "RAK": range(1, 21),
    "OPU": (*range(1, 7), *range(20, 27)),
    "DIG": range(1, 11),
    "UOM": range(1, 7),
    "UNS": range(1, 6),
    "BIL": range(1, 9),
    "OCI": range(1, 19),
    "CXM": range(1, 15),
    "ORA": range(1, 6),
}
LONGEST = 260


@pytest.fixture(scope="module")
def pages() -> Pages:
    """All pages of the project."""
    return load_pages((*own_pages(), *mapping_folders({})))


def test_every_id_of_the_systems_around_has_a_page(pages: Pages) -> None:
    """Whether it is a rule, how the hub behaves, or nothing that it can see."""
    wanted = {f"{family}-{number:02}" for family, numbers in KNOWN.items() for number in numbers}
    wanted |= {"UOM-02a", "UOM-02b", *MATCHING}
    assert {rule for rule in wanted if pages.get(rule) is None} == set()


def test_a_page_is_about_something_there_is(pages: Pages) -> None:
    """A page that says nothing of its own stands beside a rule with sentences."""
    profiles = load_profiles(mapping_folders({}))
    sets = [profile.rules for profile in profiles]
    sets += [load_rules(folder) for folder in mapping_folders({}) if (folder / "rules.py").exists()]
    spoken = {name.upper() for rules in sets for name in rules.ids}
    bare = {page.rule.upper() for page in pages if page.asks is None}
    assert bare <= spoken


def test_behaviour_is_proven(pages: Pages) -> None:
    """What a page says of the hub itself is tried by a test that names the id."""
    tests = "".join(path.read_text(encoding="utf-8") for path in ROOT.glob("tests/**/test_*.py"))
    tests += tests.upper().replace("_", "-")
    said = {page.rule for page in pages if page.kind is PageKind.BEHAVIOUR}
    assert {rule for rule in said if rule not in tests} == set()


def test_pages_are_short_and_in_three_languages(pages: Pages) -> None:
    """A clerk reads them on a screen; no language is a copy of another."""
    for page in pages:
        texts = (page.why, page.asks, page.sender, page.operator)
        for text in (one for one in texts if one is not None):
            spoken = [text.speak(language) for language in LANGUAGES]
            assert len(set(spoken)) == len(LANGUAGES), page.rule
            assert all(0 < len(one) <= LONGEST and one.endswith(".") for one in spoken), page.rule
        for example in page.examples:
            assert example.bad != example.good, page.rule


def test_a_run_of_ids_shares_a_page(pages: Pages) -> None:
    """What is said of all of a family is written once; ids are found however they are typed."""
    first, last = pages.get("oci-01"), pages.get("OCI-18")
    assert first is not None
    assert last is not None
    assert (first.kind, first.why) == (PageKind.OUTSIDE, last.why)
    assert pages.get("OCI-19") is None


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("[X-1]\nwhy = 'a'\nhow = 'b'", "X-1: is a table of"),
        ("[X-1]\nwhy = { en = 'a' }", "X-1: why: needs exactly en, da, nl"),
        ("[X-1]\nkind = 'odd'\nwhy = 'a'", "X-1: kind: is one of rule, behaviour, outside"),
        ("[X-1]\nkind = 'outside'\nwhy = 'a'", "X-1: asks: is missing"),
        (
            "[X-1]\nkind = 'reason'\nasks = 'a'\nwhy = 'a'\nsender = 'a'",
            "X-1: sender and operator: are missing",
        ),
        ("[X-1]\nwhy = 'a'\nexample = [{ bad = 'a' }]", "X-1: example 1: good: needs exactly"),
        ("[X-1", "is not readable as TOML"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, text: str, mistake: str) -> None:
    """Whoever writes a page hears what is wrong, with file and id."""
    (tmp_path / "pages.toml").write_text(text)
    with pytest.raises(MappingError) as raised:
        load_pages([tmp_path])
    assert f"{tmp_path.name}/pages.toml: " in str(raised.value)
    assert mistake in str(raised.value)


def test_two_pages_of_one_rule_are_a_mistake(tmp_path: Path) -> None:
    """Nobody could tell which of them is read."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "pages.toml").write_text("[X-1]\nwhy = 'a'")
    with pytest.raises(MappingError, match=r"two/pages\.toml: X-1: one has it, too"):
        load_pages([tmp_path / "one", tmp_path / "two"])


def test_mappings_check_tells_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong page in an operator's own folder is named by `hub mappings check`."""
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "format.toml").write_text('authority = "mine"\ntitle = "Mine"\n')
    (folder / "pages.toml").write_text("[A-1]\nwhy = { en = 'a' }\n")
    monkeypatch.setenv("HUB_MAPPINGS", str(tmp_path))
    done = CliRunner().invoke(app, ["mappings", "check"])
    assert done.exit_code == 3
    assert "mine/pages.toml: A-1: why" in done.output
