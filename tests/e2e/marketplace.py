"""A town and a shop over a real hub: orders, receipts and bills, and what becomes of them."""

import datetime as dt
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hub.app.bootstrap import open_hub
from hub.app.clock import SystemClock
from hub.app.hub import Hub
from hub.app.settings import Settings
from hub.app.toolbox import Toolbox
from tests.e2e.installation import EXAMPLES

__all__ = [
    "Marketplace",
    "bill",
    "collective",
    "hours",
    "matching_town",
    "order",
    "receipt",
    "timecard",
]

ORDER = (EXAMPLES / "documents" / "ordre-77120.xml").read_text(encoding="utf-8")
BILL = (EXAMPLES / "documents" / "faktura-5001.xml").read_text(encoding="utf-8")
UBL = "urn:oasis:names:specification:ubl:schema:xsd"
TOWN, SHOP = "odense", "nordlys"
PORTS = """
[[port]]
name = "matches"
kind = "folder"
path = "out/odense/matches"

[[port]]
name = "finance"
kind = "folder"
path = "out/odense/finance"

[[receives]]
kind = "invoice"
port = "finance"
when = "approved"

[matching]
report = "matches"
"""


def order(number: str = "ODE-77120") -> str:
    """An order of 9 boxes at 19.00."""
    return ORDER.replace("ODE-77120", number)


def bill(
    number: str = "NOR-5001",
    for_order: str | None = "ODE-77120",
    quantity: str = "9",
    price: str = "19.00",
    net: str = "171.00",
) -> str:
    """An invoice for it; ``net`` follows from quantity and price, or should."""
    tax = f"{float(net) / 4:.2f}"
    total = f"{float(net) * 1.25:.2f}"
    text = BILL.replace("NOR-5001", number).replace("9.00</cbc:Inv", f"{quantity}</cbc:Inv")
    for old, new in (("213.75", total), ("42.75", tax), ("171.00", net), ("19.00", price)):
        text = text.replace(f">{old}<", f">{new}<")
    # OIOUBL demands the element; this is how it says that there is no number.
    return text.replace("ODE-77120", for_order or "NA")


def collective(number: str, *orders: str) -> str:
    """One invoice with a line for each of these orders."""
    text = bill(number, None, net=f"{171 * len(orders)}.00")
    start, end = text.index("  <cac:InvoiceLine>"), text.index("</Invoice>")
    line = BILL[BILL.index("  <cac:InvoiceLine>") : BILL.index("</Invoice>")]
    pointer = "<cbc:LineID>1</cbc:LineID>"
    lines = [
        line.replace("<cbc:ID>1</cbc:ID>", f"<cbc:ID>{place}</cbc:ID>").replace(
            pointer,
            f"{pointer}<cac:OrderReference><cbc:ID>{one}</cbc:ID></cac:OrderReference>",
        )
        for place, one in enumerate(orders, start=1)
    ]
    return text[:start] + "".join(lines) + text[end:]


def receipt(quantity: str = "9", number: str = "REC-1", for_order: str = "ODE-77120") -> str:
    """An advice that so many of them were received."""
    party = (
        "<cac:Party><cbc:EndpointID schemeID='GLN'>{}</cbc:EndpointID>"
        "<cac:PartyName><cbc:Name>Somebody (example)</cbc:Name></cac:PartyName></cac:Party>"
    )
    return f"""<ReceiptAdvice xmlns="{UBL}:ReceiptAdvice-2"
      xmlns:cac="{UBL}:CommonAggregateComponents-2" xmlns:cbc="{UBL}:CommonBasicComponents-2">
      <cbc:UBLVersionID>2.1</cbc:UBLVersionID>
      <cbc:ID>{number}</cbc:ID>
      <cbc:IssueDate>2026-03-01</cbc:IssueDate>
      <cac:OrderReference><cbc:ID>{for_order}</cbc:ID></cac:OrderReference>
      <cac:DeliveryCustomerParty>{party.format("5790099991024")}</cac:DeliveryCustomerParty>
      <cac:DespatchSupplierParty>{party.format("5790000000005")}</cac:DespatchSupplierParty>
      <cac:ReceiptLine>
        <cbc:ID>1</cbc:ID>
        <cbc:ReceivedQuantity unitCode="BX">{quantity}</cbc:ReceivedQuantity>
        <cac:OrderLineReference><cbc:LineID>1</cbc:LineID></cac:OrderLineReference>
      </cac:ReceiptLine>
    </ReceiptAdvice>"""


def hours(text: str) -> str:
    """The same order or invoice for hours instead of boxes."""
    return text.replace('unitCode="BX"', 'unitCode="HUR"')


