"""A short visit to the broker, for what is asked or made once."""

import random
from collections.abc import Iterator
from contextlib import contextmanager

import pika
from pika.adapters.blocking_connection import BlockingChannel
from pika.exceptions import (
    AMQPConnectionError,
    ProbableAccessDeniedError,
    ProbableAuthenticationError,
)

from hub.amqp.address import BrokerAddress
from hub.errors import BrokerUnavailable, ConfigurationError

__all__ = ["visited"]

_PATIENCE = 10.0
"""Seconds until a host is taken for not there."""


@contextmanager
def visited(address: BrokerAddress) -> Iterator[BlockingChannel]:
    """Open a channel and close its connection at the end.

    Raises:
        ConfigurationError: the broker knows no such user, password or virtual host.
        BrokerUnavailable: no host answers.
    """
    try:
        connection = pika.BlockingConnection(_parameters(address))
    except ProbableAuthenticationError as error:
        told = (
            f"{address}: the broker refuses the user {address.user!r} or its password; "
            "docs/broker.md says how to make the user"
        )
        raise ConfigurationError([told]) from error
    except ProbableAccessDeniedError as error:
        told = (
            f"{address}: there is no virtual host {address.vhost!r}, or the user may not enter "
            f"it; type: rabbitmqctl add_vhost {address.vhost}; rabbitmqctl set_permissions "
            f"--vhost {address.vhost} {address.user} '.*' '.*' '.*'"
        )
        raise ConfigurationError([told]) from error
    except (AMQPConnectionError, OSError) as error:
        raise BrokerUnavailable(
            f"{address}: the broker does not answer: {_reason(error)}"
        ) from error
    try:
        yield connection.channel()
    finally:
        if connection.is_open:
            connection.close()


def _parameters(address: BrokerAddress) -> list[pika.ConnectionParameters]:
    """Return one set for each host; any of them will do."""
    context = address.encryption()
    hosts = random.sample(address.hosts, len(address.hosts))
    return [
        pika.ConnectionParameters(
            host=host,
            port=address.port,
            virtual_host=address.vhost,
            credentials=pika.PlainCredentials(address.user, address.password),
            ssl_options=None if context is None else pika.SSLOptions(context, host),
            socket_timeout=_PATIENCE / 2,
            stack_timeout=_PATIENCE,
            blocked_connection_timeout=_PATIENCE,
        )
        for host in hosts
    ]


def _reason(error: Exception) -> str:
    """Return what lies at the bottom of pika's wrapping."""
    inner = getattr(error, "args", ())
    cause = getattr(inner[0], "exception", error) if inner else error
    return getattr(cause, "strerror", None) or str(cause) or type(cause).__name__
