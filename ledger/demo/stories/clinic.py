"""Orchard Clinic: mail that stopped over a certificate, the wrong account closed, updates in surgery hours."""

from ledger.demo.story import Deed, Gift, Line, Post, Reply, Story, Touch, Vow

CERTIFICATE = Story(
    name="mail certificate",
    days_ago=612,
    severity="S1",
    title="No mail in or out",
    act="We let the certificate of your mail server run out on {day}.",
    provisional="We are finding out why your mail stopped.",
    service="Mail",
    family="Something ran out and nobody was told",
    found_by="client",
    owner="callum",
    deputy="rowan",
    filer="moira",
    started="0 07:00",
    aware="0 08:12",
    filed="0 08:20",
    contained="0 08:55",
    resolved="0 11:10",
    known="0 13:00",
    lines=(
        Line("0 08:12", "client_contact", "Mrs Peverell rang us: no mail since seven.", who="ewan", seen=True, channel="phone", outcome="they_chased_us", reported=True, client="ORC"),
        Line("0 08:31", "detection", "We saw that the certificate had run out at seven.", who="aoife", seen=True),
        Line("0 08:40", "client_notice", "We rang Mrs Peverell back: this is our doing, and what we do now.", channel="phone", outcome="reached", next="0 09:10"),
        Line("0 08:55", "containment", "Laboratory results came to the practice by a second way, so that none was missed.", who="aoife", seen=True),
        Line("0 09:08", "update", "The new certificate is ordered; the issuer asks for a proof that takes an hour.", channel="phone", next="0 09:40"),
        Line("0 09:39", "update", "Still waiting for the issuer. Laboratory results come in by the second way.", channel="phone", next="0 10:10"),
        Line("0 10:09", "update", "The certificate is here. We install it now.", channel="phone", next="0 11:30"),
        Line("0 11:10", "restoration", "Mail went in and out again. All 212 waiting messages had arrived by 11:25.", who="aoife", seen=True),
        Line("0 11:28", "update", "All waiting mail has arrived. Our letter with the reasons follows.", channel="phone", next="8 17:00"),
        Line("1 09:00", "observation", "Reminder went to the mailbox of a colleague who left in spring. Nobody reads it.", who="yusuf"),
    ),
    factors=(
        ("The reminder went to a mailbox that nobody reads any more", "We had no list of who gets which reminder"),
        ("Our monitoring asked whether the server answers, not whether its certificate is valid", "It had never been asked to"),
    ),
    deeds=(
        Deed("correction", "We installed a new certificate and saw all 212 waiting messages arrive", "0", "0 11:25", "1 09:30", verifier="yusuf", owner="rowan"),
        Deed("corrective", "Our monitoring raises an alarm 30 and 7 days before any certificate of yours ends", "10", "6 15:00", "7 10:00", owner="yusuf", verifier="dafydd", how_seen="Your monthly report lists the dates", evidence="Alarm test, list of nine certificates.", looked_at="Set one date back on a test server; the alarm rang."),
        Deed("preventive", "Each reminder goes to two people on duty, and the list is read aloud once a month", "25", "22 14:00", "23 09:30", owner="moira", how_seen="We show you the list in the next review"),
    ),
    touches=(
        Touch(
            "ORC", "No mail from seven until past eleven; laboratory results were late", affected=34, data="unavailable",
            delay="Our monitoring did not look at certificates, so we learned of it from you",
            gifts=(
                Gift("SC", "Service credit for your mail, as clause 6 of our agreement says", "On your next invoice, without a claim", "4 10:00", "15", 31_000, 6_200, delivered="12 12:00", evidence="Credit note 1611"),
                Gift("CL", "Two hours of your reception's overtime", "Bank transfer", "4 10:10", "12", 7_840, delivered="10 12:00", evidence="Payment of that day"),
            ),
            vows=(
                Vow("We show you the list of dates and who is reminded", "6 10:00", "24", "review", "24 14:00", "Shown in the quarterly review"),
            ),
            letters=(
                Post("first_notice", "0 14:10"),
                Post(
                    "final", "7 10:00",
                    said={"data_note": "212 messages waited and all of them arrived, the last at 11:25. Fourteen were laboratory results; you had those by the second way from 08:55"},
                    replies=(Reply("acknowledged", "8 08:40"), Reply(
                        "question", "9 10:20", "Could the same happen to the line to the laboratory?",
                        reply="Yes, it could have. That line has a certificate, too; it now stands on the same list, with two people who are reminded. It runs until March in two years.",
                        replied="10 16:05",
                    )),
                ),
                Post(
                    "follow_up", "62 10:00",
                    sections={"worked": (
                        "- **It works:** our alarm has rung for three of your nine certificates since then, 30 days ahead each time. All three were renewed within a week.\n"
                        "- **It works:** the list of reminders was read aloud twice. The second time we found one name of somebody who had moved, and put it right."
                    )},
                    replies=(Reply("acknowledged", "64 09:00"),),
                ),
            ),
        ),
    ),
)  # fmt: skip

