"""What Kafka's keeper is given: how the topics are made, and what each user may do, as calls of Kafka's own tools."""

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from agents.topics import TopicNames, settings_for

TOPICS: Final = "topics.sh"
ACLS: Final = "acls.sh"
PARTITIONS: Final = 12
"""Twelve workers at most share them, and any of 1, 2, 3, 4 and 6 share them evenly."""
REPLICATION: Final = 3

Resource: TypeAlias = Literal["topic", "group", "transactional-id"]
Role: TypeAlias = Literal["worker", "producer"]

_READ: Final = ("Read", "Describe", "DescribeConfigs")
_KEEP: Final = ("Read", "Write", "Describe", "DescribeConfigs")


@dataclass(frozen=True, slots=True)
class Access:
    """What a role may do with a resource, or with all whose names begin like it (`prefixed`)."""

    role: Role
    resource: Resource
    name: str
    operations: tuple[str, ...]
    prefixed: bool = False


def accesses(names: TopicNames, *, app_id: str = "floorwatch", group: str = "floorwatch") -> tuple[Access, ...]:
    """All that is needed where the topics exist already, and no more.

    A worker reads the sources and keeps state, dead letters, alarms and floor; whoever sends events only writes them.
    """
    kept = (*names.states, names.dead_letters, names.alarms, names.floor)
    return (
        *(Access("worker", "topic", name, _READ) for name in names.sources),
        *(Access("worker", "topic", name, _KEEP) for name in kept),
        Access("worker", "group", group, ("Read", "Describe")),
        # One producer for each partition of the state, by which a former owner is shut out.
        Access("worker", "transactional-id", f"{app_id}-", ("Write", "Describe"), prefixed=True),
        *(Access("producer", "topic", name, ("Write", "Describe")) for name in names.sources),
    )


def kafka_files(names: TopicNames) -> dict[str, str]:
    """Both scripts by their names."""
    return {TOPICS: _topics(names), ACLS: _acls(names)}


def _topics(names: TopicNames) -> str:
    made = "".join(_topic(name, names) for name in names.all)
    return f"""{_head("Makes the topics that a worker needs, as it would itself; those that exist stay as they are.")}
# All but the last two have equal numbers of partitions: a contact's records, state and dead letters share its number.
: "${{PARTITIONS:={PARTITIONS}}}" "${{REPLICATION:={REPLICATION}}}"

topic() {{
  local name=$1 setting settings=()
  shift
  for setting in "$@"; do settings+=(--config "$setting"); done
  kafka-topics.sh "${{server[@]}}" --create --if-not-exists --topic "$name" \\
    --partitions "$PARTITIONS" --replication-factor "$REPLICATION" "${{settings[@]}}"
}}

{made}"""


def _topic(name: str, names: TopicNames) -> str:
    settings = settings_for(name, names)
    return " ".join(["topic", name, *(f"{key}={value}" for key, value in settings.items())]) + "\n"


def _acls(names: TopicNames) -> str:
    allowed = "".join(map(_access, accesses(names)))
    return f"""{_head("Lets the users of the workers and of those who send events do what they must, and no more.")}
# Other names of the application or the group (FLOORWATCH_APP_ID, FLOORWATCH_GROUP) need other lines below.
: "${{WORKER:=User:floorwatch}}" "${{PRODUCER:=User:telephony}}"

allow() {{
  local user=$1 operation operations=()
  shift
  while [ "$1" != on ]; do
    operation=$1 operations+=(--operation "$operation")
    shift
  done
  shift
  kafka-acls.sh "${{server[@]}}" --add --allow-principal "$user" "${{operations[@]}}" "$@"
}}

{allowed}"""


def _access(access: Access) -> str:
    pattern = " --resource-pattern-type prefixed" if access.prefixed else ""
    operations = " ".join(access.operations)
    return f'allow "${access.role.upper()}" {operations} on --{access.resource} {access.name}{pattern}\n'


def _head(purpose: str) -> str:
    return f"""#!/usr/bin/env bash
# {purpose}
# Written by floorwatch (`make generate`): change agents/topics.py, not this file.
# BOOTSTRAP names a server; COMMAND_CONFIG, if set, the properties with which the administrator is let in.
set -euo pipefail
server=(--bootstrap-server "${{BOOTSTRAP:?names a server of Kafka, host:port}}")
if [ -n "${{COMMAND_CONFIG:-}}" ]; then server+=(--command-config "$COMMAND_CONFIG"); fi"""
