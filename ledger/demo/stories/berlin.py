"""Krautheim Anlagenbau and Talwind Reisen: a rule in the firewall, silent telephones, bookings held back."""

from ledger.demo.story import Deed, Gift, Line, Post, Reply, Story, Touch, Vow

FIREWALL = Story(
    name="firewall rule",
    days_ago=497,
    severity="S2",
    title="Workshop cannot reach the order system",
    act="We cut your workshop off from the order system with a new rule in your firewall on {day}.",
    service="Order system",
    family="Change without a way back",
    found_by="our_monitoring",
    owner="katrin",
    deputy="ines",
    filer="laszlo",
    started="0 06:10",
    aware="0 06:22",
    filed="0 06:30",
    contained="0 07:05",
    resolved="0 09:40",
    known="0 14:00",
    lines=(
        Line("0 06:10", "action", "We loaded new rules into your firewall before the early shift.", who="laszlo", seen=True),
        Line("0 06:22", "detection", "Our monitoring showed that no order had reached the workshop since ten past six.", who="laszlo", seen=True),
        Line("0 06:41", "client_notice", "We rang Mr Albrecht before the shift began and told him.", channel="phone", outcome="reached", next="0 09:00"),
        Line("0 07:05", "containment", "Your foreman got the orders of the day as a printed list.", who="lennart", seen=True),
        Line("0 08:55", "update", "The old rules do not fit the new program. We write the missing ones by hand, and test each.", channel="phone", next="0 10:00"),
        Line("0 09:40", "restoration", "Orders reached the workshop again. Your foreman confirmed three.", who="laszlo", seen=True),
        Line("0 09:50", "update", "All is running. Our letter with the reasons follows.", channel="mail", next="9 17:00"),
    ),
    factors=(
        ("The new rules had been tested in our house, not with the workshop's machines", "The test showed green because the machines were missing from it"),
        ("The old rules could not be loaded again after the program had changed", "Nobody had tried the way back"),
    ),
    deeds=(
        Deed("correction", "We wrote the missing rules and tested each with your foreman", "0", "0 09:40", "0 16:00", owner="ines", verifier="dafydd"),
        Deed("corrective", "No change to your firewall begins before the way back has been tried", "20", "15 11:00", "16 10:00", owner="ines", verifier="yusuf", how_seen="Each change notice names the day of that trial", looked_at="Was there when the old rules were loaded back: 4 minutes."),
        Deed("preventive", "Changes are made on Saturday at six, with somebody of yours to confirm", "15", "12 10:00", "13 11:00", owner="katrin", how_seen="You get the invitation a week before"),
    ),
    touches=(
        Touch(
            "KRA", "The workshop had no orders for three and a half hours", affected=83, data="unavailable",
            gifts=(
                Gift("SC", "Service credit for your network, as clause 9 of our agreement says", "On your July invoice, without a claim", "3 10:00", "15", 98_000, 18_620, delivered="11 12:00", evidence="Credit note 1655"),
                Gift("CL", "Overtime of the early shift on the following Saturday", "Bank transfer", "4 10:00", "15", 214_500, delivered="13 12:00", evidence="Payment of that day, on the list of hours", approver="gwen"),
            ),
            vows=(Vow("We show you the way back on a practice firewall", "6 10:00", "20", "visit", "23 10:00", "Shown in your house, three days late: our engineer was ill"),),
            letters=(
                Post("first_notice", "0 12:20"),
                Post("final", "8 09:30", said={"data_note": "Orders waited in the order system. None of the 46 was lost, and all had reached the workshop by 09:58"}, replies=(
                    Reply("dispute", "10 09:30", "Eighty-three people is right for the early shift. But eleven assemblers from the late shift were called in early to catch up, and they are not in your letter.", by="Dr Anke Sommer", proof="Mail to Katrin Vogelsang, that morning", reply="You are right to count them. They did not stand still because of us, but they came early because of us. We have added their hours to the list, and the transfer to you grows by them: you have it next week, in one sum. Thank you for saying so.", replied="11 14:20"),
                )), Post("follow_up", "60 10:00", sections={"worked": "- **It works:** four changes since then, each after a trial of the way back. Once the trial failed, and the change waited a week for us to mend it.\n- **It works:** all four were made on a Saturday, with somebody of yours to confirm."}),
            ),
        ),
    ),
)  # fmt: skip

