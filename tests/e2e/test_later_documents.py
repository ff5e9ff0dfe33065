"""What comes after a catalogue, an order or a request is held against it in the running hub."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.app.bootstrap import open_hub
from hub.app.hub import Hub
from hub.app.settings import Settings
from hub.app.toolbox import Toolbox
from tests.e2e.installation import EXAMPLES
from tests.e2e.marketplace import UBL, bill

SHOP, TOWN = "nordlys", "kolding"
SHOP_NUMBER, TOWN_NUMBER = "5790000000005", "5790099990201"
SCHOOL_OF_ANOTHER_TOWN = "5790099991024"
"""To whom the example bill goes."""

OTHER_COMPANY = "10000033"
"""Of the shop as well, but not the one that its catalogues name."""

WANTS = """
[[receives]]
kind = "invoice"
port = "documents"
format = "oioubl:invoice:2.02"
profile = "prisme-documents"

[[receives]]
kind = "quotation"
port = "documents"
format = "ubl:quotation:2.1"
profile = "digiinkoop-quotations"
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory, schemas_home: Path) -> Toolbox:
    """Formats, profiles and schemas, loaded once for all tests here."""
    return Toolbox(Settings(tmp_path_factory.mktemp("loaded"), EXAMPLES / "config", schemas_home))


class Desk:
    """A hub in which the town asks for more than a format of what comes later."""

    def __init__(self, folder: Path, loaded: Toolbox) -> None:
        config = folder / "config"
        shutil.copytree(EXAMPLES / "config", config)
        with (config / "parties" / f"{TOWN}.toml").open("a", encoding="utf-8") as file:
            file.write(WANTS)
        with (config / "parties" / f"{SHOP}.endpoints.csv").open("a", encoding="utf-8") as file:
            file.write(f"DK:CVR,{OTHER_COMPANY},Another company of theirs (made up)\n")
        self.home = folder / "home"
        self.home.mkdir()
        settings = Settings(self.home, config, loaded.settings.schemas, settle=0.0)
        tools = Toolbox(settings)
        tools.schemas, tools.formats = loaded.schemas, loaded.formats
        tools.profiles, tools.columns = loaded.profiles, loaded.columns
        self.hub: Hub = open_hub(settings, tools=tools)

    def send(self, text: str, account: str, name: str) -> tuple[str, str]:
        """Send a document; returns how it ended, and what its sender was told."""
        path = self.home / name
        path.write_text(text, encoding="utf-8")
        identity = self.hub.submit(path, account, name).interchange
        assert self.hub.run_until_idle(40)
        found = self.hub.archive.interchange(identity)
        assert found is not None
        answers = self.home / "out" / account / "answers"
        said = (answers / f"{name}.report.json").read_text("utf-8")
        return found["documents"][0]["outcome"], said

    def delivered(self) -> list[str]:
        """What reached the town's documents."""
        folder = self.home / "out" / TOWN / "documents"
        return sorted(one.name for one in folder.glob("*") if one.is_file())


@pytest.fixture
def desk(tmp_path: Path, loaded: Toolbox) -> Iterator[Desk]:
    """The hub, before anything was sent."""
    made = Desk(tmp_path, loaded)
    yield made
    made.hub.close()


def to_town(number: str, company: str = "DK10000009") -> str:
    """A bill to the town; ``company`` is the seller's number in it."""
    text = bill(number, None).replace(SCHOOL_OF_ANOTHER_TOWN, TOWN_NUMBER)
    return text.replace("DK10000009", company)


def test_a_bill_is_held_against_the_catalogue_that_went_before(desk: Desk) -> None:
    """PRI-10: another company number is refused with both; that of the catalogue is delivered."""
    assert desk.send(to_town("B-0", f"DK{OTHER_COMPANY}"), SHOP, "before.xml")[0] == "accepted"
    catalogue = (EXAMPLES / "catalogues" / "nordlys-oioubl.xml").read_text("utf-8")
    assert desk.send(catalogue, SHOP, "catalogue.xml")[0] == "accepted"
    outcome, said = desk.send(to_town("B-1", f"DK{OTHER_COMPANY}"), SHOP, "other.xml")
    assert outcome == "rejected"
    assert "PRI-10" in said
    assert f"DK:CVR {OTHER_COMPANY}" in said
    assert "DK:CVR 10000009" in said
    assert desk.send(to_town("B-2"), SHOP, "same.xml")[0] == "accepted"
    assert len(desk.delivered()) == 2


def of_request(root: str, number: str, more: str, line: str) -> str:
    """A request for quotation, or what answers it."""
    party = "<cac:Party><cbc:EndpointID schemeID='GLN'>{}</cbc:EndpointID></cac:Party>"
    asks = f"<cac:OriginatorCustomerParty>{party.format(TOWN_NUMBER)}</cac:OriginatorCustomerParty>"
    sells = f"<cac:SellerSupplierParty>{party.format(SHOP_NUMBER)}</cac:SellerSupplierParty>"
    total = "<cbc:PayableAmount currencyID='DKK'>900.00</cbc:PayableAmount>"
    parties = asks + sells
    if root == "Quotation":
        parties = f"{sells}{asks}<cac:QuotedMonetaryTotal>{total}</cac:QuotedMonetaryTotal>"
    return f"""<{root} xmlns="{UBL}:{root}-2"
      xmlns:cac="{UBL}:CommonAggregateComponents-2" xmlns:cbc="{UBL}:CommonBasicComponents-2">
      <cbc:UBLVersionID>2.1</cbc:UBLVersionID>
      <cbc:ID>{number}</cbc:ID>
      <cbc:IssueDate>2026-01-02</cbc:IssueDate><cbc:IssueTime>08:00:00</cbc:IssueTime>
      {more}{parties}
      <cac:{line}><cbc:ID>1</cbc:ID><cac:LineItem>
        <cbc:ID>1</cbc:ID><cac:Item><cbc:Name>Opdigtet stol</cbc:Name></cac:Item>
      </cac:LineItem></cac:{line}>
    </{root}>"""


def request(number: str, closes: str) -> str:
    """A request for quotation, with its last day."""
    day = f"<cbc:SubmissionDueDate>{closes}</cbc:SubmissionDueDate>"
    return of_request("RequestForQuotation", number, day, "RequestForQuotationLine")


def quotation(number: str, answers: str) -> str:
    """A quotation for a request."""
    named = (
        "<cac:RequestForQuotationDocumentReference>"
        f"<cbc:ID>{answers}</cbc:ID></cac:RequestForQuotationDocumentReference>"
    )
    return of_request("Quotation", number, named, "QuotationLine")


def test_a_quotation_is_held_against_the_request_it_answers(desk: Desk) -> None:
    """DIG-07: in time it is delivered; late, or for no request, its sender hears why it is not."""
    assert desk.send(request("OFF-1", "2099-12-31"), TOWN, "open.xml")[0] == "accepted"
    assert desk.send(request("OFF-2", "2026-01-03"), TOWN, "closed.xml")[0] == "accepted"
    assert desk.send(quotation("TILBUD-1", "OFF-1"), SHOP, "in-time.xml")[0] == "accepted"
    late, said = desk.send(quotation("TILBUD-2", "OFF-2"), SHOP, "late.xml")
    assert late == "rejected"
    assert "DIG-07" in said
    assert "2026-01-03" in said
    unasked, said = desk.send(quotation("TILBUD-3", "OFF-3"), SHOP, "unasked.xml")
    assert unasked == "rejected"
    assert "OFF-3" in said
    assert len(desk.delivered()) == 1
