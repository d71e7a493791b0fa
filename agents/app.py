"""The Faust app: one consumer group whose members share the partitions of the source."""

from dataclasses import dataclass
from typing import Any

from agents.kafka import Connection
from agents.lane.assignment import METADATA_MS
from agents.lane.consumer import LaneApp
from agents.lane.lanes import Lanes
from agents.lane.policy import SESSION_MS
from agents.lane.thread import FetchPolicy
from agents.track import track

# Chunks that wait between the thread that fetches and the agent: enough to keep it busy, few enough to let go quickly.
WAITING_CHUNKS = 16


@dataclass(frozen=True, slots=True)
class Group:
    """How this worker is a member of the group `name`.

    A worker that dies is noticed after `session_s`. With an `instance` of its own (the name of the pod) it may come
    back within that time without a rebalance. That others come or go is noticed with the next heartbeat, and until
    then the partitions that move are nobody's.
    """

    name: str
    instance: str | None = None
    session_s: float = SESSION_MS / 1000
    heartbeat_s: float = 0.5
    rebalance_s: float = 60.0


def build_app(
    connection: Connection, group: Group, *lanes: Lanes[Any], partitions: int, fetch: FetchPolicy | None = None
) -> LaneApp:
    """Build the app that reads for the lanes of each source topic; `partitions` is the number that each of them has."""
    fetch = fetch or FetchPolicy()
    app = LaneApp(
        group.name,
        lanes=lanes,
        fetch=fetch,
        broker=connection.faust_url(),
        broker_credentials=connection.faust_credentials(),
        broker_client_id=connection.client_id,
        autodiscover=False,
        store="memory://",
        processing_guarantee="at_least_once",
        # With no table at all this only chooses the assignor: the one that gives equal partitions of all topics to
        # the same worker.
        table_standby_replicas=1,
        topic_partitions=partitions,
        topic_allow_declare=False,
        topic_disable_leader=True,
        consumer_auto_offset_reset="earliest",
        consumer_group_instance_id=group.instance,
        consumer_metadata_max_age_ms=METADATA_MS,
        consumer_max_fetch_size=fetch.max_partition_bytes,
        broker_max_poll_records=fetch.max_records,
        broker_commit_interval=1.0,
        broker_session_timeout=group.session_s,
        broker_heartbeat_interval=group.heartbeat_s,
        broker_rebalance_timeout=group.rebalance_s,
        broker_request_timeout=max(90.0, group.session_s),
        stream_buffer_maxsize=WAITING_CHUNKS,
        worker_redirect_stdouts=False,
        web_enabled=False,
        web_tables_enabled=False,
        web_router_enabled=False,
    )
    for of_topic in lanes:
        track(app, of_topic)
    return app
