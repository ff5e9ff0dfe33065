"""RAK-08: an image link is to the image file itself."""

from typing import Any

import pytest

URI = "item.item_specification_document_reference[0].attachment.external_reference.uri"


@pytest.mark.parametrize(
    "link",
    [
        "https://x.example/p.jpg",
        "https://x.example/p.PNG?w=200",
        "https://x.example/show?id=7",
        "https://x.example",
    ],
)
def test_pictures_pass(judge: Any, link: str) -> None:
    """A link that shows no type is judged when it is fetched."""
    assert judge("rakat", {f"{URI}.value": link}).of("RAK-08") == []


@pytest.mark.parametrize("ending", ["pdf", "html", "zip"])
def test_other_files_are_refused(judge: Any, one: Any, ending: str) -> None:
    """The type is named."""
    link = f"https://x.example/p.{ending}"
    one(
        judge("rakat", {f"{URI}.value": link}),
        "RAK-08",
        field=URI,
        severity="error",
        value=link,
        expected="jpg, png, gif",
        says=f"ends in .{ending}",
    )


def test_a_link_that_nobody_can_open(judge: Any) -> None:
    """Its fault is named."""
    (found,) = judge("rakat", {f"{URI}.value": "x.example/p.jpg"}).of("RAK-08")
    assert "does not begin with http" in found.message.en
