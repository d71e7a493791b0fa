"""What is wrong with each of the bad configurations of boards: key and reason by the name of the file."""

from typing import Final

OF_BOARDS: Final = {
    "board_about_unknown_kpi": (
        "boards[0].tiles[1].kpi",
        "'service_levle' is no KPI; did you mean service_level?",
    ),
    "board_column_of_the_whole_floor": (
        "boards[0].columns[0]",
        "'occupancy' is known of the whole floor only, and not of a queue",
    ),
    "board_column_unknown": (
        "boards[0].columns[0]",
        "'waitng' is no KPI; did you mean waiting?",
    ),
    "board_for_giants": (
        "boards[0].distance",
        "should be less than or equal to 12, not 40",
    ),
    "board_in_an_unknown_language": (
        "boards[0].language",
        "'fr' is none of en, ko, ja, de, ro",
    ),
    "board_in_an_unknown_theme": (
        "boards[0].theme",
        "'ligth' is none of dark, light, auto; did you mean light?",
    ),
    "board_listed_without_a_list": (
        "boards[0].order",
        "'listed' is the order of `queues`, and none are named",
    ),
    "board_name_with_a_slash": (
        "boards[0].name",
        "'a/b' is no name of a board: 1 to 64 letters, digits, dots, dashes and underscores, a letter or digit first",
    ),
    "board_of_a_queue_twice": (
        "boards[0].queues[1]",
        "names 'sales' twice",
    ),
    "board_of_an_unknown_queue": (
        "boards[0].queues[0]",
        "'sails' is none of the queues here; did you mean sales?",
    ),
    "board_of_seven_numbers": (
        "boards[0].tiles",
        "should have at most 6 items after validation, not 7",
    ),
    "board_twice": (
        "boards[1].name",
        "board 'lobby' stands here twice",
    ),
    "board_unknown_key": (
        "boards[0].distence",
        "is not known here; did you mean distance?",
    ),
    "board_without_name": (
        "boards[0].name",
        "is missing",
    ),
    "board_window_that_the_floor_has_not": ("boards[0].window", "'8h' is none of 5m, 15m, 30m, 1h, 2h, today"),
    "tile_of_a_foreign_queue": (
        "boards[0].tiles[0].queue",
        "'help' is none of the queues of this board",
    ),
    "tile_of_a_queue_of_another_channel": ("boards[0].tiles[0].channel", "queue 'sales' is on voice"),
    "tile_of_agents_in_several_queues": (
        "boards[0].tiles[0].queue",
        "is missing: an agent may be of several queues, and 'agents' would count it in each",
    ),
    "tile_of_the_whole_floor_in_a_queue": (
        "boards[0].tiles[0].kpi",
        "'occupancy' is known of the whole floor only, and this is about a part of it",
    ),
    "tile_percentile_of_several_queues": (
        "boards[0].tiles[0].queue",
        "is missing: several queues have no percentile together (answer_time_p90)",
    ),
    "tile_unknown_clock": (
        "boards[0].tiles[0].clock",
        (
            "'first_respnse' is none of answer, first_response, next_response, resolution, visit; "
            "did you mean first_response?"
        ),
    ),
    "tile_unknown_key": (
        "boards[0].tiles[0].windw",
        "is not known here; did you mean window?",
    ),
    "tile_window_that_its_kpi_has_not": (
        "boards[0].tiles[0].window",
        "'5m' is none of 1h, today",
    ),
    "tile_with_a_clock_of_a_kpi_without": (
        "boards[0].tiles[0].clock",
        "'answer' is a clock, and 'aht' has none",
    ),
    "tile_with_limit_as_number_of_a_time": (
        "boards[0].tiles[0].warning",
        "'aht' is a time: write a duration",
    ),
    "tile_with_limit_as_duration_of_a_count": (
        "boards[0].tiles[0].warning",
        "is a duration, and 'waiting' is no time",
    ),
    "tile_with_limit_in_percent": (
        "boards[0].tiles[0].warning",
        "80 is no share from 0 to 1",
    ),
    "tile_with_limit_of_what_is_neither_good_nor_bad": (
        "boards[0].tiles[0].warning",
        "'offered' is neither better high nor better low: no value of it is bad",
    ),
    "tile_with_limits_in_the_wrong_order": (
        "boards[0].tiles[0].critical",
        "10 is not worse than the warning (20)",
    ),
}
