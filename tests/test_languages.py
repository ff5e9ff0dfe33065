"""What people read is said in every language, wherever in the code or its tables it is said.

A finding, a reason or an opinion takes a ``Sentence``, which the type checker sees to; here it is
seen that none is one text three times, and that nothing in a table lacks a language.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from hub.model.sentence import LANGUAGES
from hub.rules.fieldwords import step_words

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = (ROOT / "hub", ROOT / "mappings")
TABLES = ("sentences.toml", "pages.toml", "pagewords.toml")

ALIKE = frozenset({"Document", "Reference", "segment"})
"""Words that two of the languages share."""

NEUTRAL = frozenset(
    {
        "hub/cli/explaining.py",  # names of folders and columns, and titles that customers gave
        "hub/facts/identifiers.py",  # names of registers: GLN, CVR
        "hub/facts/unit_sentences.py",  # one code
        "hub/rules/elements/wording.py",  # values of documents
        "hub/rules/pages.py",  # examples, which are values
    }
)
"""Modules that make a sentence of something that is no language."""

SPOKEN = frozenset({"message", "reason", "trouble"})
"""What takes a sentence where findings, opinions and answers are made."""

MAKERS = frozenset({"Finding", "Opinion", "_unknown", "Answer", "_Verdict"})
WORD = re.compile(r"[^\W\d_]{2,}")


def complaints(source: str, name: str) -> Iterator[str]:
    """Yield what is said in one language only."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
        where = f"{name}:{node.lineno}"
        if called == "Sentence":
            yield from alone(node, name, where)
        elif called in ("skip", "skip_rule") and any(map(is_text, node.args)):
            yield f"{where}: why it was not judged is no sentence"
        elif called in MAKERS and any(
            is_text(one.value) for one in node.keywords if one.arg in SPOKEN
        ):
            yield f"{where}: {called} is given no sentence"


def alone(node: ast.Call, name: str, where: str) -> Iterator[str]:
    """Yield what of a sentence's three texts is the same text."""
    texts = [*node.args, *(one.value for one in node.keywords)]
    if len(texts) != len(LANGUAGES):
        return
    spoken = [one.value for one in texts if isinstance(one, ast.Constant)]
    if len(spoken) == len(LANGUAGES):
        said = str(spoken[0])
        if said in spoken[1:] and WORD.search(said) and said not in ALIKE:
            yield f"{where}: {said!r} is in one language only"
    elif len({ast.unparse(one) for one in texts}) == 1 and name not in NEUTRAL:
        yield f"{where}: the same text in every language"


def is_text(node: ast.expr) -> bool:
    """Whether an expression is a text of the code's own."""
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def entries(table: Any, within: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield every entry of a table that has a text in a language."""
    if isinstance(table, list):
        for one in table:
            yield from entries(one, within)
    elif isinstance(table, dict):
        said = {key: text for key, text in table.items() if key in LANGUAGES}
        if said and all(isinstance(text, str) for text in said.values()):
            yield within, said
        for key, one in table.items():
            yield from entries(one, f"{within}.{key}")


def lacks(said: dict[str, str]) -> str | None:
    """Return what is wrong with an entry: a language, or a place in one of its texts."""
    if said.keys() != set(LANGUAGES) or not all(text.strip() for text in said.values()):
        return "lacks a language"
    if len({frozenset(places(text)) for text in said.values()}) > 1:
        return "fills other places in another language"
    english = said["en"]
    others = [said[one] for one in LANGUAGES if one != "en"]
    own = " ".join(text for text, *_ in Formatter().parse(english))
    if english in others and len(WORD.findall(own)) > 1:
        return "is in one language only"
    return None


def places(text: str) -> Iterator[str]:
    """Yield what a text fills in."""
    return (name for _, name, _, _ in Formatter().parse(text) if name)


def test_no_text_in_the_code_is_in_one_language() -> None:
    """Neither a sentence that is one text three times nor a text where a sentence belongs."""
    paths = [path for folder in FOLDERS for path in sorted(folder.rglob("*.py"))]
    assert len(paths) > 600
    found = [
        complaint
        for path in paths
        for complaint in complaints(path.read_text("utf-8"), path.relative_to(ROOT).as_posix())
    ]
    assert found == []


def test_no_text_in_a_table_lacks_a_language() -> None:
    """Sentences, pages and the words of pages have each language, with the same places."""
    paths = [path for folder in FOLDERS for path in folder.rglob("*.toml") if path.name in TABLES]
    assert len(paths) > 40
    found = [
        f"{path.relative_to(ROOT)}: {name} {wrong}"
        for path in sorted(paths)
        for name, said in entries(tomllib.loads(path.read_text("utf-8")), "")
        if (wrong := lacks(said)) is not None
    ]
    assert found == []


def test_what_a_writer_leaves_out_has_a_name_in_each_language() -> None:
    """A loss that is no field of the model is called by words, and those have translations."""
    named = {
        node.args[0].value
        for folder in FOLDERS
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and len(node.args) > 1
        and ast.unparse(node.args[1]).startswith("LossKind.")
        and isinstance(node.args[0], ast.Constant)
        and " " in str(node.args[0].value)
    }
    assert "skipped without price" in named
    assert {one for one in named if step_words(one).da == one or step_words(one).nl == one} == set()


@pytest.mark.parametrize(
    "source",
    [
        'Sentence("wrong", "wrong", "verkeerd")',
        'Sentence(en="It is wrong.", da="Det er forkert.", nl="It is wrong.")',
        "Sentence(text, text, text)",
        'report.skip(Layer.SCHEMA, "this format has no schema")',
        'report.skip_rule(Layer.OFFICIAL, rule, f"needs {what}")',
        'Answer(trouble="it took too long")',
        'Finding("X-1", Severity.WARN, message=f"{value} is wrong")',
    ],
)
def test_a_text_in_one_language_is_seen(source: str) -> None:
    """Each way to say something in English alone is complained about."""
    assert len(list(complaints(source, "hub/some.py"))) == 1


@pytest.mark.parametrize(
    "entry",
    [
        {"en": "It is wrong.", "da": "Det er forkert."},
        {"en": "It is wrong.", "da": "", "nl": "Het is fout."},
        {"en": "Not {value}.", "da": "Ikke {value}.", "nl": "Niet."},
        {"en": "It is wrong.", "da": "It is wrong.", "nl": "Het is fout."},
    ],
)
def test_a_table_that_lacks_a_language_is_seen(entry: dict[str, str]) -> None:
    """Each way in which an entry falls short is complained about."""
    assert lacks(entry) is not None
    assert lacks({"en": "Not {value}.", "da": "Ikke {value}.", "nl": "Niet {value}."}) is None
