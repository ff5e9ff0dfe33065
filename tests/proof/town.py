"""A made-up configuration: suppliers with a way in each, customers with a port each."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.proof.invoices import Party, customers, invoice, suppliers
from tests.proof.shipment import Shipment
from tools.servers.process import free_port

__all__ = ["HUB", "Town"]

PORT = "documents"
HUB = "hub"
ANSWERED = {"http": "pull"}
"""Kind of the port for answers, by kind of the account, where it is another."""


@dataclass(frozen=True)
class Town:
    """Who sends, who receives, and by which ways.

    Args:
        folder: where the configuration and all drop folders and out folders lie.
        ways_in: kind of account of each supplier: ``queue``, ``folder`` or ``http``.
        ways_out: kind of port of each customer: ``queue``, ``folder``, ``http``, ``pull`` or
            ``mail``.
        settings: further lines of a port's table, by the customer's place.
        listening: where a customer with an ``http`` or ``mail`` port listens, by its port, and
            where the hub does, by ``HUB``.
    """

    folder: Path
    ways_in: Sequence[str]
    ways_out: Sequence[str]
    settings: Mapping[int, str] = field(default_factory=dict)
    listening: dict[str, int] = field(default_factory=dict)

    @property
    def suppliers(self) -> tuple[Party, ...]:
        """Who sends."""
        return suppliers(len(self.ways_in))

    @property
    def customers(self) -> tuple[Party, ...]:
        """Who receives."""
        return customers(len(self.ways_out))

    @property
    def config(self) -> Path:
        """The configuration folder."""
        return self.folder / "config"

    def inbox(self, supplier: Party) -> Path:
        """A supplier's drop folder."""
        return self.folder / "in" / supplier.key

    def outbox(self, port: str) -> Path:
        """The folder of a port."""
        return self.folder / "out" / port

    def address(self, port: str) -> int:
        """The number of the TCP port where a customer listens."""
        return self.listening.setdefault(port, free_port())

    @property
    def serves_http(self) -> bool:
        """Whether somebody comes to the hub over HTTP."""
        return "http" in self.ways_in or "pull" in self.ways_out

    @property
    def surroundings(self) -> dict[str, str]:
        """What the ways need of the hub's settings, wherever it runs."""
        if "mail" not in self.ways_out:
            return {}
        (mailbox,) = self.ports("mail")
        return {
            "HUB_SMTP_URL": f"smtp://127.0.0.1:{self.address(mailbox)}?tls=no",
            "HUB_MAIL_FROM": "hub@hub.example",
        }

    def key(self, name: str) -> str:
        """The key of an account or a port: easy to guess, for a hub that nobody else reaches."""
        return hashlib.sha256(name.encode()).hexdigest()

    def write(self) -> None:
        """Write the configuration."""
        for party, kind in zip(self.suppliers, self.ways_in, strict=True):
            way = [f"path = '{self.inbox(party)}'"] if kind == "folder" else []
            way += [self._keys(party.key)] if kind == "http" else []
            lines = ["[[account]]", f'kind = "{kind}"', 'answer = "answers"', *way]
            answers = self._port(party, "answers", ANSWERED.get(kind, kind))
            self._write(party, "seller", [*lines, *answers])
        ways = zip(self.customers, self.ways_out, strict=True)
        for place, (party, kind) in enumerate(ways):
            port = [*self._port(party, PORT, kind), *self.settings.get(place, "").splitlines()]
            receives = ["[[receives]]", 'kind = "*"', f'port = "{PORT}"']
            self._write(party, "buyer", [*port, *receives])

    def port(self, customer: Party) -> str:
        """The full name of a customer's port."""
        return f"{customer.key}.{PORT}"

    def ports(self, kind: str) -> Iterator[str]:
        """The ports of a kind, in the customers' order."""
        for party, way in zip(self.customers, self.ways_out, strict=True):
            if way == kind:
                yield self.port(party)

    def shipment(self, document: str, supplier: Party, customer: Party) -> Shipment:
        """Make a document from one to the other."""
        port = self.port(customer)
        return Shipment(
            document, f"{supplier.key}>{port}", port, invoice(document, supplier, customer)
        )

    def _port(self, party: Party, name: str, kind: str) -> list[str]:
        lines = ["[[port]]", f'name = "{name}"', f'kind = "{kind}"']
        if kind == "folder":
            lines.append(f"path = '{self.outbox(f'{party.key}.{name}')}'")
        if kind == "http":
            url = f"http://127.0.0.1:{self.address(f'{party.key}.{name}')}/"
            lines += [f'url = "{url}"', "allow_private = true", "timeout = 3"]
        if kind == "pull":
            lines.append(self._keys(f"{party.key}.{name}"))
        if kind == "mail":
            lines.append(f'to = "{party.key}@customers.example"')
        return lines

    def _keys(self, name: str) -> str:
        key = self.key(name)
        return f'keys = ["{key[:8]}:{hashlib.sha256(key.encode()).hexdigest()}"]'

    def _write(self, party: Party, role: str, lines: Sequence[str]) -> None:
        folder = self.config / "parties"
        folder.mkdir(parents=True, exist_ok=True)
        head = [
            f'name = "{party.name}"',
            'country = "DK"',
            f'roles = ["{role}"]',
            "[numbers]",
            f'CVR = "{party.cvr}"',
        ]
        text = "\n".join([*head, *lines, ""])
        (folder / f"{party.key}.toml").write_text(text, encoding="utf-8")
        addresses = f"scheme,value,name\nGLN,{party.gln},{party.name}\n"
        (folder / f"{party.key}.endpoints.csv").write_text(addresses, encoding="utf-8")
