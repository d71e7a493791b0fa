"""From a native event to a Kafka record."""

from typing import Final

import orjson

from agents.simulate.ledger import Event

CONTACT_TOPIC: Final = "contact.events"
AGENT_TOPIC: Final = "agent.events"


def encode(event: Event) -> tuple[bytes, bytes, str]:
    """Return the record of an event: key (the contact's or agent's id), value (JSON) and topic."""
    contact = event.get("contact")
    if contact is not None:
        return contact.encode(), orjson.dumps(event), CONTACT_TOPIC
    return event["agent"].encode(), orjson.dumps(event), AGENT_TOPIC
