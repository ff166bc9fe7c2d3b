"""What is stuck as Prometheus reads it: counts, ages and last runs, asked anew at each reading; no name of anybody."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from ledger.audit.backlog_counts import Backlog
from ledger.audit.troubles import troubles
from ledger.kernel.runs import Run


class Gauges(Collector):
    """The gauges of one moment."""

    def __init__(self, found: Backlog, runs: Mapping[str, Run], at: datetime) -> None:
        self.found, self.runs, self.at = found, runs, at

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Give each gauge."""
        found = self.found
        count = GaugeMetricFamily("amends_waiting", "What waits for the worker.", labels=["what"])
        oldest = GaugeMetricFamily(
            "amends_waiting_oldest_seconds", "For how long the first has waited.", labels=["what"]
        )
        for name in ("letters", "steps", "letter_mail", "reminders", "reports"):
            waiting = getattr(found, name)
            count.add_metric([name], waiting.count)
            oldest.add_metric([name], self._age(waiting.since))
        failed = GaugeMetricFamily("amends_failed", "What could not be sent and nobody has taken up.", labels=["what"])
        failed.add_metric(["letter_mail"], found.letter_mail_failed)
        failed.add_metric(["reminders"], found.reminders_failed)
        yield from (count, oldest, failed)
        yield GaugeMetricFamily("amends_findings", "What verification found wrong.", value=found.findings)
        if found.verified_at:
            age = self._age(found.verified_at)
            yield GaugeMetricFamily("amends_verified_age_seconds", "Since everything was verified.", value=age)
        yield from self._jobs()
        stuck = len(troubles(found, self.runs, self.at))
        yield GaugeMetricFamily("amends_troubles", "How much is stuck, as the page of operation lists it.", value=stuck)

    def _jobs(self) -> Iterator[GaugeMetricFamily]:
        age = GaugeMetricFamily("amends_job_age_seconds", "Since a job of the worker ran last.", labels=["job"])
        well = GaugeMetricFamily("amends_job_ok", "Whether it ended well: 1, else 0.", labels=["job"])
        for name, run in self.runs.items():
            age.add_metric([name], self._age(run.ended_at))
            well.add_metric([name], float(not run.fault))
        yield from (age, well)

    def _age(self, since: datetime | None) -> float:
        return max(0.0, (self.at - since).total_seconds()) if since else 0.0


def written(found: Backlog, runs: Mapping[str, Run], at: datetime) -> bytes:
    """Return the gauges in Prometheus' text format."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Gauges(found, runs, at))
    return generate_latest(registry)
