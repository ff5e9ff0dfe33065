"""A small configuration that is right, to be made wrong in one place."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from hub.config.directory import ConfiguredDirectory, check, load_directory
from hub.config.remarks import Remark
from hub.model.identity import FormatId

BUYER = """\
name = "Prøveby Kommune (eksempel)"
country = "DK"
roles = ["buyer"]
networks = ["net"]

[numbers]
CVR = "DK 99000007"

[address]
city_name = "Prøveby"

[contacts.overall]
mail = "post@proeveby.example"

[[account]]
kind = "folder"
path = "in/by"
answer = "main"

[[port]]
name = "main"
kind = "folder"
path = "out/by/main"

[[receives]]
kind = "catalogue"
port = "main"
format = "oioubl:catalogue:2.02"
profile = "prisme"
options = { allow_cut = true }

[[receives]]
kind = "*"
port = "net.shared"

[[agreement]]
id = "A-1"
seller = "shop"
product_groups = ["44000000", "1411"]
valid_from = 2026-01-01
valid_to = 2026-12-31

[[enrolment]]
seller = "shop"
code = "TOP-SECRET"
"""

SELLER = """\
name = "Butik (fiktiv) A/S"
country = "DK"
roles = ["seller"]

[numbers]
CVR = "10000009"

[[account]]
name = "shop-in"
kind = "folder"
path = "in/shop"
acts_for = ["shop"]
answer = "answers"
language = "da"

[[port]]
name = "answers"
kind = "folder"
path = "/srv/elsewhere/answers"
"""

NETWORK = """\
name = "Net (eksempel)"
country = "DK"
roles = ["network"]

[[port]]
name = "shared"
kind = "folder"
path = "out/net"

[[receives]]
kind = "catalogue"
port = "shared"
"""

ENDPOINTS = """\
scheme,value,name
GLN,5790099990003,Rådhuset (eksempel)
EAN,5790099990010,"Skolen, øst (eksempel)"
"""


class Terms:
    """A profile on OIOUBL catalogues with one option."""

    on = (FormatId.parse("oioubl:catalogue:2.02"),)

    def mistakes(self, options: Mapping[str, Any]) -> list[str]:
        """Return what is wrong with the options."""
        return [f"{name}: no such option" for name in options if name != "allow_cut"]


class ConfigFolder:
    """A configuration folder to write into and to load."""

    home = Path("/srv/hub")
    formats = frozenset({FormatId.parse("oioubl:catalogue:2.02"), FormatId.parse("ubl:order:2.1")})
    former: Mapping[FormatId, FormatId] = MappingProxyType({})
    profiles = MappingProxyType({"prisme": Terms()})

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "parties").mkdir(parents=True)

    def write(self, name: str, text: str | bytes) -> None:
        """Write one file of ``parties/``."""
        content = text if isinstance(text, bytes) else text.encode()
        (self.folder / "parties" / name).write_bytes(content)

    def change(self, name: str, old: str, new: str) -> None:
        """Replace one text in one file; it must be there."""
        path = self.folder / "parties" / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def load(self) -> ConfiguredDirectory:
        """Load with the names of formats, profiles and options known."""
        return load_directory(
            self.folder,
            self.home,
            known_formats=self.formats,
            known_profiles=self.profiles,
            former_formats=self.former,
        )

    def check(self) -> list[Remark]:
        """Check on a fixed day."""
        return check(
            self.folder,
            self.home,
            dt.date(2026, 6, 1),
            known_formats=self.formats,
            known_profiles=self.profiles,
            former_formats=self.former,
        )

    def mistakes(self) -> list[str]:
        """Return the mistakes as the operator reads them."""
        return [str(remark) for remark in self.check() if not remark.warning]

    def warnings(self) -> list[str]:
        """Return the warnings as the operator reads them."""
        return [str(remark) for remark in self.check() if remark.warning]


def write_small(folder: Path) -> ConfigFolder:
    """Write a buyer, a seller and a network that are right."""
    config = ConfigFolder(folder)
    config.write("by.toml", BUYER)
    config.write("by.endpoints.csv", ENDPOINTS)
    config.write("shop.toml", SELLER)
    config.write("net.toml", NETWORK)
    return config


@pytest.fixture
def config(tmp_path: Path) -> ConfigFolder:
    """Return a folder with a buyer, a seller and a network that are right."""
    return write_small(tmp_path / "config")


@pytest.fixture
def other(tmp_path: Path) -> ConfigFolder:
    """Return a second folder that says the same."""
    return write_small(tmp_path / "other")
