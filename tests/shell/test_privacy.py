"""No id of a contact, a customer or an agent leaves the core: not in figures, pages, streams or labels."""

from typing import Final

import orjson

from agents.simulate.encoding import encode
from agents.simulate.floor import simulate
from agents.simulate.scenario import Scenario
from stream.catalog import standard
from stream.replay import Replay
from stream.site import Site
from tests.shell.floor_documents import AS_OF
from tests.shell.web_floor import WebFloor, next_event, served

SCENARIO: Final = Scenario(start_at_ms=AS_OF, seed=3, rate=40, duration_s=60)
PRIVATE: Final = ("agent", "contact", "customer", "id")


async def test_a_whole_floor_shows_no_ids() -> None:
    """Hundreds of contacts and their agents are counted everywhere and named nowhere."""
    lines = [encode(event)[1] for event in simulate(SCENARIO)]
    events = [orjson.loads(line) for line in lines]
    ids = {str(event[key]) for event in events for key in PRIVATE if key in event}
    replayed = Replay(Site(), 1)
    replayed.feed(lines)
    floor = WebFloor()
    floor.show(replayed.floor(standard()))
    shown = []
    async with served(floor) as session:
        for path in ("/", "/api/floor", "/metrics", "/health/ready"):
            async with session.get(path) as response:
                assert 200 == response.status
                shown.append(await response.text())
        async with session.get("/events") as stream:
            shown.append((await next_event(stream, "kpi"))[1])
    everything = "\n".join(shown)

    assert len(ids) > 100
    assert "answered_in_target" in everything
    assert [] == sorted(one for one in ids if one in everything)
