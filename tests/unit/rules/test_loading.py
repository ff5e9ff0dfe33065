"""Rules and profiles are loaded strictly; every mistake is told at once."""

import datetime as dt
from pathlib import Path

import pytest

from hub.errors import MappingError
from hub.model.catalogue import CatalogueLine
from hub.model.context import RouteContext
from hub.model.finding import Place, Severity
from hub.model.identity import FormatId
from hub.model.line import Line
from hub.model.values import Text
from hub.rules.index import rule_index
from hub.rules.profile import load_profiles
from hub.rules.ruleset import load_rules

RULE = """
[[rule]]
id = "{id}"
severity = "{severity}"
scope = "line"
field = "item.name"
max_length = {limit}
"""
SENTENCE = """
["{id}"]
en = "Too long: {{length}}"
da = "For lang: {{length}}"
nl = "Te lang: {{length}}"
"""
CONTEXT = RouteContext(now=dt.datetime(2025, 3, 3, 9, tzinfo=dt.UTC))


def folder(home: Path, name: str, rules: str = "", sentences: str = "", profile: str = "") -> Path:
    """Write a mapping folder."""
    made = home / name
    made.mkdir()
    files = {"rules.toml": rules, "sentences.toml": sentences, "profile.toml": profile}
    for file, text in files.items():
        if text:
            (made / file).write_text(text, encoding="utf-8")
    return made


def rule(rule_id: str, limit: str = "3", severity: str = "error") -> str:
    """Return a data rule."""
    return RULE.format(id=rule_id, limit=limit, severity=severity)


def test_a_folder_without_rules_is_an_empty_set(tmp_path: Path) -> None:
    """Not every format has rules of its own."""
    assert load_rules(folder(tmp_path, "plain")).rules == ()


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    """Each with file, key and what to do."""
    wrong = """
use = ["NO-1"]
other = 1
[[rule]]
id = "A-1"
severity = "bad"
scope = "line"
field = "item.name"
max_length = 3
[[rule]]
id = "A-2"
severity = "error"
scope = "line"
field = "item.nam"
max_length = 3
[[rule]]
id = "A-3"
severity = "error"
scope = "line"
field = "item.pack_size_numeric"
max_length = 3
[[rule]]
id = "A-4"
severity = "error"
scope = "line"
field = "item.name"
colour = "red"
[[rule]]
id = "A-5"
severity = "error"
scope = "line"
field = "item.name"
unique = true
"""
    sentences = '[A-9]\nen = "{a}"\nda = "{b}"\nnl = "{a}"\n[A-8]\nen = "x"\n'
    with pytest.raises(MappingError) as caught:
        load_rules(folder(tmp_path, "wrong", wrong, sentences))
    told = "\n".join(caught.value.mistakes)
    for part in (
        "wrong/rules.toml: use: the hub has no rule 'NO-1'",
        "wrong/rules.toml: other: unknown",
        "wrong/rules.toml: rule 1 A-1: severity: is one of fatal, error, warn, fix",
        "wrong/rules.toml: rule 2 A-2: 'item.nam': Item has no 'nam'",
        "rule 3 A-3: 'item.pack_size_numeric' is no str",
        "rule 4 A-4: colour: unknown key",
        "rule 4 A-4: needs exactly one of",
        "rule 5 A-5: scope: unique is judged over the stream",
        "wrong/sentences.toml: A-9: the languages do not fill the same",
        "wrong/sentences.toml: A-8: needs exactly en, da, nl",
    ):
        assert part in told


def test_a_rule_without_a_sentence_is_a_mistake(tmp_path: Path) -> None:
    """Nobody could be told what is wrong."""
    with pytest.raises(MappingError, match="A-1: there is no sentence"):
        load_rules(folder(tmp_path, "mute", rule("A-1")))


def profile_text(name: str, more: str = "") -> str:
    """Return a profile."""
    head = f'id = "{name}"\ntitle = "Example"\non = ["oioubl:catalogue:2.02"]\n'
    return head + 'partial_ok = "never"\n' + more


