"""What a lost or refused connection means, in a sentence that says what to do."""

import socket
import ssl
from dataclasses import dataclass

from pika.adapters.utils.connection_workflow import (
    AMQPConnectionWorkflowFailed,
    AMQPConnectorPhaseErrorBase,
)
from pika.exceptions import (
    AMQPHeartbeatTimeout,
    AuthenticationError,
    ConnectionClosedByBroker,
    ConnectionOpenAborted,
    IncompatibleProtocolError,
    ProbableAccessDeniedError,
    ProbableAuthenticationError,
)

from hub.amqp.address import BrokerAddress

__all__ = ["Trouble", "explain"]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a connection cannot be used. ``refused``: nothing changes until an operator acts."""

    sentence: str
    refused: bool = False


def explain(error: BaseException, address: BrokerAddress) -> Trouble:
    """Put the library's error into words; they never hold a password."""
    cause = _cause(error)
    refusal = _refusal(cause, address)
    if refusal is not None:
        return Trouble(f"{address}: {refusal}", refused=True)
    return Trouble(f"{address}: {_passing(cause)}")


def _cause(error: BaseException) -> BaseException:
    """Return what lies under the library's wrappings."""
    while True:
        inner: object = None
        if isinstance(error, AMQPConnectionWorkflowFailed):
            inner = error.exceptions[-1]
        elif isinstance(error, AMQPConnectorPhaseErrorBase):
            inner = error.exception
        elif error.args and isinstance(error.args[0], BaseException):
            inner = error.args[0]
        if not isinstance(inner, BaseException):
            return error
        error = inner


def _refusal(cause: BaseException, address: BrokerAddress) -> str | None:
    """Say what an operator has to do; None when trying again may help."""
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"the broker's certificate is not trusted: {cause.verify_message}"
    if "ConnectionClosedByBroker" not in _said(cause):
        return None  # broken off at the same moment, for example by the broker's own end
    if isinstance(cause, (AuthenticationError, ProbableAuthenticationError)):
        return (
            f"the broker refused the login of user {address.user!r}; check name and password "
            "in HUB_BROKER_URL, and that the broker knows that user"
        )
    # While a broker starts, its virtual hosts are down for a moment.
    if isinstance(cause, ProbableAccessDeniedError) and "is down" not in _said(cause):
        return (
            f"the broker has no virtual host {address.vhost!r} for user {address.user!r}; "
            "create it, or give that user permissions in it"
        )
    return None


def _passing(cause: BaseException) -> str:
    for kind, sentence in _SENTENCES:
        if isinstance(cause, kind):
            return sentence
    if isinstance(cause, ConnectionClosedByBroker):
        return f"closed by the broker: {cause.reply_code} {cause.reply_text}"
    if isinstance(cause, OSError) and cause.strerror:
        return cause.strerror
    return f"connection lost: {_said(cause)}"


_SENTENCES: tuple[tuple[type[BaseException], str], ...] = (
    (IncompatibleProtocolError, "what answers there is no RabbitMQ, or wants TLS (amqps://)"),
    (socket.gaierror, "no such host"),
    (ConnectionRefusedError, "nothing answers there; is the broker running?"),
    (ConnectionOpenAborted, "the broker did not answer in time"),
    (AMQPHeartbeatTimeout, "the broker did not answer any more"),
)


def _said(error: BaseException) -> str:
    return str(error.args[0] if len(error.args) == 1 else error) or type(error).__name__
