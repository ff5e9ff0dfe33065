"""What a table of an order cannot say: amounts in several currencies, and that it is a copy.

Its rows have one column for the currency (EN-25), and a supplier who gets one delivers (EN-28).
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hub.model.finding import Severity
from hub.rules.module import sibling
from hub.rules.rule import Hit, Mark, Rule, RuleContext, Scope
from hub.rules.translation import Translation

currencies = sibling(__file__, "../en16931/currencies")

SENTENCES = (Path(__file__).resolve().parents[1] / "en16931" / "sentences.toml",)


def head(header: Any, _ctx: RuleContext) -> Iterable[Hit]:
    """Refuse a copy, and sums that are in another currency than the order."""
    said = Translation()
    currencies.original(header, said)
    if header.document_currency_code is None:
        said.impossible("CSV-01", "document_currency_code")
    currencies.one_currency(header, header.document_currency_code, said)
    return said.hits(header, header)


def line(body: Any, ctx: RuleContext) -> Iterable[Hit]:
    """Refuse amounts of a line that are in another currency than the order."""
    said = Translation()
    currencies.one_currency(body, ctx.header.document_currency_code, said)
    return said.hits(body, body)


RULES = [
    Rule("CSV-01", Severity.FATAL, Scope.HEADER, head, also=("EN-25", "EN-28"), mark=Mark.DOC),
    Rule("EN-25", Severity.FATAL, Scope.LINE, line, mark=Mark.DOC),
]
