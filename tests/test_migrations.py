"""Migrations: one head, numbers that are file names, up, down and up again, and tables that equal the models."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, func, inspect, select, update

from ledger.config import home
from ledger.kernel.db import Base, open_database
from ledger.kernel.schema import configuration, is_current, rebuilding, upgrade
from ledger.notary.verifying import verify
from ledger.people.actor import SYSTEM
from ledger.recovery.models import Action
from ledger.trends.models import TrendFact
from ledger.trends.operations.rebuilding import rebuild, rebuild_where_none
from ledger.work import Ledger
from tests.factories import a_client, a_provider, an_actor, an_incident
from tests.support.databases import APPLICATION, Place, PostgresPlaces, SqlitePlaces
from tests.support.seeded import seed

FOLDER = home() / "migrations"


def test_there_is_one_head_and_every_number_is_the_file_name() -> None:
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        script = ScriptDirectory.from_config(configuration(FOLDER, connection))
        assert len(script.get_heads()) == 1
        for revision in script.walk_revisions():
            assert Path(revision.path).name.startswith(f"{revision.revision}_")
            assert revision.revision.isdecimal()
    engine.dispose()


def test_up_down_up_on_sqlite(sqlite_places: SqlitePlaces) -> None:
    place = sqlite_places.new("updown")
    engine = open_database(place.owner_url).engine
    with engine.execution_options(writes=True).begin() as connection:
        command.downgrade(configuration(FOLDER, connection), "base")
        assert inspect(connection).get_table_names() == ["alembic_version"]
    upgrade(engine, FOLDER)
    assert is_current(engine, FOLDER)
    engine.dispose()


def test_up_down_up_on_postgresql(postgres_places: PostgresPlaces) -> None:
    place = postgres_places.new("updown")
    engine = create_engine(place.owner_url)
    with engine.begin() as connection:
        command.downgrade(configuration(FOLDER, connection), "base")
        assert inspect(connection).get_table_names() == ["alembic_version"]
    upgrade(engine, FOLDER, APPLICATION)
    assert is_current(engine, FOLDER)
    engine.dispose()


def test_a_filled_ledger_goes_down_and_up_again_and_is_as_it_was_recorded(own_ledger: Ledger, own_place: Place) -> None:
    """Down to where tables were last made anew; the rows that point to them stay."""
    seed(own_ledger)
    engine = open_database(own_place.owner_url).engine
    with rebuilding(engine) as connection:
        command.downgrade(configuration(FOLDER, connection), "0023")
    upgrade(engine, FOLDER, APPLICATION)
    engine.dispose()
    with own_ledger.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Action))
    found = {one.where.split()[0] for one in verify(own_ledger, SYSTEM).findings}
    assert found == {"letter_open_point"}, "its table, and nothing else, was dropped on the way down"


def test_facts_of_before_are_held_against_the_rows_when_a_ledger_is_upgraded(
    own_ledger: Ledger, own_place: Place
) -> None:
    a_provider(own_ledger)
    a_client(own_ledger)
    an_incident(own_ledger, an_actor(own_ledger))
    rebuild(own_ledger, SYSTEM)
    engine = open_database(own_place.owner_url).engine
    with rebuilding(engine) as connection:
        command.downgrade(configuration(FOLDER, connection), "0040")
        connection.execute(update(TrendFact).where(TrendFact.measure == "told_first").values(month="1999-01"))
    upgrade(engine, FOLDER, APPLICATION)
    engine.dispose()
    rebuild_where_none(own_ledger, SYSTEM)
    assert rebuild(own_ledger, SYSTEM, write=False).is_same


def test_tables_equal_models_on_sqlite(sqlite_places: SqlitePlaces) -> None:
    _assert_equal(sqlite_places.new("equal").owner_url)


def test_tables_equal_models_on_postgresql(postgres_places: PostgresPlaces) -> None:
    _assert_equal(postgres_places.new("equal").owner_url)


def test_the_application_owns_nothing_on_postgresql(postgres_places: PostgresPlaces) -> None:
    engine = create_engine(postgres_places.new("owns").url)
    with engine.connect() as connection:
        query = "SELECT count(*) FROM pg_tables WHERE tableowner = current_user"
        owned = connection.exec_driver_sql(query).scalar_one()
        may_create = connection.exec_driver_sql("SELECT has_schema_privilege('public', 'CREATE')").scalar_one()
        is_super = connection.exec_driver_sql("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").scalar_one()
    engine.dispose()
    assert (owned, may_create, is_super) == (0, False, False)


def _assert_equal(url: str) -> None:
    engine = create_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()
