"""What is wrong with a refused record, in words."""

import pytest

from stream.codec import decode
from stream.events import Rejected
from stream.explain.diagnosis import diagnosed, names

HEAD = '{"type":"contact.queued","time":1767268800000,"contact":"c"'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (HEAD + "}", "missing_field: queue"),
        ('{"time":1767268800000,"contact":"c"}', "missing_field: type"),
        ('{"type":"agent.state","time":1767268800000,"agent":"a"}', "missing_field: state"),
        (HEAD + ',"queue":7}', "bad_field: queue: Expected `str | null`, got `int`"),
        (HEAD.replace("queued", "diverted") + ',"reason":"luck"}', 'bad_field: reason: "luck" is none'),
        (HEAD.replace("queued", "teleported") + "}", 'unknown_type: "contact.teleported"'),
        (HEAD.replace("1767268800000", '"noon"') + ',"queue":"q"}', 'bad_time: "noon"'),
        (HEAD.replace("1767268800000", '"' + "9" * 99 + '"') + ',"queue":"q"}', 'bad_time: "' + "9" * 59 + "…"),
        ("[1]", "not_an_object"),
        ("{", "not_json: Input data was truncated"),
        ('{"specversion":"1.0","type":"contact.queued","time":1,"subject":"c","data":{}}', "missing_field: queue"),
        (HEAD + ',"queue":"' + "x" * 65_536 + '"}', "too_large: 65,607 bytes of at most 65,536"),
        (
            '{"type":"agent.state","time":1767268800000,"agent":"' + "a" * 129 + '","state":"away"}',
            "bad_field: agent: Expected `str` of length <= 128",
        ),
    ],
)
def test_a_reason_comes_with_what_is_wrong(text: str, expected: str) -> None:
    """The member and the value, cut where it is long."""
    refused = decode(text.encode())

    assert isinstance(refused, Rejected)
    assert expected == diagnosed(text.encode(), refused.reason)


def test_a_record_without_value_has_nothing_to_show() -> None:
    """Kafka knows such records."""
    assert "not_json: the record has no value" == diagnosed(None, "not_json")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"contact":"c"', True),
        ('{"contact":"cc"', False),
        ('{"type":"contact.queued","contact":"c","time":1}', True),
        ('{"type":"contact.queued","contact":"d","time":1,"agent":"c"}', False),
        ('{"specversion":"1.0","type":"contact.queued","time":1,"subject":"c","data":{}}', True),
        (HEAD + ',"queue":"q"}', False),
    ],
)
def test_a_refused_record_is_about_whom_it_names(text: str, expected: bool) -> None:  # noqa: FBT001 - an expected value
    """A torn one about whoever stands in it in quotes; one that is read is known by its contact, not by this."""
    assert expected == names(text.encode(), "c")


def test_what_reads_well_has_no_fault_to_show() -> None:
    """Whoever calls it unreadable has to know why."""
    assert "not_json" == diagnosed(b"{}", "not_json")
