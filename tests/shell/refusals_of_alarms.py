"""What is wrong with each of the bad configurations of alarms: key and reason by the name of the file."""

from typing import Final

OF_ALARMS: Final = {
    "alarm_about_no_kpi": (
        "alarms[0].kpi",
        "is missing: without configuration there is no alarm 'too_many'",
    ),
    "alarm_about_unknown_kpi": ("alarms[0].kpi", "'service_levle' is no KPI; did you mean service_level?"),
    "alarm_about_what_is_neither_good_nor_bad": (
        "alarms[0].kpi",
        "'offered' is neither better high nor better low: no value of it is bad",
    ),
    "alarm_as_switched_off_and_unknown": (
        "alarms[0].enabled",
        (
            "there is no alarm 'longest_wiat' to be switched off; there are service_level, abandonment_rate, "
            "longest_wait, overdue_first_response, overdue_next_response, overdue_resolution, overdue_visit; "
            "did you mean longest_wait?"
        ),
    ),
    "alarm_clears_beyond_its_limit": (
        "alarms[0].clear",
        "0.75 lies beyond the limit that it is to come back from (0.8)",
    ),
    "alarm_clears_in_two_ways": ("alarms[0].hysteresis", "and clear are two words for one matter: only one can hold"),
    "alarm_hold_as_number": ("alarms[0].raise_after", '30 is not a duration in quotes, such as "20s"'),
    "alarm_hysteresis_of_one": ("alarms[0].hysteresis", "should be less than 1, not 1.0"),
    "alarm_in_thresholds_of_a_channel": (
        "alarms[0].watches",
        "is a multiple of a queue's threshold, and channels have none: write durations",
    ),
    "alarm_limit_as_duration_of_a_share": ("alarms[0].warning", "is a duration, and 'service_level' is no time"),
    "alarm_limit_as_text": ("alarms[0].warning", "'ten' is not a duration such as 20s, 15m, 4h or 2d"),
    "alarm_limit_below_nought": (
        "alarms[0].warning",
        '-1 is neither a number from 0 on nor a duration in quotes, such as "60s"',
    ),
    "alarm_limit_beyond_every_number": ("alarms[0].warning", "is a whole number beyond the 64 bits of TOML"),
    "alarm_limit_beside_a_multiple": (
        "alarms[0].critical",
        (
            "is missing: as it stands without configuration it is a multiple of the threshold, and another "
            "limit here is none"
        ),
    ),
    "alarm_limit_in_percent": ("alarms[0].warning", "80 is no share from 0 to 1"),
    "alarm_limits_in_the_wrong_order": (
        "alarms[0].critical",
        "0.6 is not worse than the warning (0.5): of 'service_level' higher is better",
    ),
    "alarm_limits_in_the_wrong_order_of_a_wait": (
        "alarms[0].critical",
        "60 is not worse than the warning (120): of 'longest_wait' lower is better",
    ),
    "alarm_limits_of_two_kinds": (
        "alarms[0].warning",
        "2 is a multiple of the threshold, and another limit here is a duration",
    ),
    "alarm_name_with_blanks": (
        "alarms[0].name",
        (
            "'too many' is no name of an alarm: 1 to 128 letters, digits, dots, dashes and underscores, "
            "a letter or digit first"
        ),
    ),
    "alarm_on_a_channel_of_the_floor": ("alarms[0].channel", "is not watched by an alarm that watches the floor"),
    "alarm_on_a_queue_and_every_channel": ("alarms[0].queue", "is not watched by an alarm that watches channels"),
    "alarm_on_a_queue_of_another_channel": ("alarms[0].channel", "queue 'sales' is on voice"),
    "alarm_on_unknown_channel": (
        "alarms[0].channel",
        "'phone' is none of voice, chat, email, social, sms, video, visit, task",
    ),
    "alarm_on_a_queue_without_a_name": ("alarms[0].queue", "should have at least 1 character, not ''"),
    "alarm_on_unknown_queue": ("alarms[0].queue", "'slaes' is none of the queues here; did you mean sales?"),
    "alarm_on_unknown_slices": (
        "alarms[0].watches",
        "'queue' is none of queues, channels, floor; did you mean queues?",
    ),
    "alarm_twice": ("alarms[1].name", "alarm 'service_level' stands here twice"),
    "alarm_unknown_clock": (
        "alarms[0].clock",
        "'first_answer' is none of answer, first_response, next_response, resolution, visit",
    ),
    "alarm_unknown_key": ("alarms[0].raise_afer", "is not known here; did you mean raise_after?"),
    "alarm_unknown_window": ("alarms[0].window", "'10m' is none of 5m, 15m, 30m, 1h, today"),
    "alarm_window_of_a_live_figure": ("alarms[0].window", "'15m' is none of now"),
    "alarm_with_clock_of_a_kpi_without": ("alarms[0].clock", "'answer' is a clock, and 'service_level' has none"),
    "alarm_with_evidence_of_what_counts": (
        "alarms[0].minimum_evidence",
        "'waiting' has no cases behind it: it counts, and nought is a number too",
    ),
    "alarm_without_clock": (
        "alarms[0].clock",
        "is missing: 'overdue' has one figure for each of answer, first_response, next_response, resolution, visit",
    ),
    "alarm_without_evidence": ("alarms[0].minimum_evidence", "should be greater than or equal to 1, not 0"),
    "alarm_without_limits": (
        "alarms[0].warning",
        "is missing: an alarm has a warning or a critical limit, or both",
    ),
    "alarm_without_name": ("alarms[0].name", "is missing"),
    "alarms_as_table": ("alarms", "should be a valid list"),
}
