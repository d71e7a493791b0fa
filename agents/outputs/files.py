"""Everything that a site's other programs are given, by its path below one folder."""

from agents.outputs.alerting import Alerting
from agents.outputs.alertmanager import Pacing, alertmanager_files
from agents.outputs.prometheus import Scraping, prometheus_files
from stream.catalog import Catalogue


def files(
    catalogue: Catalogue, alerting: Alerting, *, scraping: Scraping | None = None, pacing: Pacing | None = None
) -> dict[str, str]:
    """Path and text of each file: what Prometheus reads, then what Alertmanager reads."""
    prometheus = prometheus_files(catalogue, alerting, scraping or Scraping())
    alertmanager = alertmanager_files(alerting, pacing or Pacing())
    return {f"prometheus/{name}": text for name, text in prometheus.items()} | {
        f"alertmanager/{name}": text for name, text in alertmanager.items()
    }
