"""A Kafka that lets in only who shows a password through TLS, with certificates and a user made for one run."""

import asyncio
import subprocess
from pathlib import Path
from typing import Self

from confluent_kafka.admin import (  # type: ignore[attr-defined]
    AdminClient,
    ScramCredentialInfo,
    ScramMechanism,
    UserScramCredentialUpsertion,
)

from agents.broker.local import LocalKafka
from agents.broker.ports import LOOPBACK, free_ports
from agents.broker.progress import silent
from agents.kafka import Connection
from tests.system.shared_kafka import READY_MS, run_apart

MECHANISM = "SCRAM-SHA-256"
# Of the password, one part that every way of writing it leaves as it is, and signs that each way has its trouble with.
SECRET = "xyzzy"
USER, PASSWORD = "floor watch", f"{SECRET}=,'\"\\한 "
ANSWER_WITHIN_S = 60
NEW_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")


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
    """The broker; `with SecuredKafka(folder) as kafka:`. Its plain listener is for its own ready-check alone."""

    def __init__(self, folder: Path) -> None:
        """Make certificates below this folder and settle the ports."""
        self.authority = Authority(folder / "authority")
        plain, controller, secured = free_ports(3)
        self.bootstrap = f"{LOOPBACK}:{secured}"
        listeners = f"PLAINTEXT://{LOOPBACK}:{plain},SECURED://{self.bootstrap}"
        properties = {
            "listeners": f"{listeners},CONTROLLER://{LOOPBACK}:{controller}",
            "advertised.listeners": listeners,
            "controller.quorum.voters": f"1@{LOOPBACK}:{controller}",
            "listener.security.protocol.map": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SECURED:SASL_SSL",
            "listener.name.secured.ssl.keystore.type": "PEM",
            "listener.name.secured.ssl.keystore.location": str(self.authority.key_store()),
            "listener.name.secured.sasl.enabled.mechanisms": MECHANISM,
            f"listener.name.secured.{MECHANISM.lower()}.sasl.jaas.config": (
                "org.apache.kafka.common.security.scram.ScramLoginModule required;"
            ),
        }
        self._kafka = LocalKafka(port=plain, properties=properties, ready_within_ms=READY_MS, progress=silent)

    @property
    def connection(self) -> Connection:
        """The way in."""
        return Connection(
            self.bootstrap,
            tls=True,
            ca_file=self.authority.certificate,
            mechanism=MECHANISM,
            username=USER,
            password=PASSWORD,
        )

    def __enter__(self) -> Self:
        """Start it and let the user in."""
        run_apart(self._kafka.start)
        try:
            run_apart(self._let_in)
        except BaseException:
            run_apart(self._kafka.stop)
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        """Stop it."""
        run_apart(self._kafka.stop)

    async def _let_in(self) -> None:
        """Make the user."""
        scram = ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 4096)
        user = UserScramCredentialUpsertion(USER, scram, PASSWORD.encode())
        admin = AdminClient({"bootstrap.servers": self._kafka.bootstrap})
        answers = admin.alter_user_scram_credentials([user], request_timeout=ANSWER_WITHIN_S)
        await asyncio.gather(*map(asyncio.wrap_future, answers.values()))


def openssl(*arguments: str | Path) -> None:
    """Run the tool for certificates."""
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)