def test_a_child_switches_off_and_raises(tmp_path: Path) -> None:
    """It has its parent's rules less those it names, with its own severities."""
    parent = folder(
        tmp_path,
        "old",
        rule("A-1") + rule("A-2", severity="warn"),
        SENTENCE.format(id="A-1") + SENTENCE.format(id="A-2"),
        profile_text("old", '[option.size]\ndefault = 3\nen = "a"\nda = "b"\nnl = "c"\n'),
    )
    child = folder(
        tmp_path,
        "new",
        rule("B-1", "{ option = 'size' }"),
        SENTENCE.format(id="B-1"),
        'id = "new"\ntitle = "New"\nparent = "old"\n[off]\n"A-1" = "B-1 says it"\n'
        '[raise]\n"A-2" = "error"\n',
    )
    new = load_profiles([child, parent])["new"]
    assert [one.id for one in new.rules.rules] == ["A-2", "B-1"]
    assert new.raised == {"A-2": Severity.ERROR}
    assert new.on == (FormatId("oioubl", "catalogue", "2.02"),)
    assert new.settings({}) == {"size": 3}
    listed = rule_index(load_profiles([child, parent]), [])
    assert [(entry.id, entry.severity) for entry in listed if entry.owner == "new"] == [
        ("A-2", "error"),
        ("B-1", "error"),
    ]
    assert [entry.severity for entry in listed if entry.owner == "old"] == ["error", "warn"]


def test_profiles_tell_their_mistakes_at_once(tmp_path: Path) -> None:
    """Unknown keys, parents, rules and formats."""
    text = (
        'id = "x"\ntitle = "X"\non = ["nonsense"]\nparent = "gone"\ncolour = "red"\n'
        'format_rules = "missing"\npartial_ok = "maybe"\n[raise]\n"A-1" = "much"\n'
        '[option.size]\ndefault = 3\n[off]\n"A-7" = "x"\n'
    )
    with pytest.raises(MappingError) as caught:
        load_profiles([folder(tmp_path, "x", profile=text)])
    told = "\n".join(caught.value.mistakes)
    for part in (
        "colour: unknown key",
        "parent: there is no profile 'gone'",
        "format_rules: there is no folder 'missing'",
        "raise: A-1: is warn, error or fatal",
        "off: A-7: there is no such rule",
        "'nonsense' is not a format id",
        "option.size: needs default, en, da, nl",
        'partial_ok: is "never", true or false',
    ):
        assert part in told


def test_parents_in_a_circle_are_a_mistake(tmp_path: Path) -> None:
    """The loader does not run round in it."""
    one = folder(tmp_path, "one", profile='id = "one"\ntitle = "1"\nparent = "two"\n')
    two = folder(tmp_path, "two", profile='id = "two"\ntitle = "2"\nparent = "one"\n')
    with pytest.raises(MappingError, match="circle"):
        load_profiles([one, two])


def test_an_operators_options_are_checked(tmp_path: Path) -> None:
    """Unknown names, wrong types, and what the profile forbids."""
    options = '[option.size]\ndefault = 3\nen = "a"\nda = "b"\nnl = "c"\n'
    made = folder(tmp_path, "x", profile=profile_text("x", options))
    profile = load_profiles([made])["x"]
    assert profile.mistakes({"size": 5}) == []
    told = "\n".join(profile.mistakes({"size": True, "colour": "red", "partial_ok": True}))
    assert "size: is written like 3" in told
    assert "colour: profile x has no such option" in told
    assert "partial_ok: cannot be set" in told
    assert not profile.takes_parts({"partial_ok": True})


def test_the_rules_of_the_format_are_left_to_the_layer_before(tmp_path: Path) -> None:
    """A document that came in the format has been judged by them already."""
    form = folder(tmp_path, "form", rule("F-1"), SENTENCE.format(id="F-1"))
    made = folder(tmp_path, "x", profile=profile_text("x", 'format_rules = "form"\n'))
    profile = load_profiles([made, form])["x"]
    assert profile.judged(FormatId("form", "catalogue", "1")).ids == frozenset()
    assert profile.judged(FormatId("other", "catalogue", "1")).ids == {"F-1"}


def test_a_code_list_of_a_rule_holds_our_codes(tmp_path: Path) -> None:
    """A list that translates is judged by what the model says, before it is translated."""
    text = 'id = "A-1"\nseverity = "error"\nscope = "line"\nfield = "orderable_unit"\n'
    rules = f'[[rule]]\n{text}code_list = "units"\n'
    path = folder(
        tmp_path, "units", rules, SENTENCE.format(id="A-1").replace("{length}", "{value}")
    )
    (path / "codes").mkdir()
    (path / "codes" / "units.csv").write_text("ours,theirs\nEA,PIECE\n")
    judged = load_rules(path).checker(CONTEXT, "catalogue")
    for unit, wanted in (("EA", 0), ("PIECE", 1)):
        line = Line(1, CatalogueLine(orderable_unit=Text(unit)), lambda field: Place(path=field))
        assert len(judged.line(line)[1]) == wanted
