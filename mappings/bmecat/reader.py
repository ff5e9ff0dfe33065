"""Reads BMEcat files of any size: once for head and groups, then article by article.

The DOCTYPE that version 1.2 asks for is looked over where it declares nothing.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

from hub.formats.elements import Book, Places, local
from hub.formats.original import Original
from hub.formats.payload import Payload
from hub.formats.spill import Spill
from hub.formats.summary import summary_of
from hub.formats.unjudged import READ_ONLY
from hub.model.finding import Finding, Layer, Place, Severity
from hub.model.identity import FormatId
from hub.model.line import Line
from hub.model.report import Report
from hub.rules.module import sibling
from hub.xml.doctype import undeclared
from hub.xml.members import members
from hub.xml.syntax import Unusable

articles = sibling(__file__, "articles")
heads = sibling(__file__, "heads")
node = sibling(__file__, "node")

MEDIA_TYPE = "application/xml"
PRICES = "catalogue-pricing-update"
TRANSACTIONS = {
    "T_NEW_CATALOG": "catalogue",
    "T_UPDATE_PRODUCTS": "catalogue",
    "T_UPDATE_PRICES": PRICES,
}
LOOK = 1 << 18
"""How far into a file its transaction is looked for: the head stands before it."""
ROOT = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?BMECAT[\s>]([^>]{0,2000})")
VERSION = re.compile(rb"""\bversion\s*=\s*["']\s*(1\.\d|2005)""")
SAID = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?(T_[A-Z_]+)[\s>/]")
MAPS = ("ARTICLE_TO_CATALOGGROUP_MAP", "PRODUCT_TO_CATALOGGROUP_MAP")
FIRST = ("HEADER", "CATALOG_STRUCTURE", "CLASSIFICATION_GROUP", "ARTICLE", "PRODUCT", *MAPS)
LEVELS = 20
"""More levels of groups than this are taken for a circle."""


def recognise(payload: Payload) -> str | None:
    """Return ``catalogue:1.2`` or the like for a BMEcat file, by its root and transaction."""
    head = _narrow(payload.head(LOOK))
    root = ROOT.search(head)
    if root is None:
        return None
    version = VERSION.search(root[0])
    kind = TRANSACTIONS.get(_transaction(head) or "", "catalogue")
    named = b"2005" if version is None and b"2005" in root[0] else b"1.2"
    known = named if version is None else version[1]
    return f"{kind}:{'2005' if known == b'2005' else '1.2'}"


def _narrow(head: bytes) -> bytes:
    """Return a beginning as one byte a sign: in UTF-16 each has a nought beside it."""
    return head.replace(b"\0", b"")


def _transaction(head: bytes) -> str | None:
    """Return the name of the first transaction that a file's beginning names."""
    narrow = _narrow(head)
    root = ROOT.search(narrow)
    said = SAID.search(narrow, 0 if root is None else root.end())
    return None if said is None else said[1].decode()


def reader(form: Any) -> "BmecatReader":
    """Return the reader of a format of this folder."""
    return BmecatReader(form.id)


class BmecatReader:
    """From a file to its one document."""

    def __init__(self, identity: FormatId) -> None:
        self._identity = identity

    def read(self, payload: Payload, report: Report) -> Iterator["BmecatDocument"]:
        """Yield the document; nothing when it is unusable."""
        report.begin(Layer.SYNTAX)
        report.skip(Layer.SCHEMA, READ_ONLY)
        with closing(Spill()) as groups:
            survey = Survey(groups, self._identity.document == PRICES, report)
            try:
                with closing(payload.open()) as stream:
                    survey.read(stream)
            except Unusable as unusable:
                report.add(Layer.SYNTAX, unusable.finding)
                return
            if survey.header is None or survey.articles == 0:
                report.add(Layer.SYNTAX, _nothing_there(survey, payload))
            if not report.fatal:
                yield BmecatDocument(self._identity, payload, survey)


