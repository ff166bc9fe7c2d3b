"""Filing an incident, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from ledger.incidents.listing import list_incidents
from ledger.incidents.models import Impact
from ledger.kernel.clock import iso, now
from ledger.kernel.errors import Invalid, Refused
from ledger.record.models import PROVIDER_LOG
from ledger.work import Ledger
from tests.factories import a_client, a_provider, an_actor, an_incident
from tests.support.events import log_events


def test_filing_gives_an_internal_and_a_client_reference(ledger: Ledger) -> None:
    a_provider(ledger)
    client = a_client(ledger)
    actor = an_actor(ledger)
    year = now().year
    first, second = an_incident(ledger, actor), an_incident(ledger, actor)
    assert (first.reference, second.reference) == (f"INC-{year}-0001", f"INC-{year}-0002")
    assert second.client_references == (f"HFO-{year}-02",)
    with ledger.database.read() as session:
        types = [event.type for event in log_events(session, client.log_id)]
        inside = [event for event in log_events(session, PROVIDER_LOG) if event.type == "incident.filed"]
    assert types == ["client.added", "impact.opened", "impact.opened"]
    assert inside[0].body["subject"] == first.reference
    assert inside[0].words["title"] == "Mail stopped"
    assert "Mail stopped" not in str(inside[0].body)


def test_an_incident_of_tomorrow_is_refused_and_takes_no_number(ledger: Ledger) -> None:
    a_provider(ledger)
    a_client(ledger)
    actor = an_actor(ledger)
    with pytest.raises(Invalid) as refusal:
        an_incident(ledger, actor, impact_started_at=now() + timedelta(days=1))
    assert "impact_started_at" in refusal.value.fields
    assert an_incident(ledger, actor).reference.endswith("-0001")


def impact_of(ledger: Ledger, reference: str) -> Impact:
    with ledger.database.read() as session:
        return session.scalars(select(Impact).where(Impact.client_reference == reference)).one()


def test_a_client_that_told_us_is_never_one_that_we_told_first(ledger: Ledger) -> None:
    a_provider(ledger)
    client = a_client(ledger)
    known_at = now() - timedelta(minutes=20)
    filed = an_incident(ledger, an_actor(ledger), found_by="client", aware_at=known_at)
    assert impact_of(ledger, filed.client_references[0]).client_reported_at == known_at
    with ledger.database.read() as session:
        (opened,) = [event for event in log_events(session, client.log_id) if event.type == "impact.opened"]
    assert opened.body["data"]["client_reported_at"] == iso(known_at)


def test_of_several_clients_the_one_that_told_us_has_to_be_named(ledger: Ledger) -> None:
    a_provider(ledger)
    for code, name in (("HFO", "Harbour Foods"), ("ORC", "Orchard Clinic"), ("BWS", "Brightwater School")):
        a_client(ledger, code, name)
    actor = an_actor(ledger)
    for who in (None, "BWS"):
        with pytest.raises(Invalid) as refusal:
            an_incident(ledger, actor, ("HFO", "ORC"), found_by="client", found_by_client=who)
        assert list(refusal.value.fields) == ["found_by_client"]
    filed = an_incident(ledger, actor, ("HFO", "ORC"), found_by="client", found_by_client="ORC")
    ours, theirs = (impact_of(ledger, reference) for reference in filed.client_references)
    assert (ours.client_reported_at, theirs.client_reported_at is None) == (None, False)


def test_nobody_told_us_where_we_found_it_ourselves(ledger: Ledger) -> None:
    a_provider(ledger)
    a_client(ledger)
    actor = an_actor(ledger)
    with pytest.raises(Invalid) as refusal:
        an_incident(ledger, actor, found_by_client="HFO")
    assert list(refusal.value.fields) == ["found_by_client"]
    assert impact_of(ledger, an_incident(ledger, actor).client_references[0]).client_reported_at is None


def test_an_auditor_cannot_file(ledger: Ledger) -> None:
    a_provider(ledger)
    a_client(ledger)
    auditor = an_actor(ledger, "auditor")
    with pytest.raises(Refused, match="service manager"):
        an_incident(ledger, auditor)


def test_twenty_people_filing_at_once_leave_no_gap_and_no_double(own_ledger: Ledger) -> None:
    a_provider(own_ledger)
    a_client(own_ledger)
    a_client(own_ledger, "ORC", "Orchard Clinic")
    actor = an_actor(own_ledger)
    with ThreadPoolExecutor(20) as people:
        filed = list(people.map(lambda _: an_incident(own_ledger, actor, ("HFO", "ORC")), range(40)))
    numbers = sorted(int(one.reference.rsplit("-", 1)[1]) for one in filed)
    assert numbers == list(range(1, 41))
    assert len({reference for one in filed for reference in one.client_references}) == 80
    assert len(own_ledger.ask(list_incidents, actor)) == 40
