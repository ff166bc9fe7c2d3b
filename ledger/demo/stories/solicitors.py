"""Linden Tate Solicitors: files that too many could open, a wrong invoice, a disk nearly wiped."""

from ledger.demo.story import Deed, Gift, Line, Post, Reply, Story, Touch, Vow

OPEN_FOLDER = Story(
    name="open folder",
    days_ago=423,
    severity="S1",
    title="Matter files readable by everybody in the firm and two guests",
    act="We opened your folder of closed matters to everybody in your firm and to two guests on {day}.",
    service="Document store",
    family="More people let in than should be",
    found_by="our_staff",
    owner="callum",
    deputy="yusuf",
    filer="freya",
    started="0 15:30",
    aware="1 10:20",
    filed="1 10:26",
    contained="1 10:24",
    resolved="1 10:24",
    known="1 10:30",
    lines=(
        Line("0 15:30", "action", "We moved the folder to the new store and gave it the rights of its parent.", who="nell", seen=True),
        Line("1 10:20", "detection", "Our weekly check of rights showed 43 names on a folder that should have six.", who="freya", seen=True),
        Line("1 10:24", "containment", "We closed the folder to all but the six.", who="freya", seen=True),
        Line("1 10:33", "client_notice", "We rang you and told you everything that we knew at that minute.", channel="phone", outcome="reached", next="1 11:05"),
        Line("1 11:02", "update", "We have secured the access log and are reading it line by line.", channel="phone", next="1 11:35"),
        Line("1 11:33", "update", "Half the log is read. So far no guest has opened anything.", channel="phone", next="1 12:05"),
        Line("1 12:03", "update", "Three quarters are read; the same.", channel="phone", next="1 14:00"),
        Line("1 13:52", "update", "The log is read to its end: no guest opened a file; four of your own people opened eleven.", channel="phone", next="10 17:00"),
        Line("2 09:30", "observation", "You have the eleven file names and the four people, on paper, in your hands only.", who="yusuf", seen=True),
        Line("2 11:00", "decision", "Client's own data protection officer leads on the regulator. We deliver facts, we do not advise.", who="callum"),
    ),
    factors=(
        ("A folder that is moved takes the rights of the place it is moved to, and nothing warned of it", "The move reported success, and success was all we looked at"),
        ("The move was tested with a folder that had no special rights", "Our test did not look like your folder"),
    ),
    deeds=(
        Deed("containment", "We closed the folder to all but the six who should see it", "1", "1 10:27", "1 11:30", owner="yusuf", verifier="dafydd"),
        Deed("correction", "We compared the rights of all your 214 folders with the list that you signed: no other differs", "3", "2 11:45", "2 17:00", owner="yusuf", verifier="dafydd", evidence="Comparison, 214 lines."),
        Deed("corrective", "Each move of a folder stops when it would let in more people than before, and shows their number", "15", "11 16:00", "12 10:00", owner="rowan", verifier="yusuf", how_seen="We move a folder in front of you", looked_at="Moved two folders with special rights; both stopped with the right number."),
        Deed("preventive", "Our check of rights runs every night, no longer every week", "8", "5 09:00", "6 09:20", owner="yusuf", verifier="dafydd", how_seen="You get one line by mail each morning"),
    ),
    touches=(
        Touch(
            "LTS", "Everybody in the firm and two guests could read closed matters for 19 hours", affected=0, data="exposed",
            must_do="You decide with your data protection officer whether your clients are told; all that we know for it is in your hands, and we answer any question the same day",
            gifts=(
                Gift("TP", "An outside expert of your choice reads the access log and our account of it", "We pay the invoice of the expert", "3 11:00", "16", 0, 0, 180_000, delivered="14 15:00", evidence="Report of the expert, invoice paid", supplier="LOGEX"),
                Gift("SC", "Three months of your document store", "Credit note 1702, on your next invoice", "3 11:10", "15", 129_000, 25_800, delivered="12 12:00", evidence="Credit note 1702"),
            ),
            vows=(
                Vow("We visit you and answer the questions of all partners", "4 10:00", "10", "visit", "10 09:00", "Two hours with seven partners; Gwen Ashdown and Yusuf Demirel", owner="tobias"),
                Vow("We write to you whether the new stop has held", "8 10:00", "70", "letter", "66 12:00", "Follow-up letter", owner="tobias"),
            ),
            letters=(
                Post("first_notice", "1 14:30"),
                Post(
                    "final", "9 09:30",
                    said={"what_stopped": "", "data_note": (
                        "For 18 hours 54 minutes, 35 of your own people and two guests could open 1,860 files of closed matters. The access log is "
                        "complete. It shows that no guest opened any of them, and that four of your own people opened eleven. You have the list"
                    )},
                    replies=(
                        Reply("acknowledged", "9 18:10"),
                        Reply("question", "11 09:00", "Is the access log itself safe from change?", reply="Yes. Each line is sent at once to a second place that can add but not alter. The outside expert compared both places for the two days in question, and they are the same.", replied="11 15:30"),
                    ),
                ),
                Post(
                    "follow_up", "66 10:00",
                    sections={"worked": (
                        "- **It works:** since then we have moved 31 folders of yours. The stop held four of them, each time before anybody was let in.\n"
                        "- **It works:** the nightly check has run 88 times. It found nothing that differs from your list."
                    )},
                    replies=(Reply("acknowledged", "67 11:45"),),
                ),
            ),
        ),
    ),
)  # fmt: skip