WRONG_ACCOUNT = Story(
    name="wrong account closed",
    days_ago=334,
    severity="S3",
    title="A nurse cannot sign in",
    act="We closed the account of the wrong person on {day}.",
    service="Accounts",
    family="Right change, wrong person",
    found_by="client",
    owner="callum",
    filer="daisy",
    started="0 08:05",
    aware="0 08:50",
    filed="0 08:58",
    contained="0 09:00",
    resolved="0 09:20",
    known="0 14:00",
    lines=(
        Line("0 08:05", "action", "We closed an account after somebody had left you.", who="daisy", seen=True),
        Line("0 08:50", "client_contact", "Your nurse rang us: she could not sign in before morning surgery.", who="daisy", seen=True, channel="phone", outcome="they_chased_us", reported=True, client="ORC"),
        Line("0 08:56", "client_notice", "We told Mrs Peverell that we had closed the wrong account.", who="daisy", channel="phone", outcome="reached", next="0 09:30"),
        Line("0 09:20", "restoration", "The nurse could sign in again. We closed the right account.", who="daisy", seen=True),
        Line("0 09:24", "update", "She is back in, with all her notes. Our letter follows.", who="daisy", channel="phone"),
    ),
    factors=(("Two people of yours have the same family name, and our form showed nothing else", "The form had never met two people of one name"),),
    deeds=(
        Deed("correction", "We opened your nurse's account again, with everything in it", "0", "0 09:20", "0 12:00", owner="moira", verifier="callum"),
        Deed("corrective", "Before we close an account we read name, role and start date back to the person who asked", "10", "5 12:00", "6 10:00", owner="moira", verifier="callum", how_seen="Whoever asks hears it"),
    ),
    touches=(
        Touch(
            "ORC", "Our nurse could not sign in before morning surgery", affected=1,
            delay="We did not test the account after closing it, so we learned of it from your nurse",
            no_remedy="You told us on {0} that a good answer is worth more to you than a credit note",
            letters=(Post("final", "2 10:00", said={"what_stopped": "her account"}, sections={
                "opening": (
                    "We closed the account of the wrong person on {day}. This was our mistake. We are sorry that your nurse could not sign in "
                    "for 1 hour 15 minutes, with patients waiting. We are sorry that she had to tell us."
                ),
            }, replies=(Reply("acknowledged", "3 12:30"),)), Post("follow_up", "116 10:00", sections={"worked": "- **It works:** 19 accounts closed since then, each after we had read name, role and start date back. Twice the person who asked corrected us."})),
        ),
    ),
)  # fmt: skip

