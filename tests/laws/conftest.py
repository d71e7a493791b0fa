"""One Hypothesis profile for all laws: the same examples each time, fresh ones with FRESH_LAWS=1, never a stop-watch.

The laws also count the rare cases that their histories must contain; a fresh set may lack one of them.
"""

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "laws",
    deadline=None,
    derandomize=not os.environ.get("FRESH_LAWS"),
    max_examples=100,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("laws")
