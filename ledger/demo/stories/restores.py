"""Harbour Foods: the wrong backup, and ten months later the wrong backup again."""

from ledger.demo.story import Deed, Gift, Line, Post, Reply, Story, Touch, Vow

FIRST = Story(
    name="wrong backup, first time",
    days_ago=301,
    severity="S2",
    title="Order archive shows last week's orders",
    act="We restored a backup of the wrong week into your order archive on {day}.",
    service="Order archive",
    family="Restore from the wrong backup",
    found_by="our_staff",
    owner="priya",
    deputy="rowan",
    filer="rowan",
    started="0 10:20",
    aware="0 11:05",
    filed="0 11:12",
    contained="0 11:15",
    resolved="0 14:35",
    known="1 10:00",
    lines=(
        Line("0 10:20", "action", "We started a restore that you had asked for on Monday.", who="rowan", seen=True),
        Line("0 11:05", "detection", "We compared the newest order with your list and saw that a week was missing.", who="rowan", seen=True),
        Line("0 11:15", "containment", "We closed the archive, so that nobody would work with the wrong orders.", who="rowan", seen=True),
        Line("0 11:24", "client_notice", "We rang Mr Tasker and told him.", channel="phone", outcome="reached", next="0 13:00"),
        Line("0 12:50", "update", "The right backup is being copied. It will take until about half past two.", channel="mail", next="0 14:45"),
        Line("0 14:35", "restoration", "The right week was in place. Mr Tasker checked ten orders with us by phone.", who="rowan", seen=True),
        Line("0 14:40", "update", "Your order archive is right again. Our letter with the reasons follows.", channel="mail", next="7 17:00"),
        Line("1 09:30", "observation", "Both backup sets carry the same label but for the last digit. Restore form has a box for a second name; nobody filled it.", who="dafydd"),
    ),
    factors=(
        ("The labels of your weekly backups differ by one digit only", "The restore tool shows the label and nothing else"),
        ("One person chose the backup and started the restore alone", "Nothing asked for a second pair of eyes"),
    ),
    deeds=(
        Deed("correction", "We restored the right week and checked ten orders with you by phone", "0", "0 14:35", "1 09:00", verifier="dafydd"),
        Deed(
            "corrective", "Two people check each restore before it starts", "15", "9 16:00", "10 11:00",
            how_seen="Both names stand on the sheet you get afterwards", evidence="New restore form, in use since that day.",
            looked_at="Read the form and the first sheet with two names on it.", owner="rowan",
        ),
        Deed("preventive", "Each restore is compared with a list of your newest orders before you are told it is done", "20", "18 15:00", "19 10:30", owner="rowan", how_seen="You get the comparison by mail"),
    ),
    touches=(
        Touch(
            "HFO", "Our order archive showed the orders of the week before", affected=17, data="unavailable",
            gifts=(
                Gift("WI", "One week of your backup service", "Credit note 1904, on your next invoice", "3 10:00", "14", 18_400, 3_680, delivered="9 12:00", evidence="Credit note 1904"),
            ),
            vows=(
                Vow("We ring you after the next three restores and ask if everything is there", "5 10:00", "40", "callback", "36 15:00", "Three calls, notes in the ticket"),
            ),
            letters=(
                Post("first_notice", "0 15:20"),
                Post(
                    "final", "6 10:00",
                    said={"data_note": "You could not look up orders older than that day. None was lost: the right backup held them all"},
                    replies=(Reply("acknowledged", "7 09:10"),),
                ), Post("follow_up", "60 10:00", sections={"worked": "- **It works:** two restores since then, both with two names on the sheet.\n- **It works:** both were compared with the list of your newest orders before we told you."}),
            ),
        ),
    ),
)  # fmt: skip