def timecard(quantity: str, number: str, *, approved: bool = True) -> str:
    """A card of so many hours for the first line of the order."""
    when = "<ApprovedDateTime>2026-03-01T08:00:00</ApprovedDateTime>" if approved else ""
    demands = "<AdditionalData><StaffingAdditionalData><CustomerReportingRequirements>{}"
    end = "</CustomerReportingRequirements></StaffingAdditionalData></AdditionalData>"
    line = "<PurchaseOrderLineItem>1</PurchaseOrderLineItem>"
    named = "<PurchaseOrderNumber>ODE-77120</PurchaseOrderNumber>"
    return f"""<TimeCard xmlns="http://ns.hr-xml.org/2007-04-15">
      <Id><IdValue>{number}</IdValue></Id>
      <ReportedTime>
        <PeriodStartDate>2026-02-23</PeriodStartDate><PeriodEndDate>2026-02-27</PeriodEndDate>
        <TimeInterval type="Regular" billable="true">
          <StartDateTime>2026-02-23T08:00:00</StartDateTime>
          <EndDateTime>2026-02-23T17:00:00</EndDateTime>
          <Duration>{quantity}</Duration>
          {demands.format(line)}{end}
        </TimeInterval>
      </ReportedTime>
      <ApprovalInfo>{when}</ApprovalInfo>
      {demands.format(named)}{end}
    </TimeCard>"""


def matching_town(config: Path, **matching: str | int | bool) -> Path:
    """Copy the examples' configuration there; these are the keys of the town's [matching]."""
    shutil.copytree(EXAMPLES / "config", config)
    with (config / "parties" / f"{TOWN}.toml").open("a", encoding="utf-8") as file:
        file.write(PORTS)
        file.writelines(f"{key} = {json.dumps(value)}\n" for key, value in matching.items())
    return config


class Later(SystemClock):
    """The time, a while on."""

    def __init__(self) -> None:
        self.ahead = dt.timedelta()

    def now(self) -> dt.datetime:
        """Return the time."""
        return super().now() + self.ahead


class Marketplace:
    """One hub; ``matching`` are the keys of the town's table of that name."""

    def __init__(
        self,
        folder: Path,
        loaded: Toolbox,
        database: str | None = None,
        *,
        standard: bool = False,
        **matching: str | int | bool,
    ) -> None:
        self.home = folder / "home"
        self.home.mkdir(parents=True)
        config = matching_town(folder / "config", **matching)
        if standard:
            shop = config / "parties" / f"{SHOP}.toml"
            wanted = 'answer = "answers"\nanswer_form = "standard"'
            text = shop.read_text("utf-8").replace('answer = "answers"', wanted)
            shop.write_text(text, "utf-8")
        self._settings = Settings(
            self.home, config, loaded.settings.schemas, settle=0.0, database_url=database
        )
        self._loaded = loaded
        self._clock = Later()
        self._said = 0
        self.hub = self.open()

    def open(self) -> Hub:
        """Open the hub once more, as a process that starts does."""
        tools = self.tools = Toolbox(self._settings)
        tools.schemas, tools.formats = self._loaded.schemas, self._loaded.formats
        tools.profiles, tools.columns = self._loaded.profiles, self._loaded.columns
        self.hub = open_hub(self._settings, tools=tools, clock=self._clock)
        return self.hub

    def send(self, text: str, name: str | None = None, account: str | None = None) -> str:
        """Send a document, and let the hub do what there is to do; returns its interchange."""
        identity = self.hand_in(text, name, account)
        self.run()
        return identity

    def hand_in(self, text: str, name: str | None = None, account: str | None = None) -> str:
        """Send a document; nothing is done about it yet."""
        self._said += 1
        path = self.home / "to-send"
        path.write_text(text, encoding="utf-8")
        sender = account or (SHOP if "Invoice-2" in text or "CreditNote-2" in text else TOWN)
        accepted = self.hub.submit(path, sender, name or f"document-{self._said}.xml")
        return accepted.interchange

    def run(self) -> None:
        """Let the hub do what there is to do."""
        assert self.hub.run_until_idle(40)

    def reports(self) -> list[dict[str, Any]]:
        """What the town was told of bills, in order of acceptance."""
        found = [json.loads(path.read_bytes()) for path in self._out("matches")]
        return sorted(found, key=lambda one: str(one["judged_at"]))

    def verdicts(self) -> list[tuple[str, list[str]]]:
        """Verdicts and rules that differ."""
        return [
            (one["verdict"], [each["rule"] for each in one["differences"]])
            for one in self.reports()
        ]

    def delivered(self) -> list[str]:
        """The names of bills that went to the town's usual port."""
        return [path.name for path in self._out("documents") if b"Invoice" in path.read_bytes()]

    def financed(self) -> list[str]:
        """The names of bills that went on to its finance system."""
        return [path.name for path in self._out("finance")]

    def answers(self) -> list[Mapping[str, Any]]:
        """What the shop was answered, the oldest first."""
        folder = self.home / "out" / SHOP / "answers"
        found = [json.loads(path.read_bytes()) for path in folder.glob("*.json")]
        return sorted(found, key=lambda one: int(one["number"]))

    def conversation(self, number: str = "ODE-77120") -> list[dict[str, Any]]:
        """The documents of the purchase."""
        (talk,) = self.hub.store.conversations.of(number)
        documents: list[dict[str, Any]] = talk["documents"]
        return documents

    def wait(self, seconds: float) -> None:
        """Let time pass for the hub."""
        self._clock.ahead += dt.timedelta(seconds=seconds)
        self.run()

    def _out(self, port: str) -> list[Path]:
        folder = self.home / "out" / TOWN / port
        return sorted(path for path in folder.glob("*") if path.is_file())