TELEPHONES = Story(
    name="silent telephones",
    days_ago=198,
    severity="S2",
    title="Calls do not reach the travel desks",
    act="We sent your calls to an office that you gave up last year on {day}.",
    service="Telephones",
    family="Change without a trial call",
    found_by="our_staff",
    owner="katrin",
    deputy="moira",
    filer="sevgi",
    started="0 08:00",
    aware="0 08:35",
    filed="0 08:44",
    contained="0 08:50",
    resolved="0 10:05",
    known="0 15:00",
    lines=(
        Line("0 08:00", "action", "We loaded new call routing into your switchboard.", who="sevgi", seen=True),
        Line("0 08:35", "detection", "We placed a trial call, later than we should have, and nobody at your desks heard it.", who="sevgi", seen=True),
        Line("0 08:41", "client_notice", "We rang you on your mobile and told you.", channel="phone", outcome="reached", next="0 10:00"),
        Line("0 08:50", "containment", "All calls went to two mobiles at your front desk.", who="sevgi", seen=True),
        Line("0 09:40", "update", "The right routing is ready. We load it when your desks are free, at ten.", channel="phone", next="0 10:30"),
        Line("0 10:05", "restoration", "All 22 desks rang again. We called each of them.", who="sevgi", seen=True),
        Line("0 10:12", "update", "Every desk has been called. You have the list of the 31 numbers that rang out. Our letter follows.", channel="mail", next="9 17:00"),
    ),
    factors=(
        ("Two routing files have names that differ by the year only", "Nothing in the file says which office it is for"),
        ("The trial call comes after the change is closed, not before", "The order of steps was never looked at"),
    ),
    deeds=(
        Deed("correction", "We loaded the right routing and called each of your 22 desks", "0", "0 10:05", "0 13:00", owner="katrin", verifier="ines"),
        Deed("correction", "We gave you the list of the 31 numbers that had rung out", "0", "0 10:12", "0 13:10", owner="katrin", verifier="moira"),
        Deed("corrective", "A change to your telephones cannot be closed until a trial call has been answered at your front desk", "10", "6 15:00", "7 11:00", owner="ines", verifier="moira", how_seen="You get a message with the time of the call"),
    ),
    touches=(
        Touch(
            "TVR", "Our telephones were silent for two hours in the booking season", affected=22, data="none",
            gifts=(Gift("WI", "One month of your telephone service", "Credit note 1988, on your next invoice", "3 11:00", "14", 61_000, 11_590, delivered="9 12:00", evidence="Credit note 1988"), Gift("NM", "Two of our people help your desks to call 31 numbers back", "In your office, on {1}", "0 11:00", "1", cost=24_000, delivered="1 16:00", evidence="31 numbers called, list with Ms Lohse")),
            letters=(
                Post("first_notice", "0 13:00"),
                Post("final", "7 10:00", replies=(
                    Reply("acknowledged", "8 09:00"),
                    Reply("question", "8 09:04", "Did the callers hear anything, or did it just ring?", reply="It just rang, for as long as they waited. They did not hear a wrong announcement, and they did not reach the people who have that office now.", replied="8 15:30"),
                )), Post("follow_up", "60 10:00", sections={"worked": "- **It works:** seven changes to your telephones since then. Each was closed after a trial call had been answered at your front desk; one of them was held for an hour until it was."}),
            ),
        ),
    ),
)  # fmt: skip

BOOKINGS = Story(
    name="bookings held back",
    days_ago=88,
    severity="S2",
    title="Confirmations of bookings held as junk",
    act="We set your mail filter too strict, and it held back confirmations of bookings from {day}.",
    service="Mail",
    family="Change nobody watched afterwards",
    found_by="client",
    owner="katrin",
    deputy="yusuf",
    filer="farah",
    started="0 17:30",
    aware="2 09:05",
    filed="2 09:12",
    contained="2 09:20",
    resolved="2 11:15",
    known="2 16:00",
    lines=(
        Line("0 17:30", "action", "We set the mail filter to a stricter level.", who="farah", seen=True),
        Line("2 09:05", "client_contact", "Mr Yildiz rang us: three hotels say that their confirmations came back.", who="farah", seen=True, channel="phone", outcome="they_chased_us", reported=True, client="TVR"),
        Line("2 09:20", "containment", "We put the filter back to the old level.", who="farah", seen=True),
        Line("2 09:26", "client_notice", "We rang you: the filter is our doing, and nothing is deleted.", channel="phone", outcome="reached", next="2 12:00"),
        Line("2 11:15", "restoration", "All 64 messages that were held had been delivered.", who="omar", seen=True),
        Line("2 11:25", "update", "All 64 are with you, sorted by the day on which they came. Our letter follows.", channel="mail", next="11 17:00"),
    ),
    factors=(
        ("The filter was made stricter for all clients at one level, without a look at what each of them receives", "The level had suited the first three"),
        ("Nobody looked at what was held on the following day", "The list of held mail was read once a week"),
    ),
    deeds=(
        Deed("correction", "We delivered all 64 messages and rang the nine hotels that had an answer sent back", "4", "3 15:00", "3 17:00", owner="yusuf", verifier="katrin"),
        Deed("corrective", "After each change of a filter somebody reads the list of held mail for three days", "14", "10 12:00", "11 09:30", owner="yusuf", verifier="moira", how_seen="You get the list each morning of these days", looked_at="Read three lists; each has a name and a time."),
    ),
    touches=(
        Touch(
            "TVR", "Confirmations of hotels did not reach us for a day and a half", affected=14, data="unavailable",
            delay="Nobody of us read what the filter had held, so you learned of it from three hotels",
            gifts=(Gift("CL", "The difference of two room prices that rose while the confirmation was held", "Bank transfer", "5 10:00", "15", 18_700, delivered="12 12:00", evidence="Payment of that day, on both bookings"), Gift("GW", "Beyond your loss: one month of the mail filter", "Credit note 2051, on your next invoice", "5 10:05", "15", 23_000, 4_370, delivered="12 12:05", evidence="Credit note 2051")),
            vows=(Vow("We ring you each morning for a week and ask if anything is missing", "2 11:30", "8", "callback", "8 10:00", "Five calls; nothing missing"),),
            letters=(
                Post("first_notice", "2 14:00"),
                Post("final", "10 10:00", said={"what_stopped": "mail from hotels", "data_note": "64 messages were held and none was deleted. All had reached you by 11:15 on {2}"}, replies=(Reply("acknowledged", "11 10:00"),)),
            ),
        ),
    ),
)  # fmt: skip

STORIES = (FIREWALL, TELEPHONES, BOOKINGS)
