"""Floor documents made by hand: from the counts of a few queues, in the shape of `GET /api/floor`."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from stream.units import MINUTE, SECOND, Millis, format_instant

WINDOWS = ("5m", "15m", "30m", "1h", "today")
AS_OF = 1_800_000_000_000
Value = dict[str, Any]


@dataclass(frozen=True)
class Sample:
    """The counts of one queue in every window, and how it stands."""

    offered: int = 0
    waited: int = 0
    within: int = 0
    wait_ms: int = 0
    unmeasured: int = 0
    abandoned: int = 0
    short: int = 0
    diverted: int = 0
    handled: int = 0
    talk_ms: int = 0
    hold_ms: int = 0
    wrap_up_ms: int = 0
    responses: int = 0
    responses_within: int = 0
    response_ms: int = 0
    waiting: int = 0
    longest_wait_ms: int = 0
    past: int = 0
    open: int = 0
    overdue: int = 0
    at_risk: int = 0
    met: int = 0
    breached: int = 0

    def plus(self, other: "Sample") -> "Sample":
        """Both together; the longest wait is the longer one."""
        sums = {part.name: getattr(self, part.name) + getattr(other, part.name) for part in fields(self)}
        sums["longest_wait_ms"] = max(self.longest_wait_ms, other.longest_wait_ms)
        return Sample(**sums)


def count(n: int) -> Value:
    """The value of a KPI that counts."""
    return {"value": n, "numerator": n, "denominator": None, "unit": "contacts"}


def ratio(part: int, whole: int) -> Value:
    """The value of a share; without evidence there is none."""
    value = part / whole if whole else None
    evidence = {"n": whole, "thin": True} if 0 < whole < 10 else {"n": whole}
    return {"value": value, "numerator": part, "denominator": whole, "unit": "ratio", **evidence}


def mean(total_ms: int, n: int) -> Value:
    """The value of an average duration."""
    value = total_ms / n / SECOND if n else None
    numerator = total_ms / SECOND
    return {"value": value, "numerator": numerator, "denominator": n, "unit": "s", "n": n, "numerator_ms": total_ms}


def quantile(value_s: float, n: int) -> Value:
    """The value of a quantile."""
    return {"value": value_s if n else None, "numerator": None, "denominator": n, "unit": "s", "n": n}


def kpis(sample: Sample) -> dict[str, Value]:
    """Every KPI that the outputs read, before it is repeated for each window."""
    ended = sample.abandoned - sample.short
    handle_ms = sample.talk_ms + sample.hold_ms + sample.wrap_up_ms
    middle = sample.response_ms / sample.responses / SECOND if sample.responses else 0
    return {
        "offered": count(sample.offered),
        "answered": count(sample.waited + sample.unmeasured),
        "abandoned": count(sample.abandoned),
        "short_abandoned": count(sample.short),
        "diverted": count(sample.diverted),
        "handled": count(sample.handled),
        "service_level": ratio(sample.within, sample.waited + ended + sample.past),
        "service_level_answered_only": ratio(sample.within, sample.waited + sample.past),
        "abandonment_rate": ratio(ended, sample.waited + sample.unmeasured + ended),
        "asa": mean(sample.wait_ms, sample.waited),
        "aht": mean(handle_ms, sample.handled),
        "talk_time": mean(sample.talk_ms, sample.handled),
        "hold_time": mean(sample.hold_ms, sample.handled),
        "wrap_up_time": mean(sample.wrap_up_ms, sample.handled),
        "first_response_time": mean(sample.response_ms, sample.responses),
        "first_response_time_p50": quantile(middle, sample.responses),
        "first_response_time_p90": quantile(middle * 2, sample.responses),
        "first_response_within_target": ratio(sample.responses_within, sample.responses),
    }


def live_kpis(sample: Sample, clock: str) -> dict[str, Any]:
    """The KPIs of this instant; `clock` is the one that the queue's deadlines are of."""
    longest = sample.longest_wait_ms / SECOND
    none = {name: {"now": count(0)} for name in ("answer", "first_response")}
    return {
        "waiting": {"now": count(sample.waiting)},
        "longest_wait": {"now": {**count(0), "value": longest, "numerator": longest, "unit": "s"}},
        "waiting_past_threshold": {"now": count(sample.past)},
        "backlog": {"now": count(sample.open)},
        "overdue": {**none, clock: {"now": count(sample.overdue)}},
        "at_risk": {**none, clock: {"now": count(sample.at_risk)}},
    }


