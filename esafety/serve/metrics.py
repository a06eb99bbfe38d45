"""Figures for whoever watches the machine, in the text format of Prometheus. Sums only, nothing about anybody.

Times of requests are measured in each web process and summed over them (a folder that `serve/web.py` makes). What is
owed, late, parked or failed stands in the database, so every process tells the same and a restart forgets nothing.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator

from django.db.models import Case, Count, F, Min, Q, When
from django.utils import timezone
from prometheus_client import CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from esafety.outbox import schedule
from esafety.outbox.models import PlannedRun, Trouble
from esafety.outbox.registry import Promise, promises
from esafety.outbox.vocabulary import State
from esafety.walls import every_school

SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_here = CollectorRegistry()
_requests = Histogram(
    "safekeep_request_seconds",
    "How long requests took, by the name of their route and the class of their answer",
    ("route", "answer"),
    buckets=SECONDS,
    registry=_here,
)


def answered(route: str, status: int, seconds: float) -> None:
    """Note one answer."""
    _requests.labels(route, f"{status // 100}xx").observe(seconds)


def text() -> bytes:
    """Everything, as Prometheus reads it."""
    registry = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)
    else:
        registry.register(_Here())
    registry.register(Work())
    with every_school("the figures are sums over all schools"):
        return generate_latest(registry)


class _Here(Collector):
    """What this process measured, where it is the only one."""

    def collect(self) -> Iterator[Metric]:
        yield from _here.collect()


class Work(Collector):
    """What is owed, parked, planned and failed, asked of the database."""

    def collect(self) -> Iterator[Metric]:
        now = timezone.now()
        yield from _owed(now)
        yield _planned(now)
        failed = CounterMetricFamily(
            "safekeep_task_failures",
            "Tries that failed, by work and whose fault it was (patience.Fault)",
            labels=("work", "fault"),
        )
        for trouble in Trouble.objects.order_by("work", "fault"):
            failed.add_metric([trouble.work, trouble.fault], trouble.times)
        yield failed


def _owed(now: dt.datetime) -> Iterator[Metric]:
    due = GaugeMetricFamily("safekeep_outbox_due", "Promises that should be kept now", labels=("work",))
    age = GaugeMetricFamily(
        "safekeep_outbox_oldest_seconds", "How long the oldest of them has waited", labels=("work",)
    )
    parked = GaugeMetricFamily("safekeep_outbox_parked", "Promises that need a person", labels=("work",))
    for promise in promises():
        name = promise.model._meta.label_lower
        count, seconds = _backlog(promise, now)
        due.add_metric([name], count)
        age.add_metric([name], seconds)
        parked.add_metric([name], promise.model._default_manager.filter(state=State.PARKED).count())
    yield from (due, age, parked)


def _backlog(promise: Promise, now: dt.datetime) -> tuple[int, float]:
    """How many are due or were tried in vain, and for how many seconds the oldest has been.

    What waits for the end of quiet hours is not late: until it was tried it counts from when it was due.
    """
    since = Case(When(attempts=0, then=F("due_at")), default=F("created_at"))
    open_now = Q(attempts__gt=0) | Q(due_at__lte=now)
    rows = promise.model._default_manager.filter(open_now, state=State.OWED)
    found = rows.aggregate(count=Count("pk"), oldest=Min(since))
    waited = (now - found["oldest"]).total_seconds() if found["oldest"] else 0.0
    return found["count"], max(waited, 0.0)


def _planned(now: dt.datetime) -> Metric:
    last = GaugeMetricFamily(
        "safekeep_planned_seconds_since", "Seconds since a scheduled job last ran to its end", labels=("job",)
    )
    known = dict(PlannedRun.objects.values_list("name", "last_run_at"))
    for name in sorted(schedule.plans()):
        if name in known:
            last.add_metric([name], max((now - known[name]).total_seconds(), 0.0))
    return last
