"""Those with whom no TLS connection came about: nobody else hears of them, for no request ever arrives."""

import ssl
from typing import Any

import structlog

log = structlog.stdlib.get_logger(__name__)


class Handshakes:
    """Counts the handshakes of a server that failed, and tells why: an authority that one side does not know, a date.

    Who hangs up in the middle or says nothing has given no reason, and is not counted.
    """

    def __init__(self, context: ssl.SSLContext | None) -> None:
        """Watch all connections that this context makes; without one there is nothing to fail."""
        self.failed = 0
        if context is not None:
            context.sslobject_class = self._watching()

    def _watching(self) -> type[ssl.SSLObject]:
        note = self._note

        class Watched(ssl.SSLObject):
            def do_handshake(self) -> Any:  # noqa: ANN401 - as the library has it
                try:
                    return super().do_handshake()
                except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
                    raise
                except ssl.SSLError as fault:
                    note(fault)
                    raise

        return Watched

    def _note(self, fault: ssl.SSLError) -> None:
        self.failed += 1
        why = fault.verify_message if isinstance(fault, ssl.SSLCertVerificationError) else None
        log.warning("handshake_failed", reason=fault.reason, why=why)
