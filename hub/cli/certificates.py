"""`hub verify`: whether a certificate of a conversion tells the truth; and showing one."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer
from msgspec.structs import replace
from rich.text import Text

from hub.app.certificate import Certificate, encoded, load_certificates
from hub.app.certifying import certificates_on_file
from hub.app.settings import Settings
from hub.app.toolbox import Toolbox
from hub.app.verification import Check, verified, weighed
from hub.cli.console import errors, out, printable, show_json, table
from hub.cli.documents import Json, payload_of
from hub.cli.failure import ExitCode, told
from hub.cli.opening import open_hub
from hub.formats.payload import Payload

__all__ = ["show_certificate", "verify"]

File = Annotated[Path, typer.Argument(metavar="CERTIFICATE", exists=True, dir_okay=False)]


def verify(
    certificate: File,
    given: Annotated[
        Path,
        typer.Option("--input", metavar="FILE", exists=True, dir_okay=False, help="What came."),
    ],
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "--output", metavar="FILE", exists=True, dir_okay=False, help="What was written."
        ),
    ] = None,
    json_: Json = False,
) -> None:
    """Do a conversion again and compare it with its certificate; no network is needed.

    The same input by the same versions gives the same bytes. Exit code 1 when it does not, or
    when a file at hand is not the one certified; what differs is named.
    """
    with told():
        try:
            certificates = load_certificates(certificate.read_bytes())
        except ValueError as error:
            errors().print(printable(f"{certificate} {error}"), markup=False, soft_wrap=True)
            raise typer.Exit(ExitCode.USAGE) from error
        tools = Toolbox(Settings.from_environment())
        payload = payload_of(given)
        outputs = [payload_of(one) for one in output or ()]
        good = True
        for one, own in _shared_out(certificates, outputs):
            checks = verified(tools, one, payload, own)
            good = good and all(check.holds is not False for check in checks if check.decides)
            _show(one, checks, json_=json_)
    raise typer.Exit(ExitCode.FINE if good else ExitCode.REJECTED)


def show_certificate(identity: str, settings: Settings, output: Path | None) -> None:
    """Write out the certificates of an interchange or of one output, with their round trip.

    That is judged on a second run. Where that gives other bytes, by newer mappings say, there is
    none to judge, and the certificate has none.
    """
    tools = Toolbox(settings)
    found: list[Certificate] = []
    with open_hub(settings) as hub:
        for interchange, certificate in certificates_on_file(hub.archive, identity):
            payload = hub.archive.content(interchange)
            if payload is not None and certificate.round_trip is None:
                trip = weighed(tools, certificate, payload)
                certificate = replace(certificate, round_trip=trip)  # noqa: PLW2901
            found.append(certificate)
    if not found:
        said = f"Nothing here is called {printable(identity)} that was converted."
        errors().print(said, markup=False)
        raise typer.Exit(ExitCode.REJECTED)
    if output is None:
        sys.stdout.write(encoded(found).decode())
    else:
        output.write_bytes(encoded(found))


def _shared_out(
    certificates: Sequence[Certificate], outputs: Sequence[Payload]
) -> Iterator[tuple[Certificate, list[Payload]]]:
    """Yield each certificate with the files that are its own; the first has those of nobody."""
    known = {file.sha256 for one in certificates for file in one.outputs}
    strange = [file for file in outputs if file.sha256 not in known]
    for one in certificates:
        own = {file.sha256 for file in one.outputs}
        yield one, [*strange, *(file for file in outputs if file.sha256 in own)]
        strange = []


def _show(certificate: Certificate, checks: Sequence[Check], *, json_: bool) -> None:
    if json_:
        for one in checks:
            show_json({"what": one.what, "holds": one.holds, "said": one.said})
        return
    way = certificate.way
    whom = "" if way.receiver is None else f" for {way.receiver}"
    head = f"{certificate.input.name} as {certificate.target}{whom}, {way.accepted_at[:19]}"
    out().print(printable(head), style="bold", markup=False)
    words = {
        True: Text("holds", "green"),
        False: Text("differs", "red"),
        None: Text("not compared", "yellow"),
    }
    rows = [(one.what, words[one.holds], one.said) for one in checks]
    out().print(table(("what", "result", "details"), rows))
