"""One test for each mistake: file, line, key and what to do."""

from typing import Any

import pytest

from hub.model.identity import FormatId

WRONG_VALUES = {
    "unknown key": ("name =", "nam =", "unknown key; did you mean 'name'?"),
    "key under the wrong table": (
        'city_name = "Prøveby"',
        'city_name = "Prøveby"\ntest = true',
        "by.toml:11: address.test: unknown key here; it belongs at the top",
    ),
    "missing key": ('country = "DK"\n', "", "by.toml: country: is missing"),
    "empty name": ('"Prøveby Kommune (eksempel)"', '" "', "by.toml:1: name: is empty"),
    "number for a text": (
        '["44000000", "1411"]',
        "[44, 14]",
        "agreement 1: product_groups: must be a list of texts",
    ),
    "text for a list": ('["buyer"]', '"buyer"', "by.toml:3: roles: must be a list of texts"),
    "text for a date": ("2026-01-01", '"2026-01-01"', "must be a date without quotes"),
    "time for a date": ("2026-01-01", "2026-01-01T00:00:00", "must be a date without quotes"),
    "text for a yes or no": ("country =", 'test = "no"\ncountry =', "must be true or false"),
    "single for double brackets": (
        "[[enrolment]]",
        "[enrolment]",
        "enrolment: must be a table of its own, headed by its name in double brackets",
    ),
    "double for single brackets": ("[address]", "[[address]]", "address: must be a table of its"),
    "country": ('"DK"', '"dk"', "'dk' is not a country"),
    "role": ('["buyer"]', '["buyr"]', "not one of buyer, seller, network, bureau; did you mean"),
    "role twice": ('["buyer"]', '["buyer", "buyer"]', "'buyer' stands here twice"),
    "mail": ("post@proeveby.example", "post at by", "contacts.overall.mail: 'post at by' is not"),
    "number scheme": ("CVR =", "CVRR =", "'CVRR' is not a known scheme"),
    "check digit": ("DK 99000007", "99000008", "numbers.CVR: CVR 99000008 has the wrong check"),
    "number as number": ('"DK 99000007"', "99000007", "numbers.CVR: must be text in quotes"),
    "number twice": (
        'CVR = "DK 99000007"',
        'CVR = "99000007"\n"DK:CVR" = "99000007"',
        "there is a DK:CVR number already",
    ),
    "account kind": ('kind = "folder"', 'kind = "fodler"', "account 1: kind: 'fodler' is not one"),
    "account language": ('answer = "main"', 'language = "de"', "'de' is not one of"),
    "account name": ("[[account]]", '[[account]]\nname = "By 1"', "'By 1' is not a short name"),
    "setting missing": ('path = "in/by"\n', "", "by.toml:15: account 1: path: is missing"),
    "folder that climbs": ('"in/by"', '"../by"', "'../by' must not climb"),
    "folder empty": ('"in/by"', '""', "account 1: path: is empty; name a folder"),
    "kind of document": ('kind = "catalogue"', 'kind = "Catalogue"', "'Catalogue' is not a kind"),
    "kind nobody writes": (
        'kind = "catalogue"',
        'kind = "catalog"',
        "no kind of document; did you mean 'catalogue'?",
    ),
    "format shape": ("oioubl:catalogue:2.02", "oioubl", "'oioubl' is not a format id"),
    "format unknown": (
        "oioubl:catalogue:2.02",
        "oioubl:catalogue:2.2",
        "no format; did you mean 'oioubl:catalogue:2.02'?",
    ),
    "format like no other": (
        "oioubl:catalogue:2.02",
        "x:y:1",
        "'x:y:1' is no format; known are oioubl:catalogue:2.02, ubl:order:2.1",
    ),
    "format for all kinds": ('kind = "catalogue"', 'kind = "*"', "leave format out"),
    "profile": ('"prisme"', '"prism"', "receives 1: profile: 'prism' is no profile; did you mean"),
    "profile on another format": (
        "oioubl:catalogue:2.02",
        "ubl:order:2.1",
        "receives 1: profile: 'prisme' is a profile on oioubl:catalogue:2.02 only",
    ),
    "option": ("allow_cut", "allow_cuts", "receives 1: options.allow_cuts: no such option"),
    "option value": ("{ allow_cut = true }", "{ allow_cut = {} }", "must be text, a number, true"),
    "product group": ('"1411"', '"141"', "'141' is not the beginning of a UNSPSC code"),
    "unspsc version": ("valid_from =", 'unspsc_version = "v26"\nvalid_from =', "is not a version"),
    "dates": ("2026-12-31", "2025-12-31", "2025-12-31 is before valid_from 2026-01-01"),
    "port missing": ('port = "main"', 'port = "man"', "party 'by' has no port 'man'; did you mean"),
    "port of a stranger": ('"net.shared"', '"shop.answers"', "'shop' is not among this party's n"),
    "port shape": ('"net.shared"', '"a.b.c"', "is not the name of a port"),
    "answer port": ('answer = "main"', 'answer = "mail"', "account 1: answer: party 'by' has no"),
    "network": ('["net"]', '["ned", "net"]', "there is no party 'ned'; did you mean 'net'?"),
    "network role": ('["net"]', '["net", "shop"]', "party 'shop' has not the role network"),
    "seller": (
        'seller = "shop"',
        'seller = "sjop"',
        "by.toml:38: agreement 1: seller: there is no",
    ),
    "seller role": ('seller = "shop"', 'seller = "net"', "party 'net' has not the role seller"),
    "agreement with itself": ('seller = "shop"', 'seller = "by"', "no agreement with itself"),
    "agreement of no buyer": ('["buyer"]', '["seller"]', "stands in the file of the buyer"),
    "senders": ("profile =", 'senders = ["shp"]\nprofile =', "senders: there is no party 'shp'"),
    "acts for": ('answer = "main"', 'acts_for = ["bi"]', "acts_for: there is no party 'bi'"),
    "toml": ('name = "Pr', "name = Pr", "column 8); text stands in quotes"),
}


