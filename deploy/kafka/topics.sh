#!/usr/bin/env bash
# Makes the topics that a worker needs, as it would itself; those that exist stay as they are.
# Written by floorwatch (`make generate`): change agents/topics.py, not this file.
# BOOTSTRAP names a server; COMMAND_CONFIG, if set, the properties with which the administrator is let in.
set -euo pipefail
server=(--bootstrap-server "${BOOTSTRAP:?names a server of Kafka, host:port}")
if [ -n "${COMMAND_CONFIG:-}" ]; then server+=(--command-config "$COMMAND_CONFIG"); fi
# All but the last two have equal numbers of partitions: a contact's records, state and dead letters share its number.
: "${PARTITIONS:=12}" "${REPLICATION:=3}"

topic() {
  local name=$1 setting settings=()
  shift
  for setting in "$@"; do settings+=(--config "$setting"); done
  kafka-topics.sh "${server[@]}" --create --if-not-exists --topic "$name" \
    --partitions "$PARTITIONS" --replication-factor "$REPLICATION" "${settings[@]}"
}

topic contact.events message.timestamp.type=LogAppendTime retention.ms=1209600000
topic agent.events message.timestamp.type=LogAppendTime retention.ms=1209600000
topic floorwatch.state.contacts cleanup.policy=compact segment.ms=600000 min.cleanable.dirty.ratio=0.2 max.message.bytes=8388608
topic floorwatch.state.agents cleanup.policy=compact segment.ms=600000 min.cleanable.dirty.ratio=0.2 max.message.bytes=8388608
topic floorwatch.dead-letters retention.ms=1209600000 max.message.bytes=8388608
topic floorwatch.alarms cleanup.policy=compact segment.ms=600000 min.cleanable.dirty.ratio=0.2 max.message.bytes=8388608
topic floorwatch.floor cleanup.policy=compact segment.ms=600000 min.cleanable.dirty.ratio=0.2 max.message.bytes=8388608
