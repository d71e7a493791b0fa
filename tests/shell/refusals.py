"""What is said of each bad calendar and policy: key and reason, by the name of the file."""

from typing import Final

OF_CALENDARS_AND_POLICIES: Final = {
    "calendar_called_always": ("calendars.always", "'always' is the calendar that is always there and always open"),
    "calendar_that_is_never_open": ("calendars.office.hours", "is never open: no day of the week has hours"),
    "calendar_without_hours": ("calendars.office.hours", "is missing"),
    "clock_without_target": ("policies[0].resolution.target", "is missing"),
    "day_of_the_week_twice": ("calendars.office.hours", "wed has its hours twice"),
    "exception_on_no_date": ("calendars.office.exceptions.2026-02-29", "'2026-02-29' is no date, such as 2026-12-24"),
    "first_version_of_a_policy_with_from": (
        "policies[0].from",
        "the first version of policy 'critical' holds from the beginning: it has no 'from'",
    ),
    "holiday_on_no_date": ("calendars.office.holidays", "'2026-13-01' is no date, such as 2026-12-24"),
    "holidays_of_an_unknown_country": (
        "calendars.office.holidays",
        "'XX' is no country with known holidays, such as KR or DE",
    ),
    "holidays_of_an_unknown_region": (
        "calendars.office.holidays",
        "'BY' is no region of GB; its regions: ENG, NIR, SCT, WLS",
    ),
    "hours_as_text": ("calendars.office.hours.mon-fri", "should be a valid list, not '09:00-17:00'"),
    "match_of_a_number": ("policies[0].match.priority[0]", "should be a valid string, not 1"),
    "match_of_an_unknown_label": ("policies[0].match.prioritty", "is not known here; did you mean priority?"),
    "match_of_no_value": ("policies[0].match.priority", "names no value"),
    "night_that_overlaps_the_morning": ("calendars.office.hours", "22:00-06:00 of thu overlaps 05:30-12:00 of fri"),
    "objective_of_a_policy_of_one": ("policies[0].resolution.objective", "should be less than 1, not 1"),
    "policy_that_promises_nothing": (
        "policies[0]",
        "promises nothing: it has none of answer, first_response, next_response, resolution, visit",
    ),
    "policy_twice": ("policies[1]", "policy 'critical' stands here twice without 'from'"),
    "policy_without_name": ("policies[0].name", "is missing"),
    "span_at_a_minute_that_no_clock_shows": (
        "calendars.office.hours.mon-fri[0]",
        "'09:60-17:00' holds a time that no clock shows",
    ),
    "span_at_an_hour_that_no_clock_shows": (
        "calendars.office.hours.mon-fri[0]",
        "'09:00-25:00' holds a time that no clock shows",
    ),
    "span_of_no_time": (
        "calendars.office.hours.mon-fri[0]",
        "'09:00-09:00' closes when it opens; a whole day is 00:00-24:00",
    ),
    "span_that_opens_at_24": (
        "calendars.office.hours.mon-fri[0]",
        "'24:00-06:00' opens when the day is over: 24:00 is an end only",
    ),
    "span_without_end": (
        "calendars.office.hours.mon-fri[1]",
        '\'13:00\' is no span of a day, such as "09:00-17:30" or "22:00-06:00"',
    ),
    "spans_of_an_exception_that_overlap": (
        "calendars.office.exceptions.2026-12-24",
        "11:00-13:00 overlaps 09:00-12:00",
    ),
    "spans_that_overlap": ("calendars.office.hours.mon-fri", "13:00-18:00 overlaps 09:00-13:30"),
    "target_beyond_reason": ("policies[0].resolution.target", "takes longer than ten years in the calendar 'short'"),
    "target_in_half_working_days": (
        "policies[0].resolution.target",
        "'1.5wd' is no whole number of working days, such as 3wd",
    ),
    "target_of_no_working_days": ("policies[0].resolution.target", "'0wd' is no time at all; it must be longer"),
    "target_of_zero": ("policies[0].resolution.target", "'0h' is no time at all; it must be longer"),
    "unknown_calendar_key": ("calendars.office.holiday", "is not known here; did you mean holidays?"),
    "unknown_calendar_of_a_policy": (
        "policies[0].resolution.calendar",
        "'offce' is no calendar of this file; did you mean office?",
    ),
    "unknown_calendar_of_a_queue": (
        "queues[0].calendar",
        "'offices' is no calendar of this file; did you mean office?",
    ),
    "unknown_change_of_priority": (
        "policies[0].resolution.on_priority_change",
        "'reset' is none of keep, retarget, restart; did you mean restart?",
    ),
    "unknown_channel_of_a_policy": (
        "policies[0].match.channel[1]",
        "'phone' is none of voice, chat, email, social, sms, video, visit, task",
    ),
    "unknown_clock": ("policies[0].resolutoin", "is not known here; did you mean resolution?"),
    "unknown_day_of_the_week": (
        "calendars.office.hours.mo-fr",
        "'mo-fr' is no day of the week (mon, tue, wed, thu, fri, sat, sun) and no range of them, such as mon-fri",
    ),
    "unknown_key_of_a_clock": ("policies[0].resolution.objectiv", "is not known here; did you mean objective?"),
    "unknown_pausing_state": (
        "policies[0].resolution.pauses[0]",
        "'suspnded' is none of suspended; did you mean suspended?",
    ),
    "unknown_queue_of_a_policy": (
        "policies[0].match.queue",
        "'plants' is not listed under [[queues]]; did you mean plant?",
    ),
    "unknown_zone_of_a_calendar": (
        "calendars.office.time_zone",
        "'Europe/Berln' is no IANA time zone, such as Europe/Berlin; did you mean Europe/Berlin?",
    ),
    "versions_of_a_policy_at_one_instant": (
        "policies[2].from",
        "two versions of policy 'critical' begin at 2026-12-31T15:00:00Z",
    ),
    "visit_on_another_channel": ("policies[0].visit", "this clock runs on the channel visit only"),
    "warn_before_longer_than_the_target_of_a_policy": (
        "policies[0].resolution.warn_before",
        "9h is longer than the target (8h)",
    ),
}
