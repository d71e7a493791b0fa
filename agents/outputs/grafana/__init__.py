"""The folder grafana/: dashboards, provisioning and the playlist, as texts made of the catalogue and the rules."""