def people(available: int) -> dict[str, Any]:
    """The KPIs of so many agents, all of them available for ten minutes with two slots each, and of one who is away."""
    counts = {"available": available, "away": 1}
    spent = {"available": available * 10 * MINUTE, "away": 0}
    room = {"value": 0.0, "numerator": 0, "denominator": available * 20 * MINUTE, "unit": "ratio", "n": available}
    return {
        "agents": {state: {"now": {**count(n), "unit": "agents"}} for state, n in counts.items()},
        "time_in_state": {
            state: {window: {**mean(ms, 0), "value": ms / SECOND} for window in WINDOWS} for state, ms in spent.items()
        },
        "occupancy_slots": dict.fromkeys(("1h", "today"), room),
    }


def slice_of(labels: dict[str, str], sample: Sample, target: Value | None = None) -> Value:
    """One slice, the same figures in every window."""
    repeated: dict[str, Any] = {name: dict.fromkeys(WINDOWS, value) for name, value in kpis(sample).items()}
    clock = "first_response" if sample.responses else "answer"
    repeated |= live_kpis(sample, clock)
    repeated["sla_met"] = {clock: dict.fromkeys(WINDOWS, count(sample.met))}
    repeated["sla_breached"] = {clock: dict.fromkeys(WINDOWS, count(sample.breached))}
    live = {
        "waiting": sample.waiting,
        "longest_wait_ms": sample.longest_wait_ms,
        "waiting_past_threshold": sample.past,
        "open": sample.open,
        "overdue": {clock: sample.overdue} if sample.overdue else {},
        "at_risk": {clock: sample.at_risk} if sample.at_risk else {},
        "age_ms": 0,
        "oldest_ms": 0,
        "oldest_overdue_ms": {},
    }
    quality = {"impossible": {}, "unmeasured": sample.unmeasured, "implied_answers": 0, "closed_idle": 0}
    whole = {"slice": labels, "live": live, "quality": quality, "kpis": repeated}
    return whole if target is None else {**whole, "target": target}


def target_of(channel: str) -> Value:
    """What a queue of this channel promises by default."""
    if channel == "voice":
        return {"service_level": 0.8, "threshold_ms": 20 * SECOND}
    return {"service_level": 0.8, "threshold_ms": 60 * SECOND, "first_response_target_ms": MINUTE}


def floor(queues: dict[tuple[str, str], Sample], *, as_of: Millis = AS_OF, **members: object) -> Value:
    """The whole document: the queues, each channel, everything; further members replace the usual ones."""
    slices = [slice_of({}, total(queues.values()))]
    for channel in sorted({channel for _, channel in queues}):
        of_channel = total(sample for (_, other), sample in queues.items() if other == channel)
        slices.append(slice_of({"channel": channel}, of_channel))
    for (queue, channel), sample in sorted(queues.items()):
        slices.append(slice_of({"queue": queue, "channel": channel}, sample, target_of(channel)))
    document = {
        "as_of": format_instant(as_of),
        "clock": {"mode": "wall", "stale": False},
        "name": "Seoul",
        "time_zone": "Asia/Seoul",
        "durability": "transactions",
        "partitions": {"owned": 4, "total": 4},
        "queues_full": False,
        "sources": [
            {
                "source": "asterisk-1",
                "applied": 51_203,
                "late": 3,
                "duplicates": 41,
                "rejected": {"bad_time": 2},
                "skew_ms": 120,
            }
        ],
        "slices": slices,
        "alarms": [],
    }
    return {**document, **members}


def staffed(document: Value) -> Value:
    """A floor with a team and a site, and three agents for each queue."""
    slices: list[Value] = document["slices"]
    slices[0]["kpis"] |= people(7)
    for part in slices:
        if "queue" in part["slice"]:
            part["kpis"] |= {"agents": people(3)["agents"]}
    slices += [{"slice": {"team": "red"}, "kpis": people(4)}, {"slice": {"site": "seoul"}, "kpis": people(7)}]
    return document


def total(samples: Iterable[Sample]) -> Sample:
    """The sum of any number of queues."""
    whole = Sample()
    for sample in samples:
        whole = whole.plus(sample)
    return whole


