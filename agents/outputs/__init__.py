"""What other programs are given, generated from the catalogue and the site: rules, alerts, routes, dashboards."""
