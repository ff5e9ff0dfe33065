"""Whatever id somebody meets in a report, an answer, a trace or `hub parked`, it is explained."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hub import errors
from hub.app.boundary import Park, attempt
from hub.app.settings import Settings
from hub.app.toolbox import Toolbox
from hub.cli.knownids import known_ids
from hub.cli.main import app
from hub.errors import HubError
from hub.formats.rowtrouble import RowFault, RowTrouble
from hub.model.loss import LossKind
from hub.pipeline.judgement import SENTENCES as JUDGEMENTS
from hub.xml.sentences import SENTENCES as SCHEMA
from hub.xml.syntax import SYNTAX_RULES

ROOT = Path(__file__).parents[3]
RULE = re.compile(r"[A-Z]{2,4}-([0-9]{2}[a-z]?|[A-Z]+(-[A-Z]+)*)")
WORD = re.compile(r"[a-z]+(-[a-z]+)*")
NO_RULES = frozenset({"EAN-13", "UTF-16", "YYYY-MM-DD"})
"""Other things that are written in the same way."""
GIVING = {"Park": 0, "Rejected": 0, "Unroutable": 0, "hold": 0, "judge": 0, "park": 1, "note": 2}
"""Calls that give a reason, and which argument it is; ``note`` names a step of the trace."""
ENDINGS = frozenset({"accepted", "rejected", "duplicate", "conflict", "unroutable", "held"})
ROUTES = frozenset({"routed", "refused", "output-invalid", "waiting", "unaddressed"})


@pytest.fixture(scope="module")
def known() -> frozenset[str]:
    """What `hub explain` knows, in capitals as it looks ids up."""
    return frozenset(one.upper() for one in known_ids(Toolbox(Settings.from_environment())))


def sources(*folders: str) -> Iterator[ast.Module]:
    """Every module below these folders."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield ast.parse(path.read_text(encoding="utf-8"))


def texts(tree: ast.AST) -> Iterator[str]:
    """Every text in a piece of source."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_every_rule_id_in_the_source_is_explained(known: frozenset[str]) -> None:
    """Also one that a reader files by itself, without a rule that could be listed."""
    found = {text for tree in sources("hub", "mappings") for text in texts(tree)}
    ids = {text for text in found if RULE.fullmatch(text)} - NO_RULES
    ids |= {*SYNTAX_RULES, *SCHEMA, *(RowTrouble(None).rule(fault) for fault in RowFault)}
    assert len(ids) > 200
    assert {one for one in ids if one.upper() not in known} == set()


def reasons() -> Iterator[str]:
    """Yield every reason and step that the source gives as a text or by the name of one."""
    trees = list(sources("hub"))
    names = {
        target.id: statement.value.value
        for tree in trees
        for statement in tree.body
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Constant)
        for target in statement.targets
        if isinstance(target, ast.Name) and isinstance(statement.value.value, str)
    }
    for node in (node for tree in trees for node in ast.walk(tree)):
        for one in given(node):
            if isinstance(one, ast.Constant) and isinstance(one.value, str):
                yield one.value
            elif isinstance(one, ast.Name) and one.id in names:
                yield names[one.id]


def given(node: ast.AST) -> Iterator[ast.expr]:
    """Yield what a piece of source gives as a reason."""
    match node:
        case ast.Call(func=ast.Name(id=called) | ast.Attribute(attr=called)):
            if (at := GIVING.get(called)) is not None:
                yield from node.args[at : at + 1]
            yield from (word.value for word in node.keywords if word.arg == "reason")
        case ast.Dict(keys, values):
            pairs = zip(keys, values, strict=True)
            yield from (v for k, v in pairs if isinstance(k, ast.Constant) and k.value == "reason")
        case ast.Assign([ast.Name(id="reasons" | "_DONE")], ast.Dict(values=values)):
            yield from values


def parking(kind: type[HubError]) -> Iterator[str]:
    """Yield the reason by which trouble of a kind, or of one below it, is parked."""
    trouble = kind(["x"]) if issubclass(kind, errors.ConfigurationError) else kind("x")

    def fail() -> None:
        raise trouble

    fate = attempt(fail)
    if isinstance(fate, Park):
        yield fate.reason
    for below in kind.__subclasses__():
        if below.__module__ == errors.__name__:
            yield from parking(below)


def test_every_reason_is_explained(known: frozenset[str]) -> None:
    """Of a document, a route, a delivery or a bill; of a loss, and of a step of the trace."""
    found = {one for one in reasons() if WORD.fullmatch(one)}
    assert {"no-route", "worker-died", "awaiting-order", "no-answer-port", "received"} <= found
    found |= {*JUDGEMENTS, *LossKind, *ENDINGS, *ROUTES, *parking(HubError)}
    assert {one for one in found if one.upper() not in known} == set()


@pytest.mark.parametrize("language", ["en", "da", "nl"])
def test_a_reason_says_who_does_what(language: str) -> None:
    """What it means, and what the sender and the operator do, in each language."""
    done = CliRunner().invoke(app, ["explain", "no-route", "--language", language])
    assert done.exit_code == 0
    words = {
        "en": ("is set up to receive", "The sender:", "The operator:"),
        "da": ("er sat op til at", "Afsenderen:", "Driften:"),
        "nl": ("is ingericht om", "De afzender:", "De beheerder:"),
    }
    assert all(word in done.stdout for word in words[language])


def test_an_id_that_nobody_knows_is_asked_back() -> None:
    """A slip of the hand is met with the id that was probably meant."""
    done = CliRunner().invoke(app, ["explain", "no-rout"])
    assert done.exit_code == 1
    assert "did you mean no-route?" in done.output


@pytest.mark.parametrize("typed", ["UOM-02b", "uom-02B"])
def test_a_rule_is_called_as_reports_call_it(typed: str) -> None:
    """However it was typed."""
    done = CliRunner().invoke(app, ["explain", typed])
    assert done.exit_code == 0, done.output
    assert "UOM-02b  " in done.output
    assert "UOM-02B" not in done.output
