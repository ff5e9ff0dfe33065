"""The answer to a sender as a page of text."""

from typing import Any

from hub.app.answertext import LINES_SHOWN, answer_text


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


def test_many_lines_are_counted() -> None:
    """What is not named is counted, also what the answer does not hold."""
    text = answer_text(told([left(n) for n in range(LINES_SHOWN + 9)], 5000), "en")
    assert f"... and {5000 - LINES_SHOWN} more lines" in text