AGAIN = Story(
    name="wrong backup, again",
    days_ago=46,
    severity="S1",
    title="Accounts server shows old data, nobody can work",
    act="We restored the wrong backup over your accounts server on {day}.",
    service="Accounts server",
    family="Restore from the wrong backup",
    found_by="our_staff",
    owner="priya",
    deputy="rowan",
    filer="rowan",
    started="0 08:55",
    aware="0 09:02",
    filed="0 09:21",
    contained="0 09:15",
    resolved="0 12:05",
    known="1 09:00",
    lines=(
        Line("0 08:55", "action", "We started the restore. Your people had to stop.", who="rowan", seen=True),
        Line("0 09:02", "detection", "We saw that it was the wrong backup.", who="rowan", seen=True),
        Line("0 09:03", "decision", "Tried to stop and roll back before ringing. In hindsight: the call comes first.", who="rowan"),
        Line("0 09:11", "client_contact", "You rang us and asked why the accounts were from last month.", who="abi", seen=True, channel="phone", outcome="they_chased_us", reported=True, client="HFO"),
        Line("0 09:15", "containment", "We stopped the restore and took the server off the network.", who="rowan", seen=True),
        Line("0 09:24", "client_notice", "We rang you, told you what we had done, and said we were sorry.", channel="phone", outcome="reached", next="0 09:55"),
        Line("0 09:54", "update", "The right backup is found and checked by two people. Copying has begun.", channel="phone", next="0 10:25"),
        Line("0 10:24", "update", "A third is copied. We expect to be done shortly after twelve.", channel="phone", next="0 10:55"),
        Line("0 10:53", "update", "Two thirds are copied. Nothing has gone wrong since.", channel="phone", next="0 11:25"),
        Line("0 11:22", "update", "Copied. We are testing with two of your people.", channel="phone", next="0 12:15"),
        Line("0 12:05", "restoration", "The right backup was in place. Your people went back to work.", who="rowan", seen=True),
        Line("0 12:10", "update", "Everybody is back. We stay on the line with your team until six. Our letter with the reasons follows.", channel="phone", next="7 17:00"),
        Line("0 18:05", "observation", "Quiet afternoon. Nine invoices of this morning are missing; Ms Okafor's team is typing them again.", who="priya"),
        Line("1 11:30", "observation", "Your team and ours compared the ledger totals: they agree.", who="rowan", seen=True),
    ),
    factors=(
        ("Your backups have names that differ by one digit", "We had shown the week in words for one kind of backup only"),
        ("A restore could be started without the second check that we had promised you", "Nobody counted how many restores had gone without it"),
    ),
    deeds=(
        Deed("correction", "We put the right backup in place and tested it with two of your people", "0", "0 12:05", "1 09:30", verifier="dafydd"),
        Deed(
            "corrective", "A restore cannot start until a second person enters a code", "8", "2 16:00", "3 10:15", owner="rowan",
            how_seen="The sheet after each restore shows who entered it", evidence="Picture of the lock, change record.",
            looked_at="Tried to start a restore alone, twice. It does not start.", verifier="yusuf",
        ),
        Deed("corrective", "Each backup shows company, server and date in words", "18", "16 14:00", "17 09:45", owner="dafydd", how_seen="You get a picture of it", evidence="Picture sent to Ms Okafor."),
        Deed("preventive", "A practice restore with your team watching", "28", "27 15:30", "28 10:00", owner="priya", how_seen="Your team signs the sheet", evidence="Sheet signed by Mr Tasker.", looked_at="Was on the call; the second code was asked for."),
    ),
    touches=(
        Touch(
            "HFO", "Our accounts were those of last month, and nobody could invoice or pick", affected=46, data="lost",
            delay="From 09:02 we tried to repair it first",
            gifts=(
                Gift("WI", "One month's server fee", "Credit note 2087, on your next invoice", "4 09:30", "14", 368_000, 73_600, delivered="10 12:00", evidence="Credit note 2087"),
                Gift("CL", "Your team's overtime for typing nine invoices again", "Bank transfer", "4 09:35", "10", 41_250, delivered="8 14:00", evidence="Payment of that day, on Ms Okafor's list of hours"),
            ),
            vows=(
                Vow("We visit you and go through this letter with you", "6 09:00", "11", "visit", "11 10:30", "Visit by Tobias Merrick and Priya Nayar; minutes sent", owner="tobias"),
                Vow("We write to you whether the change has held over 20 restores", "6 09:05", "66", "letter", owner="tobias"),
            ),
            letters=(
                Post("first_notice", "0 13:10"),
                Post(
                    "final", "6 09:45", author="priya",
                    said={
                        "data_note": (
                            "We lost nine invoices entered that morning; your team typed them again. On {1} your team and ours compared "
                            "the ledger totals: they agree. The access log shows that nobody else opened your data"
                        ),
                        "why_it_failed": (
                            "That check was a line on a form. Nothing stopped a restore without it, and we skipped it. "
                            "We had called that fix effective after two restores, too few to know"
                        ),
                    },
                    sections={
                        "late": "From 09:02 we tried to repair it first. We should have rung you first.",
                        "talk": (
                            "May I visit you on {11}? Priya Nayar, Service Manager, can decide anything in this letter: +44 1632 960106, "
                            "<priya.nayar@alderquay.example>. Tell us if we have anything wrong; we correct it by letter. To go further, "
                            "write to Dr Nesta Powys, our chair, who takes no part in your service: <chair@alderquay.example>. "
                            "We can also send this letter in large print or as plain text, or read it to you by phone."
                        ),
                    },
                    replies=(
                        Reply("acknowledged", "6 16:20"),
                        Reply(
                            "question", "7 08:50",
                            "Thank you for saying it straight. Who exactly can enter the second code at three in the morning?",
                            reply=(
                                "Always two people are on duty at night, one in Shrewsbury and one at home. The second code comes from the one "
                                "at home, who first reads back company, server and date to the one who asks. If we cannot reach a second "
                                "person, the restore waits and we ring you."
                            ),
                            replied="7 15:40",
                        ),
                    ),
                ),
            ),
        ),
    ),
)  # fmt: skip

STORIES = (FIRST, AGAIN)
