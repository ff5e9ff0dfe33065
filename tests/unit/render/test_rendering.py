"""Documents as PDFs: everything they say can be read there, whatever they say."""

import hashlib
from collections.abc import Iterable
from typing import cast

import pypdfium2
import pytest
from msgspec import Struct

from hub.model.finding import Finding
from hub.model.sentence import LANGUAGES, Language
from hub.render.pdf import MOST_PAGES
from hub.render.rendering import PDF_TOO_LONG, Rendered, render
from tests.unit.render.orders import line, order, taxed


def shown(head: Struct, lines: Iterable[Struct], language: Language = "da") -> Rendered:
    """Render an order that must be one."""
    page = render("order", head, lines, language)
    assert isinstance(page, Rendered)
    return page


def read(pdf: bytes) -> list[str]:
    """Return the text of each page as a reader would copy it, without line ends."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return [" ".join(text.split()) for text in pages]


def test_an_order_says_everything() -> None:
    """Parties, delivery with attention mark and id, lines, allowances and totals are there."""
    (page,) = read(shown(order(), [line(1), line(2, "Æske, rød")]).pdf)
    for said in (
        *("Indkøbsordre", "PO-2026-0147", "4. marts 2026", "10. marts 2026 – 12. marts 2026"),
        *("Havneby Kommune", "Fjordens Papir A/S", "Kajgade 7", "Ida Prøve", "GLN 5790000000005"),
        *("Att. Pedel Å. Møller", "Skolevej 3", "Leverings-id: LEV-88", "REF-55"),
        *("Ring ved ankomst.", "A-4711", "Kopipapir A4", "Æske, rød", "25", "ks (CS)"),
        *("50,00", "1.250,00", "Rabat: Aftalerabat", "−10,00 DKK", "310,00 DKK", "1.550,00 DKK"),
        *("Mærke: Sølvfisk", "Side 1 af 1"),
    ):
        assert said in page, said


def test_the_tax_of_a_line_is_told_in_words() -> None:
    """Which one, at what rate, of what, and how much; what several come to stands behind them."""
    one = taxed("312.50", ("25", "1250.00", "312.50"))
    (page,) = read(shown(order(), [line(1, tax=one)]).pdf)
    assert "Moms 25 % af 1.250,00 DKK: 312,50 DKK; Mærke" in page
    two = taxed("260.00", ("25", "1000.00", "250.00"), ("4", "250.00", "10.00"))
    (page,) = read(shown(order(), [line(1, tax=two)]).pdf)
    assert "af 250,00 DKK: 10,00 DKK; Moms: 260,00 DKK; Mærke" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_its_words_and_numbers(language: Language) -> None:
    """Labels, dates and decimals are those of the reader's language."""
    (page,) = read(shown(order(), [line(1)], language).pdf)
    expected = {
        "da": ("Indkøbsordre", "4. marts 2026", "1.550,00 DKK", "Leveres til"),
        "en": ("Purchase order", "4 March 2026", "1,550.00 DKK", "Delivery to"),
        "nl": ("Inkooporder", "4 maart 2026", "1.550,00 DKK", "Levering aan"),
    }
    for said in expected[language]:
        assert said in page, said


def test_the_same_order_is_the_same_file() -> None:
    """Two runs give the same bytes."""
    first, second = (shown(order(), [line(1)]).pdf for _ in range(2))
    assert hashlib.sha256(first).digest() == hashlib.sha256(second).digest()


def test_what_a_mail_says() -> None:
    """Subject and covering text name number, sender, date, place, lines and total."""
    page = shown(order(), [line(1), line(2)])
    assert page.subject == "Indkøbsordre PO-2026-0147 fra Havneby Kommune"
    for said in ("4. marts 2026", "Att. Pedel Å. Møller, Skolevej 3", "Linjer: 2", "1.550,00 DKK"):
        assert said in page.text, said


def test_a_long_order_goes_over_pages() -> None:
    """Every line is there once, each page repeats the heading and counts itself."""
    pages = read(
        shown(order(), [line(number, f"Vare {number:04}") for number in range(1, 101)]).pdf
    )
    whole = " ".join(pages)
    assert len(pages) > 2
    assert all(whole.count(f"Vare {number:04}") == 1 for number in range(1, 101))
    assert all(f"Side {at} af {len(pages)}" in page for at, page in enumerate(pages, start=1))
    assert all("Varenr." in page for page in pages[1:-1])


def test_a_text_longer_than_a_page_is_shown_to_its_end() -> None:
    """A row may be higher than the paper."""
    words = " ".join(f"ord{number}" for number in range(3000))
    pages = read(shown(order(), [line(1, words)]).pdf)
    assert len(pages) > 2
    assert all(f"ord{number}" in " ".join(pages) for number in (0, 1500, 2999))


def test_words_without_end_are_broken() -> None:
    """A word wider than its column goes on on the next line."""
    word = "x" * 4000
    pages = read(shown(order(note=word), [line(1, word, "9" * 200)]).pdf)
    assert "".join(pages).replace(" ", "").count("x") >= 8000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ελληνικά Кириллица", "Ελληνικά Кириллица"),
        ("ordre 注文 주문 订单", "ordre 注文 주문 订单"),
        ("ไทย ქართული", "ไทย ქართული"),
        ("\u2713 \u20ac \u00bd \u2265", "\u2713 € ½ ≥"),
        ("privat \ue000 her", "privat [U+E000] her"),
        ("\U0001fae0", "[U+1FAE0]"),
    ],
)
def test_any_script_is_shown(text: str, expected: str) -> None:
    """A character is drawn, or told by its number where no typeface has it."""
    (page,) = read(shown(order(note=text), [line(1)]).pdf)
    assert expected in page


def test_letters_that_join_are_shaped() -> None:
    """Arabic and Hebrew are set from the right, in letters that a reader can copy."""
    (page,) = read(shown(order(note="طلب שלום"), [line(1)]).pdf)
    assert any("\u0590" <= letter <= "\u06ff" or letter >= "\ufb1d" for letter in page)


@pytest.mark.parametrize(
    "text",
    [
        "<b>fed</b> **stjerner** __streg__ {nb} {page} %s",
        "linje\r\nlinje\x00\x07\x1b[31m\u202efdp.exe\u2066",
        "\ud800 halv",
        "(parentes) \\) Tj ET /JavaScript",
    ],
)
def test_no_text_is_obeyed(text: str) -> None:
    """Markup, controls and directions in a document do nothing to the page."""
    page = shown(order(note=text, number=text), [line(1, text, text)])
    (read_page,) = read(page.pdf)
    assert "Side 1 af 1" in read_page
    assert "\n" not in page.subject
    if text.startswith("<b>"):
        assert "<b>fed</b> **stjerner** __streg__ {nb} {page} %s" in read_page


def test_an_empty_order_is_a_page() -> None:
    """Whatever is missing, what is there can be shown."""
    assert len(read(render_bare())) == 1


def render_bare() -> bytes:
    """Render an order that says nothing at all."""
    return shown(type(order())(), []).pdf


def test_an_endless_order_is_refused_with_what_to_do() -> None:
    """More pages than anybody reads is a finding, not a file."""
    text = "\n".join(str(number) for number in range(60 * (MOST_PAGES + 2)))
    found = render("order", order(), [line(1, text)], "en")
    assert isinstance(found, Finding)
    assert found.rule == PDF_TOO_LONG
    assert found.severity.refuses
    assert str(MOST_PAGES) in cast(Finding, found).message.en
