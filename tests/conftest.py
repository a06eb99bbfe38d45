"""Every test stands on these: which engine, which browser, and no door to the outside.

The cast (who is who in the test schools) is in tests/cast.py, the rooms' own fixtures in
tests/<room>/conftest.py.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations
from django.test import TransactionTestCase

from esafety.walls import every_school
from esafety.walls.owner import as_owner
from tests.cast import _kept_cast, as_, cast
from tests.chromium import find_chromium
from tests.emptying import as_application, emptied_by_the_owner, past_the_guards
from tests.postgres import make_role

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

__all__ = ["_kept_cast", "as_", "cast"]  # fixtures for every test


@pytest.hookimpl(tryfirst=True)  # before `-m` is applied
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what drives a browser; leave out what this engine has no part in."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
    on_postgres = connection.vendor == "postgresql"
    mark = "either_engine" if on_postgres else "postgres"
    elsewhere = {
        item for item in items if item.get_closest_marker(mark) or (on_postgres and _asks_no_database(item))
    }
    config.hook.pytest_deselected(items=sorted(elsewhere, key=items.index))
    items[:] = [item for item in items if item not in elsewhere]


OWN_DATABASES = ("backup", "outbox", "production", "reliability", "serve")
"""Folders whose tests begin processes with a database of their own."""


def _asks_no_database(item: pytest.Item) -> bool:
    """Whether a test comes out the same whatever the engine: it has no database, and SQLite's run has done it."""
    if item.path.parent.name in OWN_DATABASES or item.get_closest_marker("postgres"):
        return False
    asked = {"db", "transactional_db", "django_db_blocker", "django_db_setup"} & set(
        getattr(item, "fixturenames", ())
    )
    return not asked and item.get_closest_marker("django_db") is None


def pytest_report_header() -> str:
    return f"database engine: {connection.vendor}"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> Iterator[None]:
    """The owner makes the tests' database and takes it away."""
    if connection.vendor == "postgresql":
        make_role(os.environ["TEST_DATABASE_URL"])
    with as_owner():
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_modify_db_settings: None) -> Iterator[None]:
    """Everything between is done as the application's own role, behind the walls."""
    with as_application():
        yield


@pytest.fixture
def by_the_owner(django_db_setup: None) -> Iterator[None]:
    """For somebody with the database in their hands: ask for it before the test's transaction begins."""
    with as_owner():
        yield


@pytest.fixture(autouse=True)
def _tests_look_at_every_school() -> Iterator[None]:
    """A test sees both sides of every wall; what it asks of the product sees what the product opens."""
    with every_school("a test looks at both schools"):
        yield


@pytest.fixture(scope="session", autouse=True)
def _flush_gets_past_the_guards() -> Iterator[None]:
    """Tables to which rows are only ever added are emptied after a test all the same."""
    flush = BaseDatabaseOperations.execute_sql_flush
    teardown = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", past_the_guards(flush))
        patch.setattr(TransactionTestCase, "_fixture_teardown", emptied_by_the_owner(teardown))
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One real Chromium for the whole worker."""
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread; our own calls to the database stay synchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        # --no-sandbox: Chromium cannot make its sandbox as root or in most containers.
        started = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile: no cookies, British English, our clock."""
    opened = browser.new_context(locale="en-GB", timezone_id="Europe/London")
    opened.set_default_timeout(15_000)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()
