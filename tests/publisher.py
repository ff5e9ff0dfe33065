"""A made-up publisher's release: stylesheets in the layout of the real archives."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
XSLT = """<xsl:stylesheet version="{version}" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
 xmlns:cac="{ubl}CommonAggregateComponents-2" xmlns:cbc="{ubl}CommonBasicComponents-2">
<xsl:template match="/"><Schematron><Information>Prøve, Version {release}</Information>{rules}
</Schematron></xsl:template></xsl:stylesheet>"""


def rule(identity: str, broken: str) -> str:
    """Return a rule as stylesheets say it: what XPath finds is broken."""
    return (
        f'<xsl:if test="{broken}"><Error context="/"><Pattern>x</Pattern>'
        f"<Description>[{identity}] opdigtet</Description></Error></xsl:if>"
    )


def stylesheet(*rules: str, release: str = "1.17.2.test", version: str = "1.0") -> str:
    """Return a stylesheet with such rules."""
    return XSLT.format(version=version, ubl=UBL, release=release, rules="".join(rules))


def release(path: Path, sheets: Mapping[str, str], folder: str = "Stylesheets/") -> Path:
    """Write an archive with a stylesheet for each root, and what else lies in such archives."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Dokumentation/Laes mig.txt", "opdigtet")
        for root, text in sheets.items():
            archive.writestr(f"{folder}OIOUBL_{root}_Schematron.xsl", text)
            archive.writestr(f"{folder}SCH/OIOUBL_{root}_Schematron.xml", "<schema/>")
    return path
