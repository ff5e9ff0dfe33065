"""Which machines a document may be sent to: never, by a name that somebody turned, our own."""

import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from hub.errors import PortUnavailable

__all__ = ["Resolve", "checked_addresses", "resolve"]

Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], list[str]]
"""Returns the addresses of a name; raises ``OSError``."""

_NAT64 = IPv6Network("64:ff9b::/96")


def resolve(host: str, port: int) -> list[str]:
    """Return the addresses of a name as this machine knows them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def checked_addresses(
    host: str, port: int, *, allow_private: bool, look_up: Resolve = resolve
) -> list[str]:
    """Return the addresses of a host, every one of them checked.

    A connection must go to one of these and not to the name, which may mean another machine
    a moment later. Raises ``PortUnavailable``: names and networks are put right by people,
    and the documents wait until then.
    """
    try:
        found = look_up(host, port)
    except (OSError, UnicodeError) as error:
        raise PortUnavailable(f"{host}: its address is not known: {error}") from error
    for one in found:
        if not _allowed(ip_address(one.partition("%")[0]), allow_private=allow_private):
            raise PortUnavailable(
                f"{host} is at {one}, which is no address on the internet; when it is a machine "
                "of one's own network, say allow_private = true in the port"
            )
    return found


def _allowed(address: Address, *, allow_private: bool) -> bool:
    inner = _inner(address)
    if inner is not None:
        return _allowed(inner, allow_private=allow_private)
    if address.is_link_local or address.is_multicast or address.is_unspecified:
        return False  # where clouds keep the machine's own credentials
    if address.is_global:
        return True
    return allow_private and (address.is_private or address.is_loopback)


def _inner(address: Address) -> IPv4Address | None:
    """Return the address that another one only wraps."""
    if isinstance(address, IPv4Address):
        return None
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)
