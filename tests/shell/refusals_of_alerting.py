"""What is wrong with each of the bad configurations of alerting: key and reason by the name of the file."""

from typing import Final

OF_ALERTING: Final = {
    "alerting_limit_beyond_64_bits": ("alerting.breaches", "is a whole number beyond the 64 bits of TOML"),
    "alerting_limit_without_end": ("alerting.long_wait", "should be a finite number, not inf"),
    "alerting_burn_as_text": ("alerting.slow_burn", "'2' is not a number"),
    "alerting_burn_of_one": (
        "alerting.slow_burn",
        "1 is passed by a queue that keeps to its objective: it must be above 1",
    ),
    "alerting_burn_that_a_later_version_never_reaches": (
        "alerting.slow_burn",
        "2 can never be passed: queue 'sales' on voice, with an objective of 0.5, burns at 2 at most",
    ),
    "alerting_burn_that_no_queue_reaches": (
        "alerting.fast_burn",
        "5 can never be passed: a queue, with an objective of 0.8, burns at 5 at most",
    ),
    "alerting_burn_that_one_queue_never_reaches": (
        "alerting.fast_burn",
        "3 can never be passed: queue 'care' on email, with an objective of 0.6, burns at 2.5 at most",
    ),
    "alerting_fast_burn_below_the_slow_one": (
        "alerting.fast_burn",
        "the slow burn (2) is above the fast one (1.5), which is there for the worse",
    ),
    "alerting_mail_without_server": (
        "alerting.teams.default.email",
        "needs [alerting.mail]: which server takes it?",
    ),
    "alerting_mail_server_without_port": (
        "alerting.mail.server",
        "'smtp.example' is not host:port, such as smtp.example:587",
    ),
    "alerting_mail_server_of_no_port": (
        "alerting.mail.server",
        "'smtp.example:99999' is not host:port, such as smtp.example:587",
    ),
    "alerting_mailbox_to_be_filled_in": (
        "alerting.teams.default.email[0]",
        "'{{team}}@example.org' is no mailbox, such as floor@example.org",
    ),
    "alerting_mailboxes_in_one": (
        "alerting.teams.default.email[0]",
        "'a;floor@example.org' is no mailbox, such as floor@example.org",
    ),
    "alerting_slack_channel_to_be_filled_in": (
        "alerting.teams.default.slack_channel",
        "'#{{ .team }}' is no channel: it holds `{{`, which Alertmanager fills in",
    ),
    "alerting_mailbox_without_host": (
        "alerting.teams.default.email[0]",
        "'floor' is no mailbox, such as floor@example.org",
    ),
    "alerting_password_in_the_file": (
        "alerting.mail.password",
        "is not known here; did you mean password_file?",
    ),
    "alerting_slack_channel_without_address": (
        "alerting.teams.default.slack_channel",
        "needs slack_url_file: the file with the address of the workspace",
    ),
    "alerting_slow_burn_above_the_fast_one": (
        "alerting.slow_burn",
        "the slow burn (2.5) is above the fast one (2), which is there for the worse",
    ),
    "alerting_team_of_no_queue": (
        "alerting.teams.front-ofice",
        (
            "is the team of no queue here; there are default, floor, front-office, operations; "
            "did you mean front-office?"
        ),
    ),
    "alerting_runbook_to_be_filled_in": ("alerting.runbook", "holds `{{`, which Prometheus would fill in"),
    "alerting_team_of_the_watchdogs_name": (
        "alerting.teams.watchdog",
        "is the name of the way of [alerting.watchdog]: call the team otherwise",
    ),
    "alerting_team_without_a_way": ("alerting.teams.default", "names no way by which anybody is told"),
    "alerting_token_without_webhook": (
        "alerting.watchdog.webhook_token_file",
        "needs webhook: the address that asks for the token",
    ),
    "alerting_unknown_key": ("alerting.fast_brun", "is not known here; did you mean fast_burn?"),
    "alerting_unknown_way": ("alerting.teams.default.webhok", "is not known here; did you mean webhook?"),
    "alerting_webhook_of_no_port": (
        "alerting.teams.default.webhook",
        "'https://hooks.example:99999/front' is no address, such as https://hooks.example/floor",
    ),
    "alerting_webhook_of_no_address": (
        "alerting.teams.default.webhook",
        "'hooks.example/front' is no address, such as https://hooks.example/floor",
    ),
    "alerting_webhook_with_a_blank": (
        "alerting.teams.default.webhook",
        "'https://hooks example.org/front' is no address, such as https://hooks.example/floor",
    ),
    "alerting_webhook_with_half_an_escape": (
        "alerting.teams.default.webhook",
        "'https://hooks.example/100%' is no address, such as https://hooks.example/floor",
    ),
    "alerting_webhook_with_a_password_and_no_port": (
        "alerting.teams.default.webhook",
        "has a password in it, and would stand in a file that many can read: use a token file",
    ),
    "alerting_grafana_with_a_query": (
        "alerting.grafana",
        "'https://grafana.example/?orgId=2' holds `?` or `#`: the path of a dashboard could not follow",
    ),
    "alerting_grafana_to_be_filled_in": (
        "alerting.grafana",
        "'https://grafana.example/{{ team }}' is no address, such as https://hooks.example/floor",
    ),
    "alerting_operations_to_be_filled_in": ("alerting.operations", "holds `{{`, which Prometheus would fill in"),
    "alerting_team_with_an_empty_list": ("alerting.teams.default", "names no way by which anybody is told"),
    "alerting_webhook_with_password": (
        "alerting.teams.default.webhook",
        "has a password in it, and would stand in a file that many can read: use a token file",
    ),
}
