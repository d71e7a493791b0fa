"""How fast this machine is at it: the parts of the worker and the whole of it, as ratios to a bare consumer loop."""

from agents.settings.runtime import Settings


def run(
    settings: Settings,
    *,
    events: int = 1_000_000,
    as_json: bool = False,
    rounds: int = 3,
    slice_events: int = 3_000,
) -> int:
    """Measure, print, and return the exit status; nothing of it stays behind, neither processes nor topics.

    `slice_events` is how many events the slow per-event agent gets. Where `settings` name no Kafka, one is started.
    Besides that name, the parts take their settings from the environment as this process did.
    """
    # The parts are modules of this package and must load nothing but what they measure.
    from agents.bench import session  # noqa: PLC0415

    plan = session.Plan(events, rounds, min(events, slice_events))
    return session.run(settings, plan, as_json=as_json)
