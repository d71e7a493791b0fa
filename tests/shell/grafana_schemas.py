"""The provisioning files of Grafana 13 as JSON Schemas, after the structs that read them: an unknown key is an error.

Grafana itself ignores a key that it does not know, so that a slip of the pen would be silence.
"""

from typing import Any, TypeAlias

Schema: TypeAlias = dict[str, Any]

TEXT: Schema = {"type": "string", "minLength": 1}
YES_NO: Schema = {"type": "boolean"}
ORG: Schema = {"const": 1}
SPAN: Schema = {"type": "string", "pattern": "^(0s|([1-9][0-9]*(ms|s|m|h|d|w))+)$"}
UID: Schema = {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,40}$"}
TEXTS: Schema = {"type": "object", "additionalProperties": TEXT}
NAMES: Schema = {"type": "array", "items": TEXT, "minItems": 1}
OF_DAY: Schema = {"type": "string", "pattern": "^([01][0-9]|2[0-3]|24):[0-5][0-9]$"}


def closed(required: Schema, optional: Schema | None = None) -> Schema:
    """An object with these keys and no others."""
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": sorted(required),
        "additionalProperties": False,
    }


def many(items: Schema) -> Schema:
    """A list of at least one."""
    return {"type": "array", "items": items, "minItems": 1}


def file(**parts: Schema) -> Schema:
    """A file of one kind."""
    return closed({"apiVersion": {"const": 1}, **parts})


_QUERY = closed(
    {
        "refId": TEXT,
        "datasourceUid": TEXT,
        "relativeTimeRange": closed({"from": {"type": "integer", "minimum": 1}, "to": {"const": 0}}),
        "model": closed({"refId": TEXT, "expr": TEXT, "instant": {"const": True}, "range": {"const": False}}),
    },
    {"queryType": TEXT},
)
_THRESHOLD = closed(
    {
        "refId": TEXT,
        "datasourceUid": {"const": "__expr__"},
        "model": closed(
            {
                "refId": TEXT,
                "type": {"const": "threshold"},
                "expression": TEXT,
                "datasource": closed({"type": {"const": "__expr__"}, "uid": {"const": "__expr__"}}),
                "conditions": {
                    **many(
                        closed(
                            {
                                "evaluator": closed(
                                    {
                                        "type": {"enum": ["gt", "lt"]},
                                        "params": {
                                            "type": "array",
                                            "items": {"type": "number"},
                                            "maxItems": 1,
                                            "minItems": 1,
                                        },
                                    }
                                )
                            }
                        )
                    ),
                    "maxItems": 1,
                },
            }
        ),
    }
)
_IF_EXPRESSION = {"properties": {"datasourceUid": {"const": "__expr__"}}}
_RULE = closed(
    {
        "uid": UID,
        "title": TEXT,
        "condition": TEXT,
        "data": many({"if": _IF_EXPRESSION, "then": _THRESHOLD, "else": _QUERY}),
        "for": SPAN,
        "noDataState": {"enum": ["NoData", "Alerting", "OK", "KeepLast"]},
        "execErrState": {"enum": ["Error", "Alerting", "OK", "KeepLast"]},
        "labels": TEXTS,
        "annotations": TEXTS,
    },
    {
        "keepFiringFor": SPAN,
        "missing_series_evals_to_resolve": {"type": "integer", "minimum": 1},
        "isPaused": YES_NO,
        "notification_settings": closed(
            {"receiver": TEXT},
            {
                "group_by": NAMES,
                "group_wait": SPAN,
                "group_interval": SPAN,
                "repeat_interval": SPAN,
                "mute_time_intervals": NAMES,
                "active_time_intervals": NAMES,
            },
        ),
    },
)
RULES = file(
    groups=many(
        closed(
            {
                "orgId": ORG,
                "name": TEXT,
                "folder": TEXT,
                # A multiple of Grafana's beat.
                "interval": {"type": "string", "pattern": "^([1-9][0-9]*0s|[1-9][0-9]*m)$"},
                "rules": many(_RULE),
            }
        )
    )
)

