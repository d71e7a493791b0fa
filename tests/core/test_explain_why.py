"""Why a figure is what it is: the contacts behind it, whose sums are those of the report."""

from typing import Any

import msgspec
import pytest

from stream import catalog
from stream.errors import FloorwatchError
from stream.explain.question import Question
from stream.explain.why import Why, answers
from stream.kpi import Attribution, KpiValue
from stream.report import Nested, Report
from stream.site import QueueRules, QueueVersion, Site
from stream.units import HOUR
from tests.core.one_contact import TEN, at
from tests.core.one_crew import state
from tests.core.one_story import CALLER, accounts, line

CATALOGUE = catalog.standard()
CARE = {"queue": "care", "channel": "voice"}
ANSWERED_ONLY = QueueVersion(20_000, 5_000, service_level="answered_only")
SITE = Site(
    queues=tuple(
        QueueRules(n, "voice", "UTC", (v,))
        for n, v in (("sales", QueueVersion(20_000, 5_000)), ("care", ANSWERED_ONLY))
    )
)
DAY = [
    *(line("queued", 0, "in-time", **CALLER), line("answered", 9, "in-time"), line("ended", 60, "in-time")),
    *(line("queued", 1, "too-late", **CALLER), line("answered", 41, "too-late"), line("ended", 70, "too-late")),
    *(line("queued", 2, "short", **CALLER), line("abandoned", 5, "short")),
    *(line("queued", 3, "lost", **CARE), line("abandoned", 50, "lost")),
    *(line("queued", 4, "taken", **CARE), line("answered", 7, "taken"), line("wrapped", 9, "taken")),
    *(line("queued", 5, "chat", queue="help", channel="chat"), line("message", 30, "chat", **{"from": "agent"})),
    line("queued", 10, "waits", **CALLER),
    line("queued", 110, "pending", **CALLER),
    line("started", 120, "end"),
]
"""Two minutes in two queues with variants of their own, and a chat; two callers still wait when the data end."""


def why(kpi: str, **asked: object) -> Why:
    """The only answer to a question about the day."""
    (answer,) = answers(Question(**{"site": SITE, "kpi": kpi, **asked}), accounts(DAY, SITE), CATALOGUE)  # type: ignore[arg-type]
    return answer


def behind(answer: Why) -> list[tuple[str, float, dict[str, float]]]:
    """Each contact with its second after ten and what it adds to each part."""
    parts = [(one, {of.part for of in one.counts}) for one in answer.contacts]
    return [(one.contact, (seconds(one.at)), {part: one.sum(part) for part in sorted(of)}) for one, of in parts]


def seconds(text: str) -> float:
    """Seconds after ten o'clock."""
    minute, second = text.rstrip("Z").split(":")[1:]
    return int(minute) * 60 + float(second)


def test_who_is_in_the_numerator_and_who_in_the_denominator() -> None:
    """Of the strict service level: one of three, of whom one still waits; the short abandon is taken out again."""
    answer = why("service_level_strict", labels={"queue": "sales"})

    assert [
        ("short", 5, {"denominator": 0}),
        ("in-time", 9, {"denominator": 1, "numerator": 1}),
        ("too-late", 41, {"denominator": 1}),
        ("waits", 120, {"denominator": 1}),
    ] == behind(answer)
    assert [("denominator", "abandoned", 1), ("denominator", "short_abandoned", -1)] == [
        (one.part, one.measure, one.amount) for one in answer.contacts[0].counts
    ]
    assert [False, False, False, True] == [one.in_flight for one in answer.contacts]
    assert (
        (1, 3)
        == (answer.value.numerator, answer.value.denominator)
        == (*(answer.sum("numerator"), answer.sum("denominator")),)
    )


def test_by_entry_everything_counts_at_the_queueing_and_pending_is_told() -> None:
    """Who waits within the threshold is in neither part."""
    answer = why("service_level_strict", attribution="entry", labels={"queue": "sales"})

    assert ("waits", 10, {"denominator": 1}) in behind(answer)
    assert ("pending", 110, {"pending": 1}) in behind(answer)
    assert 1 == answer.value.pending


def test_the_range_is_half_open() -> None:
    """[10:00:09, 10:00:41) holds the first answer and not the second."""
    answer = why("answered", from_ms=at(9), to_ms=at(41), labels={"queue": "sales"})

    assert [("in-time", 9, {"numerator": 1})] == behind(answer)
    assert ("2026-03-02T10:00:09Z", "2026-03-02T10:00:41Z") == (answer.from_at, answer.to_at)


def test_a_mean_is_made_of_durations() -> None:
    """In milliseconds, of each contact its own."""
    assert [
        ("in-time", 9, {"denominator": 1, "numerator": 9_000}),
        ("too-late", 41, {"denominator": 1, "numerator": 40_000}),
    ] == behind(why("asa", labels={"queue": "sales"}))


def test_a_quantile_is_made_of_exact_durations() -> None:
    """Or, where nobody knows them, of what stands for them."""
    response = why("first_response_time_p90").contacts
    handled = why("handle_time_p90", labels={"queue": "sales"}).contacts

    assert [("chat", 25_000)] == [(one.contact, one.sum("distribution")) for one in response]
    assert [51_000, 29_000] == pytest.approx([one.sum("distribution") for one in handled], rel=0.01)


def test_a_breach_by_time_alone_stands_at_its_deadline() -> None:
    """Nobody has answered the one who waits."""
    (answer,) = answers(
        Question(site=SITE, kpi="sla_breached.answer", labels={"queue": "sales"}), accounts(DAY, SITE), CATALOGUE
    )

    assert [("too-late", 21, False), ("waits", 30, True)] == [
        (one.contact, seconds(one.at), one.in_flight) for one in answer.contacts
    ]


