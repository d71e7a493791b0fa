"""The folder grafana/: dashboards, provisioning and the playlist, as texts made of the catalogue and the rules."""

import warnings

with warnings.catch_warnings():
    # Its authors prefer version 2 of their model, which Grafana 13.0 refuses to read from a file.
    warnings.simplefilter("ignore", DeprecationWarning)
    import grafana_foundation_sdk.builders.dashboard
    import grafana_foundation_sdk.models.dashboardv2beta1  # noqa: F401 - what is imported once does not warn again