@pytest.mark.parametrize("case", WRONG_VALUES)
def test_a_wrong_party_file(config: Any, case: str) -> None:
    """The mistake is told at its place, with what would be right."""
    old, new, expected = WRONG_VALUES[case]
    config.change("by.toml", old, new)
    mistakes = config.mistakes()
    assert any(expected in mistake for mistake in mistakes), mistakes
    assert all(mistake.startswith("parties/by.toml") for mistake in mistakes)


@pytest.mark.parametrize(
    "case",
    sorted({*WRONG_VALUES} - {"single for double brackets", "agreement of no buyer"}),
)
def test_one_mistake_is_told_once(config: Any, case: str) -> None:
    """A wrong value has no further mistakes in its wake."""
    old, new, _ = WRONG_VALUES[case]
    config.change("by.toml", old, new)
    allowed = 2 if case in {"unknown key", "number for a text"} else 1
    assert len(config.mistakes()) == allowed, config.mistakes()


WRONG_SHEETS = {
    "header": (
        "scheme,value,name",
        "scheme,gln,name",
        "csv:1: the first line must be scheme,value",
    ),
    "columns": (",Rådhuset", ",Rådhuset,x", "csv:2: has 4 columns; expected scheme,value,name"),
    "scheme": ("EAN", "EANN", "csv:3: scheme: 'EANN' is not a known scheme"),
    "check digit": ("5790099990003", "5790099990004", "csv:2: value: GLN 5790099990004 has the wr"),
    "spreadsheet": ("5790099990003", "5.79E+12", "csv:2: value: GLN 5.79E+12 holds"),
    "twice": ("5790099990010", "5790099990003", "csv:3: value: stands in line 2 already"),
    "quotes": ('"Skolen, øst (eksempel)"', '"Skolen', "cannot be read as CSV"),
}


@pytest.mark.parametrize("case", WRONG_SHEETS)
def test_a_wrong_sheet_of_addresses(config: Any, case: str) -> None:
    """A mistake in a sheet names line and column."""
    old, new, expected = WRONG_SHEETS[case]
    config.change("by.endpoints.csv", old, new)
    (mistake,) = config.mistakes()
    assert expected in mistake


def test_an_address_of_two_parties(config: Any) -> None:
    """An address leads to one party; the second claim is the mistake."""
    config.write("shop.endpoints.csv", "scheme,value,name\n0088,5790099990003,\n")
    (mistake,) = config.mistakes()
    assert mistake.startswith("parties/shop.endpoints.csv:2: value: belongs to party by already")


def test_a_number_of_two_parties(config: Any) -> None:
    """A company number is an address, too."""
    config.change("shop.toml", "10000009", "99000007")
    (mistake,) = config.mistakes()
    assert "shop.toml:5: numbers.DK:CVR: belongs to party by already" in mistake


def test_an_empty_sheet(config: Any) -> None:
    """An empty sheet lacks its first line."""
    config.write("by.endpoints.csv", "")
    assert "the first line must be" in config.mistakes()[0]


def test_an_account_name_of_two_parties(config: Any) -> None:
    """An account's name is its own in the whole hub."""
    config.change("shop.toml", '"shop-in"', '"by"')
    (mistake,) = config.mistakes()
    assert mistake == (
        "parties/shop.toml:9: account 1: name: 'by' is an account of party by already"
    )


def test_two_ports_of_one_name(config: Any) -> None:
    """A party's ports have different names."""
    second = '[[port]]\nname = "main"\nkind = "folder"\npath = "out/2"\n\n[[receives]]'
    config.change("by.toml", "[[receives]]", second)
    (mistake,) = config.mistakes()
    assert mistake == "parties/by.toml:26: port 2: name: there is a port 'main' already"


