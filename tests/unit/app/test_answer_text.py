"""The answer to a sender as a page of text."""

from typing import Any

import pytest

from hub.app.answertext import LINES_SHOWN, answer_text, shortfalls
from hub.model.sentence import LANGUAGES, Language
from hub.render.wording import Wording


def told(left_out: list[dict[str, Any]], refused: int) -> dict[str, Any]:
    """Return an answer about one document that one receiver takes a part of."""
    report = {"layers": [], "losses": []}
    way = {
        "name": "By", "agreement": None, "state": "routed", "lines": 7,
        "refused_lines": refused, "left_out": left_out, "report": report,
    }  # fmt: skip
    document = {
        "position": 1, "kind": "catalogue", "number": "K1", "version": None,
        "outcome": "accepted", "report": report, "routes": [way],
    }  # fmt: skip
    return {"file": "k.xlsx", "interchange": "i1", "documents": [document]}


def left(line: int, **said: Any) -> dict[str, Any]:
    """Return a line that was left out."""
    return {"line": line, "item": f"A-{line}", "row": None, "rules": ["R-1"], **said}


def test_lines_that_are_left_out_are_named() -> None:
    """By row where the file has rows, with the item's own number and what refused it."""
    lines = [left(3, row=4), left(5, item=None, rules=[])]
    text = answer_text(told(lines, 2), "da")
    assert "    2 linjer er udeladt\n      række 4, A-3: R-1\n      linje 5" in text


@pytest.mark.parametrize(
    ("language", "gone", "way"),
    [
        ("en", "1 line was left out", "on its way, 1 line"),
        ("da", "1 linje er udeladt", "på vej, 1 linje"),
        ("nl", "1 regel is weggelaten", "onderweg, 1 regel"),
    ],
)
def test_of_one_line_the_singular_is_said(language: Language, gone: str, way: str) -> None:
    """Nobody writes 1 lines."""
    sent = told([left(3)], 1)
    sent["documents"][0]["routes"][0]["lines"] = 1
    lines = [line.strip() for line in answer_text(sent, language).splitlines()]
    assert gone in lines
    assert f"By: {way}" in lines


def test_a_page_says_the_singular() -> None:
    """Of one item, in each language; of two, the plural."""
    leads = [Wording(language).say("preview-lead", count=1) for language in LANGUAGES]
    one = ["1 item can be ordered.", "1 vare kan bestilles.", "1 artikel kan worden besteld."]
    assert leads == one
    assert Wording("en").say("preview-lead", count=2) == "2 items can be ordered."


def test_kinds_and_losses_are_called_what_the_reader_calls_them() -> None:
    """The text has no word of the report for machines."""
    sent = told([], 0)
    (document,) = sent["documents"]
    document["kind"] = "order-response"
    losses = [{"field": "item.brand_name", "kind": "cut", "count": 2, "examples": []}]
    document["routes"][0]["report"] = {"layers": [], "losses": losses}
    text = answer_text(sent, "da")
    assert "Dokument 1 (ordrebekræftelse K1): modtaget" in text
    assert "Ikke overført som det var:\n      vare › mærke (afkortet): 2" in text
    assert "Document 1 (orderbevestiging K1)" in answer_text(sent, "nl")


def test_many_lines_are_counted() -> None:
    """What is not named is counted, also what the answer does not hold."""
    text = answer_text(told([left(n) for n in range(LINES_SHOWN + 9)], 5000), "en")
    assert f"... and {5000 - LINES_SHOWN} more lines" in text


def test_a_file_of_which_only_a_part_is_taken_says_so() -> None:
    """It lies with what is rejected, though one of its documents is on its way."""
    sent = told([], 0)
    assert "documents in this file" not in answer_text(sent, "en")
    (document,) = sent["documents"]
    sent["documents"].append({**document, "position": 2, "outcome": "rejected", "routes": []})
    text = answer_text(sent, "en")
    assert "\n\n1 of 2 documents in this file are taken, the others are not. " in text
    assert "Document 1 (catalogue K1): accepted\n" in text
    assert "Document 2 (catalogue K1): rejected\n" in text


