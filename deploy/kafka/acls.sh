#!/usr/bin/env bash
# Lets the users of the workers and of those who send events do what they must, and no more.
# Written by floorwatch (`make generate`): change agents/topics.py, not this file.
# BOOTSTRAP names a server; COMMAND_CONFIG, if set, the properties with which the administrator is let in.
set -euo pipefail
server=(--bootstrap-server "${BOOTSTRAP:?names a server of Kafka, host:port}")
if [ -n "${COMMAND_CONFIG:-}" ]; then server+=(--command-config "$COMMAND_CONFIG"); fi
# Other names of the application or the group (FLOORWATCH_APP_ID, FLOORWATCH_GROUP) need other lines below.
: "${WORKER:=User:floorwatch}" "${PRODUCER:=User:telephony}"

allow() {
  local user=$1 operation operations=()
  shift
  while [ "$1" != on ]; do
    operation=$1 operations+=(--operation "$operation")
    shift
  done
  shift
  kafka-acls.sh "${server[@]}" --add --allow-principal "$user" "${operations[@]}" "$@"
}

allow "$WORKER" Read Describe DescribeConfigs on --topic contact.events
allow "$WORKER" Read Describe DescribeConfigs on --topic agent.events
allow "$WORKER" Read Write Describe DescribeConfigs on --topic floorwatch.state.contacts
allow "$WORKER" Read Write Describe DescribeConfigs on --topic floorwatch.state.agents
allow "$WORKER" Read Write Describe DescribeConfigs on --topic floorwatch.dead-letters
allow "$WORKER" Read Write Describe DescribeConfigs on --topic floorwatch.alarms
allow "$WORKER" Read Write Describe DescribeConfigs on --topic floorwatch.floor
allow "$WORKER" Read Describe on --group floorwatch
allow "$WORKER" Write Describe on --transactional-id floorwatch- --resource-pattern-type prefixed
allow "$PRODUCER" Write Describe on --topic contact.events
allow "$PRODUCER" Write Describe on --topic agent.events
