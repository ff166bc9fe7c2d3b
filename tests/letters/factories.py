"""Facts of invented letters: Caldershaw IT wrote the wrong routing to the switchboard of Pennine Vets, and owns it."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from ledger.letters.letter_facts import (
    ActionLine,
    Addressee,
    CorrectionDone,
    EarlierLetter,
    LetterFacts,
    Milestones,
    Person,
    PromiseLine,
    Provider,
    RemedyLine,
    TimelineEntry,
)


def at(day: int, hour: int, minute: int = 0, month: int = 6) -> datetime:
    """Return a moment of 2026 in UTC."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


PROVIDER = Provider(
    name="Caldershaw IT",
    address_lines=("4 Weir Mill", "Halifax", "HX1 9ZZ"),
    letterhead_line="Networks and telephones for practices in the Pennines",
    phone="01632 960 140",
    email="office@caldershaw.example",
    registration_line="Caldershaw IT Ltd, registered in England and Wales, no. 00000000",
    website="caldershaw.example",
)

ADDRESSEE = Addressee(
    name="Dr Ruth Adeyemi",
    title="Practice Partner",
    client_name="Pennine Vets",
    address_lines=("27 Bank Street", "Todmorden", "OL14 9ZZ"),
    salutation="Dear Dr Adeyemi",
)

TIMELINE = (
    TimelineEntry(
        at(9, 6, 40), "action", "We loaded new call routing into your switchboard. Calls stopped reaching your desks"
    ),
    TimelineEntry(at(9, 7, 25), "client_contact", "Your reception rang us from a mobile phone and told us"),
    TimelineEntry(at(9, 7, 31), "detection", "We saw that the routing belonged to another site"),
    TimelineEntry(at(9, 7, 52), "containment", "We sent all calls to two mobile phones at your reception"),
    TimelineEntry(at(9, 9, 15), "restoration", "The right routing was in place. All 12 desks rang again"),
)


def final_facts(**changes: Any) -> LetterFacts:  # any field may differ
    """Return the facts of a complete final letter; `changes` says only what differs."""
    facts = LetterFacts(
        provider=PROVIDER,
        addressee=ADDRESSEE,
        client_reference="PVT-2026-04",
        kind="final",
        version=1,
        dated_at=at(18, 9),
        zone="Europe/London",
        locale="en_GB",
        currency="GBP",
        sharing_label="For Pennine Vets only",
        subject="We loaded the wrong call routing into your switchboard",
        act_statement="We loaded the wrong call routing into your switchboard on Tuesday 9 June 2026.",
        ours="yes",
        contact=Person("Tom Farrow", "Service Manager", "01632 960 141", "tom.farrow@caldershaw.example"),
        signatory=Person("Helen Braithwaite", "Managing Director"),
        escalation=Person("Anil Desai", "Chair", email="chair@caldershaw.example"),
        what_stopped="your telephones",
        people_affected=12,
        people_total=19,
        from_at=at(9, 6, 40),
        to_at=at(9, 9, 15),
        person_minutes=1395,
        data_effect="none",
        data_note="31 calls rang out unanswered. We gave you the list of their numbers at 11:00 the same day",
        milestones=Milestones(at(9, 6, 40), at(9, 7, 31), at(9, 7, 52), at(9, 9, 15)),
        client_reported_at=at(9, 7, 25),
        client_notified_at=at(9, 7, 34),
        spoken_at=at(9, 7, 25),
        delay_reason="We made the change at 07:40 and did not ring your number afterwards to test it",
        found_by="client",
        timeline=TIMELINE,
        contributing_factors=(
            "Our routing files had names that differ by one letter, and we picked the wrong one",
            "Nothing made us place a test call after a change",
        ),
        corrections_done=(
            CorrectionDone(
                "We put the right routing in place and placed a test call to each of your 12 desks", at(9, 9, 15)
            ),
        ),
        actions=(
            ActionLine(
                "A change to your telephones cannot be closed until a test call has been answered at your reception",
                "service manager",
                done_at=at(12, 15),
                how_you_will_see_it="You get a message with the time of the call",
            ),
            ActionLine(
                "Each routing file carries the name of the practice and the street",
                "technical director",
                due_at=at(30, 16),
                how_you_will_see_it="You get a picture of yours",
            ),
        ),
        promises=(
            PromiseLine(
                "We write to you whether the change has held over 20 changes", at(18, 16, month=9), "managing director"
            ),
        ),
        remedies=(
            RemedyLine(
                "WI",
                "One month of your telephone service",
                "GBP",
                41_200,
                8_240,
                "Credit note 318 on your June invoice",
                None,
                "delivered",
            ),
            RemedyLine(
                "CL", "Two hours of overtime for calling 31 clients back", "GBP", 9_450, 0, "Bank transfer", at(26, 16)
            ),
        ),
        verify_url="https://amends.caldershaw.example/check/pvt-2026-04-1",
        checkpoint="Record checkpoint 412, 18 June 2026, 09:58 BST: 7f3a 91c2 0be4 55d8 a6f0 2c1e 9b37 d415",
    )
    return replace(facts, **changes)


def first_notice_facts(**changes: Any) -> LetterFacts:  # any field may differ
    """Return the facts of a first notice, an hour into the same incident: no cause, no money."""
    return final_facts(
        **{
            "kind": "first_notice",
            "dated_at": at(9, 7, 55),
            "provisional": True,
            "to_at": None,
            "person_minutes": None,
            "data_note": "",
            "contributing_factors": (),
            "corrections_done": (),
            "actions": (),
            "promises": (),
            "remedies": (),
            "next_update_at": at(9, 8, 30),
            "client_must_do": "Please keep the two mobile phones at your reception switched on",
            "checkpoint": None,
            "verify_url": None,
        }
        | changes
    )


EARLIER = EarlierLetter("PVT-2026-04", "final", 1, at(18, 9))
