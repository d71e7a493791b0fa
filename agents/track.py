"""The Faust agents: each gives what was read to the lane that it belongs to, and knows nothing else."""

import asyncio
from typing import Any

from faust import App
from faust.types import StreamT

from agents.lane.lane import Chunk
from agents.lane.lanes import Lanes


def track(app: App, lanes: Lanes[Any]) -> None:
    """Register the agent that follows the events of one topic: of contacts, or of the people who work on them."""
    source = app.topic(lanes.topic, key_serializer="raw", value_serializer="raw")

    @app.agent(source, name=f"track {lanes.topic}")
    async def follow(chunks: StreamT[Chunk]) -> None:
        async for chunk in chunks:
            async with lanes.still:
                lanes.accept(chunk)
            # Faust would take chunk after chunk as long as there is one, and nobody else would have a turn.
            await asyncio.sleep(0)