_SETTINGS: dict[str, Schema] = {
    "webhook": closed(
        {"url": TEXT},
        {
            "httpMethod": {"enum": ["POST", "PUT"]},
            "title": TEXT,
            "message": TEXT,
            "maxAlerts": {"type": "integer"},
            "username": TEXT,
            "password": TEXT,
            "authorization_scheme": TEXT,
            "authorization_credentials": TEXT,
        },
    ),
    "email": closed({"addresses": TEXT}, {"singleEmail": YES_NO, "message": TEXT, "subject": TEXT}),
    "slack": closed({"url": TEXT}, {"recipient": TEXT, "username": TEXT, "title": TEXT, "text": TEXT}),
    "teams": closed({"url": TEXT}, {"title": TEXT, "sectiontitle": TEXT, "message": TEXT}),
}
_WAYS = [
    {
        "if": {"properties": {"type": {"const": kind}}},
        "then": {"properties": {"settings": settings}},
    }
    for kind, settings in _SETTINGS.items()
]
CONTACT_POINTS = file(
    contactPoints=many(
        closed(
            {
                "orgId": ORG,
                "name": TEXT,
                "receivers": many(
                    {
                        **closed(
                            {"uid": UID, "type": {"enum": sorted(_SETTINGS)}, "settings": {"type": "object"}},
                            {"disableResolveMessage": YES_NO},
                        ),
                        "allOf": _WAYS,
                    }
                ),
            }
        )
    )
)

_MATCHER = {
    "type": "array",
    "prefixItems": [TEXT, {"enum": ["=", "!=", "=~", "!~"]}, {"type": "string"}],
    "minItems": 3,
    "items": False,
}
_ROUTING = {
    "group_by": NAMES,
    "group_wait": SPAN,
    "group_interval": SPAN,
    "repeat_interval": SPAN,
    "mute_time_intervals": NAMES,
    "active_time_intervals": NAMES,
    "continue": YES_NO,
}
_ROUTE: Schema = closed({"receiver": TEXT, "object_matchers": many(_MATCHER)}, _ROUTING)
_ROUTE["properties"]["routes"] = many(_ROUTE.copy())
POLICIES = file(policies=many(closed({"orgId": ORG, "receiver": TEXT}, {**_ROUTING, "routes": many(_ROUTE)})))

MUTE_TIMES = file(
    muteTimes=many(
        closed(
            {
                "orgId": ORG,
                "name": TEXT,
                "time_intervals": many(
                    closed(
                        {},
                        {
                            "times": many(closed({"start_time": OF_DAY, "end_time": OF_DAY})),
                            "weekdays": NAMES,
                            "days_of_month": NAMES,
                            "months": NAMES,
                            "years": NAMES,
                            "location": TEXT,
                        },
                    )
                ),
            }
        )
    )
)
TEMPLATES = file(templates=many(closed({"orgId": ORG, "name": TEXT, "template": TEXT})))

DATASOURCES = closed(
    {
        "apiVersion": {"const": 1},
        "datasources": many(
            closed(
                {
                    "name": TEXT,
                    "type": {"const": "prometheus"},
                    "uid": UID,
                    "access": {"const": "proxy"},
                    "url": {"type": "string", "pattern": "^https?://"},
                    "editable": {"const": False},
                    "jsonData": closed(
                        {"timeInterval": SPAN, "httpMethod": {"enum": ["POST", "GET"]}, "manageAlerts": YES_NO}
                    ),
                },
                {"orgId": ORG, "isDefault": YES_NO, "version": {"type": "integer"}},
            )
        ),
    },
    {"prune": YES_NO, "deleteDatasources": many(closed({"name": TEXT, "orgId": ORG}))},
)
PROVIDERS = file(
    providers=many(
        closed(
            {
                "name": TEXT,
                "orgId": ORG,
                "folder": TEXT,
                "type": {"const": "file"},
                "options": closed({"path": TEXT}, {"foldersFromFilesStructure": {"const": False}}),
            },
            {
                "folderUid": UID,
                "disableDeletion": YES_NO,
                "allowUiUpdates": YES_NO,
                "updateIntervalSeconds": {"type": "integer", "minimum": 1},
            },
        )
    )
)

FILES: dict[str, Schema] = {
    "alerting/rules": RULES,
    "alerting/contact-points": CONTACT_POINTS,
    "alerting/policies": POLICIES,
    "alerting/mute-times": MUTE_TIMES,
    "alerting/templates": TEMPLATES,
    "datasources/prometheus": DATASOURCES,
    "dashboards/floorwatch": PROVIDERS,
}
"""Every file, by its path below provisioning/ and without its ending."""
