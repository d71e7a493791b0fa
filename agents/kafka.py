"""How every client of the program reaches Kafka: the one place that knows addresses, TLS and passwords."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from faust.auth import SASLCredentials, SSLCredentials
from faust.types.auth import CredentialsT


@dataclass(frozen=True, slots=True)
class Connection:
    """Where Kafka is and how one is let in; `bootstrap` is `HOST:PORT`, several of them joined by commas.

    `tls` encrypts, checking the brokers against `ca_file` or what the system trusts; `certificate_file` and `key_file`
    show who we are. `mechanism` (PLAIN, SCRAM-SHA-256, SCRAM-SHA-512) asks for `username` and `password` besides.
    """

    bootstrap: str
    tls: bool = False
    ca_file: Path | None = None
    certificate_file: Path | None = None
    key_file: Path | None = None
    mechanism: str | None = None
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    client_id: str = "floorwatch"

    @property
    def protocol(self) -> str:
        """The name that Kafka's clients have for this mixture of TLS and SASL."""
        if self.mechanism is None:
            return "SSL" if self.tls else "PLAINTEXT"
        return "SASL_SSL" if self.tls else "SASL_PLAINTEXT"

    @property
    def addresses(self) -> tuple[str, ...]:
        """The bootstrap servers one by one."""
        return tuple(address.strip() for address in self.bootstrap.split(",") if address.strip())

    def asyncio_arguments(self) -> dict[str, Any]:
        """Return the keyword arguments for any client of aiokafka; raises OSError for files that cannot be read."""
        arguments: dict[str, Any] = {
            "bootstrap_servers": list(self.addresses),
            "client_id": self.client_id,
            "security_protocol": self.protocol,
        }
        if self.tls:
            arguments["ssl_context"] = self.ssl_context()
        if self.mechanism is not None:
            arguments["sasl_mechanism"] = self.mechanism
            arguments["sasl_plain_username"] = self.username
            arguments["sasl_plain_password"] = self.password
        return arguments

    def native_arguments(self) -> dict[str, str | int | float | bool]:
        """Return the configuration for any client of librdkafka."""
        settings: Mapping[str, object] = {
            "bootstrap.servers": ",".join(self.addresses),
            "client.id": self.client_id,
            "security.protocol": self.protocol,
            "ssl.ca.location": self.ca_file if self.tls else None,
            "ssl.certificate.location": self.certificate_file if self.tls else None,
            "ssl.key.location": self.key_file if self.tls else None,
            "sasl.mechanism": self.mechanism,
            "sasl.username": self.username if self.mechanism else None,
            "sasl.password": self.password if self.mechanism else None,
        }
        return {name: str(value) for name, value in settings.items() if value is not None}

    def faust_credentials(self) -> CredentialsT | None:
        """Return what Faust calls credentials, None where neither TLS nor a password is asked for."""
        context = self.ssl_context() if self.tls else None
        if self.mechanism is not None:
            return SASLCredentials(
                username=self.username, password=self.password, mechanism=self.mechanism, ssl_context=context
            )
        return None if context is None else SSLCredentials(context)

    def faust_url(self) -> str:
        """Return the brokers as Faust writes them."""
        return ";".join(f"kafka://{address}" for address in self.addresses)

    def ssl_context(self) -> ssl.SSLContext:
        """Build the TLS context; raises OSError for files that cannot be read or are no certificates."""
        context = ssl.create_default_context(cafile=self.ca_file)
        if self.certificate_file is not None:
            context.load_cert_chain(self.certificate_file, self.key_file)
        return context
