"""A Kafka as `deploy/secured` tells its keeper to set it up: users by password through TLS, rights by ACLs alone."""

import asyncio
from collections.abc import Iterable
from pathlib import Path

from confluent_kafka.admin import (  # type: ignore[attr-defined]
    AclBinding,
    AclOperation,
    AclPermissionType,
    ResourcePatternType,
    ResourceType,
    ScramMechanism,
)

from agents.outputs.kafka import Access
from tests.system.secured_kafka import ANSWER_WITHIN_S, SecuredKafka

SAMPLE = Path(__file__).parents[2] / "deploy" / "secured" / "broker.properties"
_KINDS = {
    "topic": ResourceType.TOPIC,
    "group": ResourceType.GROUP,
    "transactional-id": ResourceType.TRANSACTIONAL_ID,
}


class GuardedKafka(SecuredKafka):
    """The broker; `with GuardedKafka(folder) as kafka:`. Users are called as their roles."""

    mechanism = ScramMechanism.SCRAM_SHA_512
    passwords = {"worker": "worker's own", "producer": "producer's own"}  # noqa: RUF012 - as in its parent, a Mapping

    def properties(self) -> dict[str, str]:
        """Read the sample; only the name of the administrator (and where the key store lies) is this machine's."""
        lines = (line for line in SAMPLE.read_text().splitlines() if line and not line.startswith("#"))
        return dict(line.split("=", 1) for line in lines) | {
            # Whoever comes by the plain listener, which the harness has for itself, is nobody in particular.
            "super.users": "User:ANONYMOUS",
        }

    async def allow(self, rows: Iterable[Access]) -> None:
        """Let the users of the roles do what these rows say."""
        bindings = [
            AclBinding(
                _KINDS[row.resource],
                row.name,
                ResourcePatternType.PREFIXED if row.prefixed else ResourcePatternType.LITERAL,
                f"User:{row.role}",
                "*",
                AclOperation[_screaming(operation)],
                AclPermissionType.ALLOW,
            )
            for row in rows
            for operation in row.operations
        ]
        admin = self.admin()
        answers = admin.create_acls(bindings, request_timeout=ANSWER_WITHIN_S)
        await asyncio.gather(*map(asyncio.wrap_future, answers.values()))


def _screaming(name: str) -> str:
    return "".join(f"_{sign}" if sign.isupper() else sign for sign in name).strip("_").upper()
