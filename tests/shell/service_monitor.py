"""What a ServiceMonitor may hold, of its definition in the Prometheus operator: as much as is used here, not more."""

from typing import Any, Final

_NAME: Final = {"type": "string", "minLength": 1}
_SPAN: Final = {"type": "string", "pattern": "^(0|([0-9]+y)?([0-9]+w)?([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?)$"}
_LABELS: Final = {"type": "object", "additionalProperties": {"type": "string", "maxLength": 63}}


def _closed(required: list[str], **properties: object) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "required": required, "properties": properties}


_AUTHORIZATION: Final = _closed(
    ["credentials"], type=_NAME, credentials=_closed(["name", "key"], name=_NAME, key=_NAME)
)
_ENDPOINT: Final = _closed(
    ["port"],
    port=_NAME,
    path={"type": "string", "pattern": "^/"},
    interval=_SPAN,
    scrapeTimeout=_SPAN,
    authorization=_AUTHORIZATION,
)
SCHEMA: Final = _closed(
    ["apiVersion", "kind", "metadata", "spec"],
    apiVersion={"const": "monitoring.coreos.com/v1"},
    kind={"const": "ServiceMonitor"},
    metadata=_closed(["name"], name=_NAME, labels=_LABELS),
    spec=_closed(
        ["selector", "endpoints"],
        jobLabel=_NAME,
        selector=_closed([], matchLabels=_LABELS),
        endpoints={"type": "array", "minItems": 1, "items": _ENDPOINT},
        sampleLimit={"type": "integer", "minimum": 0},
        labelLimit={"type": "integer", "minimum": 0},
        labelValueLengthLimit={"type": "integer", "minimum": 0},
    ),
)
