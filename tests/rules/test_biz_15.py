"""BIZ-15: links are public web addresses."""

import pytest

from tests.bizfile import item, read


@pytest.mark.parametrize(
    "link",
    ["www.img.example/1.jpg", "ftp://img.example/1.jpg", "https://me:pw@img.example/1.jpg",
     "https://10.0.0.1/1.jpg", "https://localhost/1.jpg", "https:///1.jpg", "https://a b.example/"],
)  # fmt: skip
def test_other_addresses_are_refused(link: str) -> None:
    """No scheme, another scheme, a password, a machine of one's own, no host."""
    (finding,) = read([item(ITEM_IMAGE=link)]).of("BIZ-15")
    assert finding.place.column == "ITEM_IMAGE"


def test_a_web_address_passes() -> None:
    """Danish letters in a host are letters."""
    assert not read([item(ITEM_IMAGE="https://bl\u00e5b\u00e6r.example/1.jpg?x=1")]).of("BIZ-15")