def voice(within: int, waited: int, **more: int) -> Sample:
    """A voice queue with `waited` answered calls, `within` of them in time, four minutes of handling each."""
    usual = {
        "offered": waited + more.get("abandoned", 0) + more.get("waiting", 0),
        "waited": waited,
        "within": within,
        "wait_ms": waited * 14 * SECOND,
        "handled": waited,
        "talk_ms": waited * 200 * SECOND,
        "hold_ms": waited * 18 * SECOND,
        "wrap_up_ms": waited * 31 * SECOND,
        "met": within,
        "breached": waited - within,
        "open": more.get("waiting", 0) + 7,
    }
    return Sample(**{**usual, **more})


def chat(within: int, waited: int, **more: int) -> Sample:
    """A chat queue, whose every contact got a first response."""
    usual = {"responses": waited, "responses_within": within, "response_ms": waited * 38 * SECOND}
    return voice(within, waited, **{**usual, **more})


def alarm(name: str, queue: str, state: str, figure: Value, threshold: float, *, minutes: int = 3) -> Value:
    """An alarm on a voice queue that has stood like this for so long, with the figure of a KPI behind it."""
    since = format_instant(AS_OF - minutes * MINUTE)
    shown = {member: figure.get(member) for member in ("value", "numerator", "denominator", "n", "unit")}
    return {
        "alarm": name,
        "slice": {"queue": queue, "channel": "voice"},
        "kpi": name,
        "title": name.replace("_", " ").capitalize(),
        "window": "now" if name == "longest_wait" else "15m",
        "state": state,
        "since": since,
        "raised": since,
        "threshold": threshold,
        **shown,
    }


def incident_alarms() -> list[Value]:
    """What stands while half of the staff is gone."""
    wait = {"value": 754.0, "numerator": 754.0, "denominator": None, "unit": "s"}
    return [
        alarm("service_level", "sales", "critical", ratio(12, 111), 0.6, minutes=25),
        alarm("longest_wait", "sales", "critical", wait, 120.0, minutes=7),
        alarm("abandonment_rate", "sales", "critical", ratio(29, 87), 0.1),
        alarm("service_level", "service", "critical", ratio(64, 171), 0.6),
        alarm("abandonment_rate", "service", "critical", ratio(19, 160), 0.1),
        alarm("service_level", "technical support and repairs", "warning", ratio(29, 44), 0.8),
        alarm("abandonment_rate", "billing", "warning", ratio(3, 44), 0.05, minutes=1),
    ]


def usual_floor(*, as_of: Millis = AS_OF, **members: object) -> Value:
    """An ordinary quarter of an hour: four calls' queues and two of chats."""
    return floor(
        {
            ("sales", "voice"): voice(88, 97, abandoned=4, short=1, waiting=2, longest_wait_ms=9_000),
            ("service", "voice"): voice(131, 171, abandoned=12, short=3, waiting=5, longest_wait_ms=31_000, past=2),
            ("billing", "voice"): voice(41, 44, abandoned=1),
            ("returns", "voice"): voice(3, 4),
            ("help", "chat"): chat(55, 61, waiting=1, longest_wait_ms=22_000, at_risk=1),
            ("orders", "chat"): chat(0, 0),
        },
        as_of=as_of,
        **members,
    )


def incident_floor(*, as_of: Millis = AS_OF, **members: object) -> Value:
    """Half of the staff is gone: callers wait for minutes, deadlines pass."""
    return floor(
        {
            ("sales", "voice"): voice(12, 58, abandoned=31, short=2, waiting=27, longest_wait_ms=754_000, past=24),
            ("service", "voice"): voice(64, 141, abandoned=22, short=3, waiting=14, longest_wait_ms=203_000, past=11),
            ("billing", "voice"): voice(29, 41, abandoned=3, waiting=3, longest_wait_ms=48_000, past=1),
            ("returns", "voice"): voice(3, 4),
            ("technical support and repairs", "voice"): voice(3, 5, waiting=1, longest_wait_ms=4_000),
            ("help", "chat"): chat(
                21, 61, waiting=9, longest_wait_ms=4_022_000, past=8, overdue=8, at_risk=1, breached=40
            ),
            ("orders", "chat"): chat(18, 19),
        },
        as_of=as_of,
        **{"alarms": incident_alarms(), **members},
    )