@pytest.mark.parametrize(
    ("state", "lines", "words"),
    [
        ("routed", [], []),
        ("refused", [], ["By: refused by the receiver's rules"]),
        ("waiting", [], ["By: waits for the operator of the hub; you need not do anything"]),
        (
            "routed",
            [left(3)],
            ["By: on its way, 7 lines", "1 line was left out", "line 3, A-3: R-1"],
        ),
    ],
)
def test_what_fell_short(state: str, lines: list[dict[str, Any]], words: list[str]) -> None:
    """Who did not get it and which lines were left out; nothing where everybody has it whole."""
    (document,) = told(lines, len(lines))["documents"]
    document["routes"][0]["state"] = state
    assert list(shortfalls(document, "en")) == words


@pytest.mark.parametrize(
    ("earlier", "words"),
    [
        ({"outcome": "accepted", "state": "routed", "refused_lines": 0}, []),
        ({"outcome": "accepted", "state": "routed", "refused_lines": 2}, "2 lines were left out"),
        ({"outcome": "accepted", "state": "refused", "refused_lines": 0}, "by: refused by"),
        (None, "already received"),
    ],
)
def test_a_repeat_falls_short_as_the_first_one_did(
    earlier: dict[str, Any] | None, words: str | list[str]
) -> None:
    """What became of the first one is said again; one that is not known any more is not whole."""
    (document,) = told([], 0)["documents"]
    document |= {"outcome": "duplicate", "routes": (), "earlier": {"document": "d0"}}
    if earlier is not None:
        way = {"receiver": "by", "lines": 7, **earlier}
        document["earlier"] |= {"outcome": way.pop("outcome"), "routes": [way]}
    said = list(shortfalls(document, "en"))
    assert words in "\n".join(said) if words else said == []


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ({"part": "line"}, "linje: vare › søgeord (ingen plads til det): 312"),
        ({}, "vare › søgeord (ingen plads til det): 312"),
    ],
    ids=["now", "kept-by-an-earlier-version"],
)
def test_losses_are_told_in_the_reader_s_words(part: dict[str, str], said: str) -> None:
    """Field, way and part, in the language of the account."""
    answer = told([], 0)
    loss = {"field": "item.keyword", "kind": "no-home", "count": 312, "examples": [], **part}
    answer["documents"][0]["routes"][0]["report"] = {"layers": [], "losses": [loss]}
    assert f"\n      {said}\n" in answer_text(answer, "da")


def finding(severity: str, number: int, **where: Any) -> dict[str, Any]:
    """Return a finding as a report describes it."""
    return {
        "rule": f"R-{number}", "severity": severity, "message": f"Message {number}.",
        "path": None, "line": None, "row": None, "column": None, **where,
    }  # fmt: skip


def test_what_has_to_be_corrected_comes_first() -> None:
    """There is room for some of it only; each says what to do, and where, sheets included."""
    found = [finding("fix", number) for number in range(30)]
    found.append(finding("error", 31, sheet="PRISER", row=7, column="PRICE_AMOUNT"))
    found.append(finding("fatal", 32, sheet="k.xlsx"))
    found.append(finding("error", 33, line=12, path="/a/b"))
    found.append(finding("error", 34, sheet="priser.csv", row=2))
    answer = told([], 0)
    layer = {"layer": "syntax", "findings": found, "counts": {"R": 40}}
    answer["documents"][0]["report"] = {"file": "k.xlsx", "layers": [layer], "losses": []}
    lines = answer_text(answer, "da").splitlines()[3:]
    assert lines[:6] == [
        "Dokument 1 (katalog K1): modtaget",
        "  ret [R-32] Message 32.",
        "  ret [R-31] ark PRISER, række 7, kolonne PRICE_AMOUNT: Message 31.",
        "  ret [R-33] linje 12: Message 33.",
        "  ret [R-34] fil priser.csv, række 2: Message 34.",
        "  repareret [R-0] Message 0.",
    ]
    assert "  ... og 20 mere; hele listen er i .json-rapporten" in lines