LICENCES_BILLED = Story(
    name="returned licences billed",
    days_ago=152,
    severity="S3",
    title="Invoice for licences that were given back",
    act="We billed you for 14 licences that you had given back in spring, three months in a row, until {day}.",
    service="Invoices",
    family="Invoice wrong",
    found_by="client",
    owner="elspeth",
    filer="zara",
    started="-62 09:00",
    aware="0 10:15",
    filed="0 10:30",
    contained="0 11:00",
    resolved="0 15:40",
    known="0 16:00",
    lines=(
        Line("0 10:15", "client_contact", "Mr Whitlow wrote: three invoices list 14 licences that are long gone.", who="zara", seen=True, channel="mail", outcome="they_chased_us", reported=True, client="LTS"),
        Line("0 10:50", "client_notice", "We rang Mr Whitlow: he is right, and you get the money back today.", channel="phone", outcome="reached", next="0 16:00"),
        Line("0 15:40", "restoration", "The refund left our bank, and a corrected statement is in your mail.", who="zara", seen=True),
        Line("0 15:50", "update", "The refund is on its way. We are going through your invoices of the last two years.", channel="mail"),
    ),
    factors=(("The desk ends a licence in one system and billing reads another", "Nobody compared the two"),),
    deeds=(
        Deed("correction", "We paid the three months back and went through your invoices of two years: no other line was wrong", "3", "2 15:00", "2 17:00", verifier="moira"),
        Deed("corrective", "Each month, before any invoice leaves, licences billed are compared with licences in use", "20", "16 12:00", "17 10:00", verifier="moira", how_seen="Your invoice carries the line “licences compared on” with the day"),
    ),
    touches=(
        Touch(
            "LTS", "We paid for 14 licences that we no longer had", affected=0,
            delay="We had not compared your invoice with what you use, so you found it before we did",
            gifts=(Gift("RF", "Three months of 14 licences", "Bank transfer, on the day you told us", "0 13:30", "1", 60_480, 12_096, delivered="0 15:40", evidence="Payment of that day"),),
            letters=(Post("final", "3 10:00", signatory="elspeth", sections={
                "opening": (
                    "We billed you for 14 licences that you had given back in spring, three months in a row, until {day}. This was our mistake. "
                    "We are sorry that you paid for them, and that you had to find it yourselves."
                ),
                "effect": "None of your people had to stop work. You paid £604.80 and VAT too much; you had it back the same day. None of your data was lost or changed, and nobody else saw it. You need to do nothing.",
            }, replies=(Reply("acknowledged", "4 10:00"),)),),
        ),
    ),
)  # fmt: skip

NEARLY_WIPED = Story(
    name="disk nearly wiped",
    days_ago=205,
    severity="S4",
    title="Wrong disk in the eraser, stopped by the label check",
    act="We put a disk of yours that was still in use into the eraser on {day}.",
    service="Document store",
    family="Right change, wrong thing",
    found_by="our_staff",
    owner="rowan",
    filer="nell",
    started="0 16:10",
    aware="0 16:12",
    filed="0 16:30",
    contained="0 16:12",
    resolved="0 16:40",
    known="1 09:30",
    lines=(
        Line("0 16:12", "detection", "Eraser asks for the last four digits. They did not match the sheet. Stopped.", who="nell"),
        Line("0 16:40", "restoration", "Disk back in its place, checked, no byte changed.", who="nell"),
    ),
    factors=(("Two disks waited on one shelf: one to keep, one to erase", "The shelf has no names"),),
    deeds=(Deed("preventive", "Disks to be erased wait in a locked red box, nothing else is ever in it", "10", "7 11:00", "8 09:00", verifier="yusuf"),),
    touches=(Touch("LTS", "Nothing: the disk was put back before anything was erased", affected=0),),
)  # fmt: skip

STORIES = (OPEN_FOLDER, LICENCES_BILLED, NEARLY_WIPED)
