"""What a long catalogue needs in memory on its way to a price book.

Every line is a full one of about 1.5 KB. Each conversion is a process of its own, and the
figure is the most that was resident at any time. Promise: 100,000 lines in at most 100 MB,
whatever the source; and little more than what a tenth of them needs, because nothing is held.

    python bench/catalogue_memory.py [--lines 100000]
"""

import argparse
import csv
import io
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

PROMISE = 100_000_000
RESULT = Path("build/bench/catalogue_memory.json")
ROOT = Path(__file__).resolve().parent.parent
TARGET = "truetrade:pricebook:1"

HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<Catalogue xmlns="urn:oasis:names:specification:ubl:schema:xsd:Catalogue-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:UBLVersionID>2.0</cbc:UBLVersionID><cbc:CustomizationID>OIOUBL-2.02</cbc:CustomizationID>
<cbc:ProfileID schemeAgencyID="320" schemeID="urn:oioubl:id:profileid-1.2">Catalogue-CatSim-1.0</cbc:ProfileID>
<cbc:ID>LONG-1</cbc:ID><cbc:IssueDate>2026-01-05</cbc:IssueDate><cbc:VersionID>1</cbc:VersionID>
<cac:ValidityPeriod><cbc:StartDate>2030-01-01</cbc:StartDate><cbc:EndDate>2030-12-31</cbc:EndDate></cac:ValidityPeriod>
<cac:ProviderParty><cbc:EndpointID schemeAgencyID="9" schemeID="GLN">5790000000005</cbc:EndpointID><cac:PartyName><cbc:Name>Nordlys Kontor</cbc:Name></cac:PartyName><cac:PartyLegalEntity><cbc:RegistrationName>Nordlys Kontor</cbc:RegistrationName><cbc:CompanyID schemeID="DK:CVR">DK10000009</cbc:CompanyID></cac:PartyLegalEntity></cac:ProviderParty>
<cac:ReceiverParty><cbc:EndpointID schemeAgencyID="9" schemeID="GLN">5790099990706</cbc:EndpointID><cac:PartyName><cbc:Name>Opdigtet Kommune</cbc:Name></cac:PartyName></cac:ReceiverParty>
<cac:SellerSupplierParty><cac:Party><cbc:EndpointID schemeAgencyID="9" schemeID="GLN">5790000000005</cbc:EndpointID><cac:PartyName><cbc:Name>Nordlys Kontor</cbc:Name></cac:PartyName><cac:PartyLegalEntity><cbc:RegistrationName>Nordlys Kontor</cbc:RegistrationName><cbc:CompanyID schemeID="DK:CVR">DK10000009</cbc:CompanyID></cac:PartyLegalEntity></cac:Party></cac:SellerSupplierParty>
"""  # noqa: E501 - XML

LINE = """\
<cac:CatalogueLine><cbc:ID>{n}</cbc:ID>
<cbc:ActionCode listAgencyID="320" listID="urn:oioubl:codelist:catalogueactioncode-1.1">Add</cbc:ActionCode>
<cbc:OrderableIndicator>true</cbc:OrderableIndicator><cbc:OrderableUnit>EA</cbc:OrderableUnit>
<cbc:ContentUnitQuantity unitCode="EA">1</cbc:ContentUnitQuantity>
<cbc:MinimumOrderQuantity unitCode="EA">1</cbc:MinimumOrderQuantity>
<cac:RequiredItemLocationQuantity><cbc:LeadTimeMeasure unitCode="DAY">3</cbc:LeadTimeMeasure>
<cac:Price><cbc:PriceAmount currencyID="DKK">{price}</cbc:PriceAmount><cbc:BaseQuantity unitCode="EA">1</cbc:BaseQuantity>
<cbc:PriceTypeCode listAgencyID="6" listID="UN/ECE 5387">CON</cbc:PriceTypeCode></cac:Price>
</cac:RequiredItemLocationQuantity>
<cac:Item><cbc:Description>{text}</cbc:Description><cbc:PackSizeNumeric>1</cbc:PackSizeNumeric>
<cbc:Name>Opdigtet vare {n}</cbc:Name><cbc:Keyword>opdigtet</cbc:Keyword>
<cac:SellersItemIdentification><cbc:ID>VARE-{n}</cbc:ID></cac:SellersItemIdentification>
<cac:CommodityClassification><cbc:ItemClassificationCode listID="UNSPSC" listAgencyID="113" listVersionID="19.0501">44121706</cbc:ItemClassificationCode></cac:CommodityClassification>
</cac:Item></cac:CatalogueLine>
"""  # noqa: E501 - XML

TEXT = "En vare, som ikke findes, beskrevet så udførligt som den fortjener. " * 5


def write_xml(path: Path, lines: int) -> None:
    """Write an OIOUBL catalogue."""
    with path.open("w", encoding="utf-8") as out:
        out.write(HEAD)
        for n in range(1, lines + 1):
            out.write(LINE.format(n=n, price=f"{n % 900 + 1}.50", text=TEXT))
        out.write("</Catalogue>\n")


def write_sheets(path: Path, lines: int) -> None:
    """Write the hub's own supplier format: an archive of CSV files."""
    head = [
        ("CATALOGUE_ID", "LONG-2"),
        ("VERSION", "1"),
        ("SUPPLIER_CVR", "10000009"),
        ("CURRENCY", "DKK"),
    ]
    columns = (
        *("ITEM_NO", "ITEM_NAME", "ITEM_UNIT", "ITEM_MIN_QTY", "ITEM_PACK_SIZE"),
        *("ITEM_DESC", "ITEM_GROUP", "ITEM_UNSPSC", "ITEM_KEYWORDS"),
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("hoved.csv", "w") as member, io.TextIOWrapper(member, "utf-8") as text:
            csv.writer(text, delimiter=";").writerows(head)
        with archive.open("stamdata.csv", "w") as member, io.TextIOWrapper(member, "utf-8") as text:
            rows = csv.writer(text, delimiter=";")
            rows.writerow(columns)
            for n in range(1, lines + 1):
                name = f"Opdigtet vare {n}"
                described = f"{n} {TEXT}".strip()
                rows.writerow(
                    (f"VARE-{n}", name, "EA", 1, 1, described, "Kontor/Papir", "44121706", "papir")
                )
        with archive.open("priser.csv", "w") as member, io.TextIOWrapper(member, "utf-8") as text:
            rows = csv.writer(text, delimiter=";")
            rows.writerow(("ITEM_NO", "PRICE_QTY", "PRICE_AMOUNT", "PRICE_CURRENCY"))
            for n in range(1, lines + 1):
                rows.writerow((f"VARE-{n}", 1, f"{n % 900 + 1}.50", "DKK"))


def peak(source: Path, output: Path) -> int:
    """Convert a file in a process of its own; return the most it had resident, in bytes."""
    command = [sys.executable, "-m", "hub", "convert", str(source), "--to", TARGET]
    command += ["--as", "nordlys", "--for", "herning", "-o", str(output)]
    environment = {**os.environ, "HUB_CONFIG": str(ROOT / "examples" / "config")}
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    said = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(said.decode())
    return usage.ru_maxrss * 1024


def measure(lines: int) -> list[dict[str, object]]:
    """Measure both sources with all lines and with a tenth of them."""
    measured = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for kind, write in (("oioubl.xml", write_xml), ("bizisland.zip", write_sheets)):
            for count in (lines // 10, lines):
                source, output = folder / f"{count}-{kind}", folder / f"{count}.csv"
                write(source, count)
                resident = peak(source, output)
                written = sum(1 for _ in output.open(encoding="utf-8"))
                measured.append(
                    {"source": kind, "lines": count, "resident": resident, "rows": written}
                )
                source.unlink()
                output.unlink()
    return measured


def main() -> int:
    """Measure, print and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lines", type=int, default=100_000)
    measured = measure(parser.parse_args().lines)
    for one in measured:
        megabytes = int(str(one["resident"])) / 1e6
        print(f"{one['source']:14}{one['lines']:>9} lines {megabytes:8.1f} MB resident")
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps({"promise": PROMISE, "measured": measured}, indent=1) + "\n")
    return 0 if all(int(str(one["resident"])) <= PROMISE for one in measured) else 1


if __name__ == "__main__":
    sys.exit(main())