def test_a_folder_of_two(config: Any) -> None:
    """A folder belongs to one account or port, however it is spelled."""
    config.change("net.toml", "out/net", "out/./by//main")
    (mistake,) = config.mistakes()
    assert "net.toml:8: port 1: path: /srv/hub/out/by/main is the folder of port by.m" in mistake


def test_a_folder_inside_another(config: Any) -> None:
    """What goes out must not be taken in again."""
    config.change("net.toml", "out/net", "in/by/net")
    (mistake,) = config.mistakes()
    assert "/srv/hub/in/by/net lies inside the folder of account by" in mistake


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ('[[agreement]]\nid = "A-1"\nseller = "shop"\n', "'A-1' is another agreement of this par"),
        ('[[enrolment]]\nseller = "shop"\n', "enrolment 2: seller: 'shop' is enrolled already"),
        ('[[receives]]\nkind = "*"\nport = "net.shared"\n', "says the same as an earlier entry"),
    ],
)
def test_an_entry_twice(config: Any, table: str, expected: str) -> None:
    """The same agreement, enrolment or wish is written once."""
    config.write("by.toml", (config.folder / "parties/by.toml").read_text("utf-8") + "\n" + table)
    (mistake,) = config.mistakes()
    assert expected in mistake


def test_a_list_of_something_else(config: Any) -> None:
    """A list where entries belong is told by its key."""
    config.change("net.toml", "[[port]]", "enrolment = [1]\n\n[[port]]")
    (mistake,) = config.mistakes()
    assert "net.toml:5: enrolment: must be a table of its own, headed by its name" in mistake


def test_a_file_name_that_is_no_short_name(config: Any) -> None:
    """A party's short name becomes part of folders and queues, so it is plain."""
    config.write("Ærø.toml", NETWORK_ALONE)
    (mistake,) = config.mistakes()
    assert "parties/Ærø.toml: a party's short name" in mistake


NETWORK_ALONE = 'name = "Ærø"\ncountry = "DK"\nroles = ["network"]\n'


@pytest.mark.parametrize("key", ["format", "otherwise"])
def test_a_format_that_nobody_may_write_any_more(config: Any, key: str) -> None:
    """The version to take in its place is named."""
    old, new = (FormatId("oioubl", "catalogue", version) for version in ("2.0", "2.02"))
    config.formats |= {old}
    config.former = {old: new}
    config.change("by.toml", 'profile = "prisme"\noptions = { allow_cut = true }', "")
    if key == "format":
        config.change("by.toml", f'format = "{new}"', f'format = "{old}"')
    else:
        config.change("by.toml", f'format = "{new}"', f'format = "{new}"\notherwise = "{old}"')
    (mistake,) = config.mistakes()
    assert f"{key}: {old} is read, but nobody may write it any more; take {new}" in mistake


def test_a_stray_file(config: Any) -> None:
    """A file that is no party is not passed over: it may be one that was misnamed."""
    config.write("old.toml.bak", "")
    config.write("lost.endpoints.csv", "scheme,value,name\n")
    config.write(".by.toml.swp", b"\x00")
    first, second = config.mistakes()
    assert "parties/lost.endpoints.csv: belongs to no party: there is no lost.toml" in first
    assert "parties/old.toml.bak: is neither a party" in second


@pytest.mark.parametrize("name", ["by.toml", "by.endpoints.csv"])
def test_another_encoding(config: Any, name: str) -> None:
    """A file in another encoding is told, not guessed at."""
    text = (config.folder / "parties" / name).read_text("utf-8")
    config.write(name, text.encode("latin-1"))
    assert f"parties/{name}: is not UTF-8; save it again" in config.mistakes()[0]


def test_an_unreadable_file(config: Any) -> None:
    """A file that cannot be opened is one mistake among the others."""
    (config.folder / "parties/dir.toml").mkdir()
    assert "parties/dir.toml: cannot be read: Is a directory" in config.mistakes()[0]


def test_a_byte_order_mark_is_no_mistake(config: Any) -> None:
    """Some editors begin UTF-8 files with a mark."""
    text = (config.folder / "parties/by.toml").read_text("utf-8")
    config.write("by.toml", "\ufeff" + text)
    assert config.mistakes() == []


def test_no_secret_in_a_mistake(config: Any) -> None:
    """A secret of the wrong type is not shown."""
    config.change("by.toml", '"TOP-SECRET"', "31415926")
    (mistake,) = config.mistakes()
    assert "enrolment 1: code: must be text" in mistake
    assert "31415926" not in mistake


def test_no_personal_number_in_a_mistake(config: Any) -> None:
    """A personal number is masked."""
    config.write("by.endpoints.csv", "scheme,value,name\nCPR,9999999999,\n")
    (mistake,) = config.mistakes()
    assert "9999999999" not in mistake
