"""A Kafka that lets in only who shows a password through TLS, with certificates and users made for one run."""

import asyncio
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Self

from confluent_kafka.admin import (  # type: ignore[attr-defined]
    AdminClient,
    ScramCredentialInfo,
    ScramMechanism,
    UserScramCredentialAlteration,
    UserScramCredentialUpsertion,
)

from agents.broker.local import LocalKafka
from agents.broker.ports import LOOPBACK, free_ports
from agents.broker.progress import silent
from agents.kafka import Connection
from tests.system.shared_kafka import READY_MS, run_apart

# Of the password, one part that every way of writing it leaves as it is, and signs that each way has its trouble with.
SECRET = "xyzzy"
USER, PASSWORD = "floor watch", f"{SECRET}=,'\"\\한 "
ANSWER_WITHIN_S = 60
NEW_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
_ITERATIONS: Final = 4096


class Authority:
    """Somebody who signs certificates; `certificate` is what to trust."""

    def __init__(self, folder: Path) -> None:
        """Make the authority's own key and certificate in a new folder."""
        folder.mkdir()
        self._folder = folder
        self.certificate, self._key = folder / "ca.pem", folder / "ca.key"
        own = ("-x509", *NEW_KEY, "-keyout", self._key, "-out", self.certificate)
        openssl("req", *own, "-days", "2", "-subj", f"/CN={folder.name}")

    def key_store(self) -> Path:
        """Make a key for a server on this machine and return the file in which Kafka finds it with its certificate."""
        key, request, certificate, names = (self._folder / f"server.{end}" for end in ("key", "csr", "pem", "names"))
        names.write_text(f"subjectAltName=IP:{LOOPBACK}\n")
        openssl("req", "-new", *NEW_KEY, "-keyout", key, "-out", request, "-subj", "/CN=kafka")
        signed_by = ("-CA", self.certificate, "-CAkey", self._key, "-CAcreateserial")
        openssl("x509", "-req", "-in", request, *signed_by, "-days", "2", "-extfile", names, "-out", certificate)
        store = self._folder / "store.pem"
        store.write_text(key.read_text() + certificate.read_text() + self.certificate.read_text())
        return store


class SecuredKafka:
    """The broker; `with SecuredKafka(folder) as kafka:`. Its plain listener is for the harness alone."""

    mechanism = ScramMechanism.SCRAM_SHA_256
    passwords: Mapping[str, str] = {USER: PASSWORD}
    """Of each user who is let in."""

    def __init__(self, folder: Path) -> None:
        """Make certificates below this folder and settle the ports."""
        self.authority = Authority(folder / "authority")
        plain, controller, secured = free_ports(3)
        self.bootstrap = f"{LOOPBACK}:{secured}"
        listeners = f"PLAINTEXT://{LOOPBACK}:{plain},SECURED://{self.bootstrap}"
        properties = self.properties() | {
            "listeners": f"{listeners},CONTROLLER://{LOOPBACK}:{controller}",
            "advertised.listeners": listeners,
            "controller.quorum.voters": f"1@{LOOPBACK}:{controller}",
            "listener.security.protocol.map": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SECURED:SASL_SSL",
            "listener.name.secured.ssl.keystore.location": str(self.authority.key_store()),
        }
        self._kafka = LocalKafka(port=plain, properties=properties, ready_within_ms=READY_MS, progress=silent)

    @property
    def mechanism_name(self) -> str:
        """What Kafka calls the mechanism."""
        return self.mechanism.name.replace("_", "-")

    def properties(self) -> dict[str, str]:
        """Return what the broker needs besides its addresses and its key store."""
        return {
            "listener.name.secured.ssl.keystore.type": "PEM",
            "listener.name.secured.sasl.enabled.mechanisms": self.mechanism_name,
            f"listener.name.secured.{self.mechanism_name.lower()}.sasl.jaas.config": (
                "org.apache.kafka.common.security.scram.ScramLoginModule required;"
            ),
        }

    def connection(self, user: str) -> Connection:
        """Return the way in of a user."""
        return Connection(
            self.bootstrap,
            tls=True,
            ca_file=self.authority.certificate,
            mechanism=self.mechanism_name,
            username=user,
            password=self.passwords[user],
        )

    def settings(self, user: str) -> dict[str, object]:
        """Return what a command is told so that it comes in as a user, all but the password."""
        return {
            "tls": "true",
            "tls_ca": self.authority.certificate,
            "sasl_mechanism": self.mechanism_name,
            "sasl_username": user,
        }

    @property
    def administrator(self) -> Connection:
        """The way in for whoever may do everything."""
        return Connection(self._kafka.bootstrap)

    def __enter__(self) -> Self:
        """Start it and let the users in."""
        run_apart(self._kafka.start)
        try:
            run_apart(self._make_users)
        except BaseException:
            run_apart(self._kafka.stop)
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        """Stop it."""
        run_apart(self._kafka.stop)

    def admin(self) -> AdminClient:
        """Return a client of the administrator; its answers end with it."""
        return AdminClient(self.administrator.native_arguments())

    async def _make_users(self) -> None:
        scram = ScramCredentialInfo(self.mechanism, _ITERATIONS)
        users: list[UserScramCredentialAlteration] = [
            UserScramCredentialUpsertion(name, scram, word.encode()) for name, word in self.passwords.items()
        ]
        admin = self.admin()
        answers = admin.alter_user_scram_credentials(users, request_timeout=ANSWER_WITHIN_S)
        await asyncio.gather(*map(asyncio.wrap_future, answers.values()))


def openssl(*arguments: str | Path) -> None:
    """Run the tool for certificates."""
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)