class Survey:
    """The first look at a file: its head, and which groups its articles are in."""

    def __init__(self, groups: Spill, prices: bool, report: Report) -> None:  # noqa: FBT001
        self.header: Any = None
        self.currency: str | None = None
        self.pictures = ""
        self.articles = 0
        self._groups = groups
        self._names: dict[str, tuple[str | None, str]] = {}
        self._prices = prices
        self._report = report

    def read(self, stream: Any) -> None:
        """Go through the file once; raises ``Unusable``."""
        self._groups.add_details(self._maps(stream))
        self._groups.settle()

    def paths(self, number: str) -> tuple[str, ...]:
        """Return the paths of the groups an article is in."""
        found = (self._path(cells[0] or "") for _, cells in self._groups.details(number))
        return tuple(path for path in found if path)

    def _maps(self, stream: Any) -> Iterator[tuple[str, int, Any]]:
        for element in members(undeclared(stream), FIRST):
            name = node.known_as(local(element))
            if name == "HEADER":
                self._head(element)
            elif name == "ARTICLE":
                self.articles += 1
            elif name == "CATALOG_STRUCTURE":
                self._structure(element)
            elif name == "ARTICLE_TO_CATALOGGROUP_MAP":
                plain = node.Node(element, Book(None))
                article, group = plain.said("ART_ID"), plain.said("CATALOG_GROUP_ID")
                if article and group:
                    yield article, element.sourceline or 0, [group]

    def _head(self, element: Any) -> None:
        book = Book(self._report, places=Places(counted=False))
        top = node.Node(element, book)
        self.header = heads.pricing_head(top) if self._prices else heads.head(top)
        self.currency, self.pictures = heads.currency(top), heads.pictures(top)
        book.unread(element)

    def _structure(self, element: Any) -> None:
        plain = node.Node(element, Book(None))
        number, name = plain.said("GROUP_ID"), plain.said("GROUP_NAME")
        is_root = (element.get("type") or "").strip() == "root"
        if number:
            parent = None if is_root else plain.said("PARENT_ID")
            # The root is the catalogue itself.
            self._names[number] = (parent, "" if is_root else name or "")

    def _path(self, number: str) -> str:
        steps: list[str] = []
        at: str | None = number
        while at is not None and at in self._names and len(steps) < LEVELS:
            at, name = self._names[at]
            if name:
                steps.append(name)
        return "/".join(reversed(steps))


class BmecatDocument:
    """One file: its head, and its articles as often as they are asked for."""

    def __init__(self, identity: FormatId, payload: Payload, survey: Survey) -> None:
        self.format = identity
        self.header = survey.header
        self.summary = summary_of(survey.header, identity.document)
        self.original = Original.whole(payload)
        self._payload = payload
        self._survey = survey

    def locate(self, field: str) -> Place:
        """Return the field of the model: the head has been let go."""
        return Place(path=f"/BMECAT/HEADER ({field})")

    def lines(self, report: Report | None = None) -> Iterator[Line]:
        """Yield the articles; what is wrong with one refuses that one."""
        number = 0
        with closing(self._payload.open()) as stream:
            for element in members(undeclared(stream), FIRST):
                if node.known_as(local(element)) != "ARTICLE":
                    continue
                number += 1
                book = Book(report, Severity.ERROR, Places(counted=False))
                body = self._body(node.Node(element, book))
                book.unread(element)
                yield Line(number, None if book.refused else body, _located(element, number))

    def _body(self, article: Any) -> Any:
        survey = self._survey
        if self.format.document == PRICES:
            return articles.pricing_line(article, survey.currency)
        known = article.one("SUPPLIER_AID")
        said = None if known is None else known.words()
        paths = survey.paths(said) if said else ()
        return articles.line(article, survey.currency, survey.pictures, paths)


def _nothing_there(survey: Survey, payload: Payload) -> Finding:
    """Say what is missing: the head, articles, or a transaction that is read."""
    said = _transaction(payload.head(LOOK))
    value, expected = None, ", ".join(TRANSACTIONS)
    if survey.header is None:
        variant, expected = "head", "HEADER"
    elif said is None:
        variant = "nothing"
    else:
        variant, value = "articles" if said in TRANSACTIONS else "transaction", said
    message = node.SENTENCES[f"BME-03.{variant}"].fill(value=value, expected=expected)
    shown = None if variant == "articles" else expected
    return Finding("BME-03", Severity.FATAL, message, value=value, expected=shown)


def _located(element: Any, number: int) -> Callable[[str], Place]:
    line = element.sourceline
    name = local(element)
    return lambda field: Place(path=f"{name}[{number}] ({field})", line=line)
