"""PRI-15: an image link has the form of one."""

from typing import Any

LINK = "item.item_specification_document_reference[0].attachment.external_reference.uri"


def test_a_right_line_passes(judge: Any) -> None:
    """The right line is not blamed."""
    judged = judge("prisme", {})
    assert judged.of("PRI-15") == []


def test_a_query_passes(judge: Any) -> None:
    """Some image banks need one."""
    judged = judge("prisme", {f"{LINK}.value": "https://img.example/i?id=1&size=2"})
    assert judged.of("PRI-15") == []


def test_not_a_web_address(judge: Any, one: Any) -> None:
    """A path on somebody's disk is none."""
    judged = judge("prisme", {f"{LINK}.value": "C:/images/1.jpg"})
    one(
        judged,
        "PRI-15",
        field=LINK,
        severity="error",
        value="C:/images/1.jpg",
        expected="https://...",
        says="http://",
    )


def test_a_user_in_it(judge: Any, one: Any) -> None:
    """It would be shown to everybody."""
    judged = judge("prisme", {f"{LINK}.value": "https://me:secret@img.example/1.jpg"})
    one(
        judged,
        "PRI-15",
        field=LINK,
        severity="error",
        value="https://me:secret@img.example/1.jpg",
        expected="https://...",
        says="user name",
    )


def test_a_blank_in_it(judge: Any, one: Any) -> None:
    """Two words are no address."""
    judged = judge("prisme", {f"{LINK}.value": "https://img.example/my image.jpg"})
    one(
        judged,
        "PRI-15",
        field=LINK,
        severity="error",
        value="https://img.example/my image.jpg",
        expected="https://...",
        says="holds a blank",
    )


def test_no_server(judge: Any, one: Any) -> None:
    """There is nobody to ask."""
    judged = judge("prisme", {f"{LINK}.value": "https:///1.jpg"})
    one(
        judged,
        "PRI-15",
        field=LINK,
        severity="error",
        value="https:///1.jpg",
        expected="https://...",
        says="names no web server",
    )


def test_it_may_be_a_warning(judge: Any, one: Any) -> None:
    """The port decides."""
    judged = judge(
        "prisme", {f"{LINK}.value": "ftp://img.example/1.jpg"}, options={"image_links": "warn"}
    )
    one(
        judged,
        "PRI-15",
        field=LINK,
        severity="warn",
        value="ftp://img.example/1.jpg",
        expected="https://...",
        says="http://",
    )
    assert judged.bodies != [None]
