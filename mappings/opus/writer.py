"""Writes Opus catalogues: the XML alone, or packed with its images (README.md)."""

from pathlib import Path
from typing import Any

from msgspec.structs import replace

from hub.formats.csvout import CsvOut
from hub.formats.document import Part
from hub.formats.flatxml import FlatXmlWriter
from hub.formats.headrest import head_rest
from hub.formats.onceover import Once
from hub.formats.outfile import file_name
from hub.formats.rowwrite import harmless
from hub.formats.zipout import pack
from hub.model.catalogue import Catalogue, CatalogueLine
from hub.model.context import RouteContext
from hub.model.loss import LossKind, LossReport
from hub.model.party import DocumentParty, PartyIdentification
from hub.model.period import Period
from hub.model.values import Identifier, Text
from hub.rules.catalogues import image_links, is_other_unit, seller_numbers
from hub.rules.module import sibling
from hub.rules.rule import RuleContext

images = sibling(__file__, "images")
items = sibling(__file__, "items")

HOUSED = ("name", "id", "version_id")
COMPANY = "DK:CVR"
CATALOGUE = "catalogue.xml"
LINKS = "images.csv"


def writer(form: Any) -> Any:
    """Return the writer of one of the two documents."""
    return _Writer(form)


class _Writer:
    """Starts outputs of one document."""

    def __init__(self, form: Any) -> None:
        self._packed = form.declared.root is None
        whole = form.beside("catalogue") if self._packed else form
        self._flat = FlatXmlWriter(whole.declared, whole.table, whole.schema.structure)
        self._once = Once()

    def start(
        self, header: Catalogue, context: RouteContext, losses: LossReport, folder: Path
    ) -> Any:
        """Begin an output."""
        writing = _Writing(self._flat, header, context, losses, folder, self._once)
        return _Package(writing, header, folder, losses) if self._packed else writing


class _Writing:
    """One catalogue in the making."""

    def __init__(
        self,
        flat: FlatXmlWriter,
        header: Catalogue,
        context: RouteContext,
        losses: LossReport,
        folder: Path,
        once: Once,
    ) -> None:
        self._losses = losses
        self._once = once
        self._day = context.today
        self._out = flat.start(_head(header, context, losses), context, losses, folder)

    def take(self, body: CatalogueLine) -> None:
        """Write one item; what an orderer cannot order here is left out and counted."""
        line = self._once.made(
            body, self._day, lambda losses: self._line(body, losses), self._losses
        )
        if line is not None:
            self._out.put(line)

    def _line(self, body: CatalogueLine, losses: LossReport) -> bytes | None:
        item = None if is_other_unit(body) else items.item_of(body, self._day, losses)
        if item is None:
            reason = "skipped other unit" if is_other_unit(body) else "skipped without price"
            losses.add(reason, LossKind.NO_HOME, body.id.value if body.id else None)
            return None
        return self._out.line(item, losses)

    def finish(self) -> list[Part]:
        """Close the file."""
        self._once.forget()
        return self._out.finish()

    def discard(self) -> None:
        """Remove the file."""
        self._once.forget()
        self._out.discard()


class _Package:
    """A ZIP of the XML, the images that came inside the document, and a list of all images.

    Those that are links are fetched by whoever has a network: the list says to which file.
    """

    def __init__(
        self, writing: _Writing, header: Catalogue, folder: Path, losses: LossReport
    ) -> None:
        self._writing = writing
        self._losses = losses
        self._folder = folder
        number = header.id.value if header.id is not None else None
        self._name = file_name("opus", number, ".zip")
        self._list = CsvOut(folder, LINKS, ";")
        self._list.row(("VendorMaterial", "File", "Address"))
        self._files: list[tuple[str, Path]] = []
        self._taken: set[str] = set()

    def take(self, body: CatalogueLine) -> None:
        """Write one item; an image inside the document becomes a file of the package."""
        link = next(image_links(body), None)
        if link is None:
            body = self._unpacked(body)
        else:
            file = self._free(images.file_of(body, images.ending_of(link[1])))
            self._list.row([harmless(cell) for cell in (images.number_of(body), file, link[1])])
        self._writing.take(body)

    def finish(self) -> list[Part]:
        """Close the package."""
        (catalogue,) = self._writing.finish()
        listed = self._list.finish()
        members = [(CATALOGUE, catalogue.path), (LINKS, listed.path), *self._files]
        return [pack(self._folder, self._name, members)]

    def discard(self) -> None:
        """Remove everything written."""
        self._writing.discard()
        self._list.discard()
        for _, path in self._files:
            path.unlink(missing_ok=True)
        (self._folder / self._name).unlink(missing_ok=True)

    def _unpacked(self, body: CatalogueLine) -> CatalogueLine:
        """Put an embedded image into a file and its name in the image's place."""
        found = images.embedded(body)
        if found is None:
            return body
        index, ending, content = found
        file = self._free(images.file_of(body, ending))
        path = self._folder / f"image-{len(self._files)}"
        path.write_bytes(content)
        self._files.append((file, path))
        self._list.row((harmless(images.number_of(body)), file, ""))
        return images.named(body, index, file)

    def _free(self, file: str) -> str:
        """Return a name in the package that no other image has, also where case is one."""
        stem, dot, ending = file.rpartition(".")
        count, free = 1, file
        while free.lower() in self._taken:
            count += 1
            free = f"{stem}-{count}{dot}{ending}"
        self._taken.add(free.lower())
        return free


def _head(header: Catalogue, context: RouteContext, losses: LossReport) -> Catalogue:
    """Return of a head what the root says; the rest is counted as lost."""
    company = _company(header, context)
    start = next((p.start_date for p in header.validity_period if p.start_date), None)
    system = _system(header, context)
    ends = tuple(replace(p, start_date=None) for p in header.validity_period if p.end_date)
    rest = replace(header, validity_period=ends)
    for path, text in head_rest(rest, HOUSED, company):
        losses.add(path, LossKind.NO_HOME, text)
    return Catalogue(
        id=_plain(header.id),
        name=None if header.name is None else Text(header.name.value),
        version_id=_plain(header.version_id),
        validity_period=(Period(start_date=start),) if start else (),
        provider_party=_party(company),
        receiver_party=_party(system),
    )


def _plain(number: Identifier | None) -> Identifier | None:
    return None if number is None else Identifier(number.value)


def _party(number: str) -> DocumentParty | None:
    if not number:
        return None
    return DocumentParty(party_identification=(PartyIdentification(id=Identifier(number)),))


def _company(header: Catalogue, context: RouteContext) -> str:
    """Return the supplier's company number: the document's, else the sender's."""
    route = RuleContext(context, "catalogue", {}, lambda _: frozenset())
    numbers = (n.value for n in seller_numbers(header, route) if n.scheme == COMPANY)
    return next(numbers, "")


def _system(header: Catalogue, context: RouteContext) -> str:
    """Return the system name: the receiver's set-up, else what the document says (OPU-01)."""
    configured = str(context.options.get("system_name", ""))
    if configured:
        return configured
    party = header.receiver_party
    for one in party.party_identification if party is not None else ():
        if one.id is not None and not one.id.scheme_id:
            return one.id.value
    return ""