SURGERY_HOURS = Story(
    name="updates in surgery hours",
    days_ago=33,
    severity="S2",
    title="All computers restart in morning surgery",
    act="We installed updates in the middle of your morning surgery on {day}.",
    service="Computers",
    family="Change at the wrong time",
    found_by="our_staff",
    owner="callum",
    deputy="moira",
    filer="ben",
    started="0 10:40",
    aware="0 10:43",
    filed="0 10:47",
    contained="0 10:46",
    resolved="0 11:25",
    known="0 15:30",
    lines=(
        Line("0 10:40", "action", "Our update service restarted 31 of your computers.", who="ben", seen=True),
        Line("0 10:43", "detection", "We saw 31 restarts in one minute, at an hour when there should be none.", who="ben", seen=True),
        Line("0 10:46", "containment", "We stopped the service before it reached the rest.", who="ben", seen=True),
        Line("0 10:49", "client_notice", "We rang Mrs Peverell and said what was happening, and that the computers would come back by themselves.", who="moira", channel="phone", outcome="reached", next="0 11:30"),
        Line("0 11:25", "restoration", "The last computer was back.", who="ben", seen=True),
        Line("0 11:28", "update", "All are back. Two of us are driving over to sit with reception this afternoon. Our letter follows.", who="moira", channel="phone", next="8 17:00"),
        Line("8 14:00", "observation", "We count five letters that were touched: one to the hospital was open in another program.", who="callum", seen=True),
        Line("0 15:00", "observation", "Job was set to 22:40 and somebody's screen said 10:40 PM. The tool stored 10:40.", who="ben"),
    ),
    factors=(
        ("Our update service took 10:40 for the morning where the person who set it meant the evening", "It showed the time without saying morning or evening"),
        ("An update for a whole clinic needed nobody's second look", "We had asked for one on servers only"),
    ),
    deeds=(
        Deed("containment", "We stopped the update service for all clinics", "0", "0 10:55", "0 12:00", owner="moira", verifier="yusuf"),
        Deed("corrective", "The update service does nothing at your place between 07:00 and 20:00, whatever anybody types", "10", "4 16:00", "5 10:30", owner="yusuf", verifier="dafydd", how_seen="We try it in front of you", looked_at="Typed 10:40 three times; refused three times."),
        Deed("preventive", "A change to more than ten computers at once needs a second person's yes", "20", "18 11:00", "19 10:00", owner="dafydd", how_seen="Your change list shows both names"),
    ),
    touches=(
        Touch(
            "ORC", "All computers restarted with patients in the rooms", affected=31, data="altered",
            gifts=(
                Gift("SC", "Service credit for October, as clause 6 of our agreement says", "On your next invoice, without a claim", "3 10:00", "14", 46_500, 9_300, delivered="10 12:00", evidence="Credit note 2094"),
                Gift("RW", "Two of us with your reception for an afternoon", "Done the same day", "0 16:00", "0", 0, 0, 34_000, delivered="0 18:00", evidence="Sheet signed by Mrs Peverell", approver="gwen"),
            ),
            vows=(Vow("We try the lock in front of you", "5 11:00", "9", "visit", "9 13:00", "Tried with Mrs Peverell watching"),),
            letters=(
                Post("first_notice", "0 13:00"),
                Post("final", "6 10:00", said={"data_note": "Four letters to patients that were being typed lost their last lines; your team typed them again, and we compared all four with the copies sent"},
                     replies=(Reply("dispute", "8 09:15", "You write that four letters were touched. Dr Feldman counts five: one to the hospital was not in your list.", reply="You are right, and we were wrong. The fifth was open in another program, which our list did not cover. Our correction is on its way to you today; the money does not change, because your time for it was already in it. If you think it should, tell us.", replied="9 10:10"),)),
                Post("correction", "9 11:00", corrects="final", said={
                    "what_was_wrong": "We wrote that four letters to patients lost their last lines",
                    "what_is_right": "It was five. The fifth, to the hospital, was open in another program, which our list did not cover. You told us on {8}. We have compared it with the copy sent, and it was complete",
                }, replies=(Reply("acknowledged", "9 17:30"),)),
            ),
        ),
    ),
)  # fmt: skip

STORIES = (CERTIFICATE, WRONG_ACCOUNT, SURGERY_HOURS)