def test_a_figure_of_now_lists_the_open_contacts() -> None:
    """The one who waits longest first; of a mean age both parts."""
    waits = why("longest_wait")
    age = why("backlog_age", labels={"queue": "sales"})

    assert [("waits", 110_000), ("pending", 10_000)] == [(one.contact, one.sum("numerator")) for one in waits.contacts]
    assert (110.0, 2) == (waits.value.value, why("waiting").value.value)
    assert [("numerator", "age_ms", 110_000), ("denominator", "open", 1)] == [
        (one.part, one.measure, one.amount) for one in age.contacts[0].counts
    ]
    assert waits.from_at == waits.to_at == "2026-03-02T10:02:00Z"


def test_a_kpi_with_a_label_has_an_answer_for_each_value() -> None:
    """Or for the one that is named."""
    found = answers(Question(site=SITE, kpi="sla_met"), accounts(DAY, SITE), CATALOGUE)

    assert {"sla_met.answer", "sla_met.first_response"} <= {answer.kpi for answer in found}
    assert "sla_met.answer" == why("sla_met.answer").kpi


def test_nothing_in_the_range_is_no_value() -> None:
    """Nobody is behind it."""
    answer = why("service_level", from_ms=TEN - HOUR, to_ms=TEN)

    assert ([], None) == (answer.contacts, answer.value.value)
    assert None is answers(Question(site=SITE, kpi="asa"), accounts([], SITE), CATALOGUE)[0].value.value


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ({"kpi": "luck"}, "luck"),
        ({"kpi": "occupancy"}, "occupancy"),
        ({"kpi": "agents"}, "agents"),
        ({"kpi": "waiting", "attribution": "entry"}, "waiting"),
        ({"kpi": "sla_met.luck"}, "sla_met.luck"),
        ({"kpi": "asa.answer"}, "asa.answer"),
        ({"kpi": "asa", "labels": {"team": "x"}}, "team"),
        ({"kpi": "asa", "from_ms": TEN, "to_ms": TEN}, "from"),
        ({"kpi": "asa", "from_ms": TEN + 1}, "from"),
        ({"kpi": "asa", "time_zone": "Moon"}, "tz"),
    ],
)
def test_a_question_without_an_answer_is_refused(asked: dict[str, Any], key: str) -> None:
    """With what is wrong, before anything is read."""
    with pytest.raises(FloorwatchError) as refused:
        Question(**{"site": SITE, **asked}).check(CATALOGUE)

    assert key == refused.value.key


def leaves(nested: Nested) -> list[KpiValue]:
    """The values of a column, one for each value of its label."""
    if isinstance(nested, KpiValue):
        return [nested]
    return [value for value in nested.values() if isinstance(value, KpiValue)]


def sums_of(answer: Why) -> tuple[float, float]:
    """Numerator and denominator as the contacts make them; a quantile counts its durations."""
    durations = sum(one.part == "distribution" for of in answer.contacts for one in of.counts)
    return answer.sum("numerator"), answer.sum("denominator") or durations


@pytest.mark.parametrize("attribution", ["event", "entry"])
@pytest.mark.parametrize("span", [(None, None), (TEN, at(40)), (at(40), at(300)), (at(121), at(300))])
def test_the_figures_are_those_of_the_report(attribution: Attribution, span: tuple[int | None, int | None]) -> None:
    """Every KPI of every queue, with the same parts, ends and evidence; the sums of the contacts are the parts."""
    followed = accounts(DAY, SITE)
    asked = {"site": SITE, "attribution": attribution, "from_ms": span[0], "to_ms": span[1]}
    compared = 0
    for row in Report(**asked, by=("queue",)).rows(DAY, CATALOGUE):  # type: ignore[arg-type]
        for name, nested in row.kpis.items():
            if CATALOGUE.kpis[name].of != "contacts":
                continue
            found = answers(Question(**asked, kpi=name, labels=row.slice), followed, CATALOGUE)  # type: ignore[arg-type]
            for answer, value in zip(found, leaves(nested), strict=True):
                parts = value.numerator_ms or value.numerator or 0, value.denominator or 0
                compared += 1

                assert (value, row.from_at, row.to_at) == (answer.value, answer.from_at, answer.to_at)
                assert parts == sums_of(answer)
    assert (compared > 0) == (span[0] != at(121))


def test_the_range_reaches_as_far_as_that_of_the_report() -> None:
    """To what is told of agents, and to an event of a contact that counts nowhere."""
    people = [state("a", TEN - HOUR, "available"), state("a", TEN + HOUR, "offline")]
    for lines in ([*DAY, *people], [*DAY, line("updated", 7_200, "end", topic="order")], people):
        [row] = Report(site=SITE).rows(lines, CATALOGUE)
        [answer] = answers(Question(site=SITE, kpi="asa"), accounts(lines, SITE), CATALOGUE)

        assert (row.from_at, row.to_at) == (answer.from_at, answer.to_at)


def test_an_answer_is_written_with_the_names_of_the_report() -> None:
    """`from` and `to`, and a value as it stands there."""
    written = msgspec.to_builtins(why("offered", labels={"queue": "care"}))

    assert {"kpi", "title", "question", "definition", "from", "to", "slice", "value", "contacts"} == set(written)
    assert {"value": 2, "numerator": 2, "denominator": None, "unit": "contacts"} == written["value"]
