"""One HTML page: self-contained, no script, readable by screen readers and on paper."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from importlib.resources import files

from hub.model.sentence import Language

__all__ = ["Markup", "element", "page", "table"]


class Markup(str):
    """Text that is HTML already; every other text is escaped where it is put in."""

    __slots__ = ()


def element(tag: str, *content: str, **attributes: str) -> Markup:
    """Return an element; an attribute ``class_`` is called class, ``aria_x`` aria-x."""
    given = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(_printable(value), quote=True)}"'
        for name, value in attributes.items()
    )
    return Markup(f"<{tag}{given}>{''.join(map(_safe, content))}</{tag}>")


def table(
    caption: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    numbers: frozenset[int] = frozenset(),
    named: bool = False,
) -> Markup:
    """Return a table; columns in ``numbers`` stand to the right, ``named`` rows have a head."""

    def kind(column: int) -> dict[str, str]:
        return {"class_": "number"} if column in numbers else {}

    head = (element("th", text, scope="col", **kind(i)) for i, text in enumerate(heads))
    body = (
        element(
            "tr",
            *(
                element("th", cell, scope="row")
                if named and column == 0
                else element("td", cell, **kind(column))
                for column, cell in enumerate(row)
            ),
        )
        for row in rows
    )
    inner = element(
        "table",
        element("caption", caption),
        element("thead", element("tr", *head)),
        element("tbody", *body),
    )
    return element("div", inner, class_="wide", tabindex="0", role="region", aria_label=caption)


def page(language: Language, title: str, content: Iterable[str]) -> Iterator[str]:
    """Yield a whole page, piece by piece."""
    style = files("hub.render").joinpath("page.css").read_text(encoding="utf-8")
    yield (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        # Nothing of a document can make the page load or run anything.
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n"
        f"{element('title', title)}\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n"
    )
    yield f"{element('h1', title)}\n"
    for piece in content:
        yield f"{_safe(piece)}\n"
    yield "</main>\n</body>\n</html>\n"


def _safe(text: str) -> str:
    if isinstance(text, Markup):
        return text
    return escape(_printable(text), quote=False)


def _printable(text: str) -> str:
    return "".join(c if c >= " " or c in "\t\n" else "\ufffd" for c in text)
