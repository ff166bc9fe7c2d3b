"""Brightwater School: pay day, every printer, and the backups that two clients had not."""

from ledger.demo.story import Deed, Gift, Line, Post, Reply, Story, Touch, Vow

PAY_DAY = Story(
    name="pay day",
    days_ago=248,
    severity="S1",
    title="Pay run broken off",
    act="We restarted your payroll server in the middle of the pay run on {day}.",
    service="Payroll",
    family="Change at the wrong time",
    found_by="our_staff",
    owner="priya",
    deputy="rowan",
    filer="sunil",
    started="0 14:05",
    aware="0 14:09",
    filed="0 14:16",
    contained="0 14:20",
    resolved="0 18:40",
    known="0 19:30",
    lines=(
        Line("0 14:05", "action", "We restarted the payroll server to finish an update.", who="sunil", seen=True),
        Line("0 14:09", "detection", "We saw that somebody had been working on it, and that a pay run had broken off.", who="sunil", seen=True),
        Line("0 14:17", "client_notice", "We rang you and told you that the pay run had stopped because of us.", channel="phone", outcome="reached", next="0 14:45"),
        Line("0 14:20", "containment", "We kept the half-finished run aside, so that nobody would be paid twice.", who="sunil", seen=True),
        Line("0 14:44", "update", "The maker of the program is on the line with us and with your team.", channel="phone", next="0 15:15"),
        Line("0 15:13", "update", "38 of 96 payments had gone. The other 58 can start anew; we check each against the list.", channel="phone", next="0 15:45"),
        Line("0 15:44", "update", "The check is half done. No double payment so far.", channel="phone", next="0 16:15"),
        Line("0 16:12", "update", "The check is done: no double payment. The bank's window for today has closed, so we pay for same-day transfers.", channel="phone", next="0 19:00"),
        Line("0 18:40", "restoration", "The last of 58 same-day payments had gone.", who="priya", seen=True),
        Line("0 18:45", "update", "All 96 people are paid today. Our letter with the reasons follows.", channel="phone", next="9 17:00"),
    ),
    factors=(
        ("Our calendar of quiet days did not hold your pay days", "You had told us three years ago, in a mail that nobody carried over"),
        ("A restart asked nobody whether somebody was working on the server", "It was written for servers that people do not use directly"),
    ),
    deeds=(
        Deed("correction", "We paid for 58 same-day transfers, so that everybody had their pay that evening", "0", "0 18:40", "1 10:00", verifier="tobias"),
        Deed("corrective", "A server on which somebody is working cannot be restarted by us without their yes", "15", "11 15:00", "12 10:30", owner="rowan", verifier="yusuf", how_seen="A message asks your people; you see it on the practice server", looked_at="Tried it with a pay run on the practice server; refused."),
        Deed("preventive", "The pay days and exam days of each client stand in our calendar, read back to the client each term", "20", "21 12:00", "22 10:00", owner="moira", how_seen="You get the list to sign"),
    ),
    touches=(
        Touch(
            "BWS", "The pay run stopped after 38 of 96 people", affected=3, data="altered",
            gifts=(
                Gift("TP", "58 same-day transfers", "We pay your bank's fee directly", "0 20:00", "5", 0, 0, 145_000, delivered="3 12:00", evidence="Fee note of the bank, paid", supplier="BANKFEE", approver="gwen"),
                Gift("WI", "Two months of your payroll server", "Credit note 1921, on your next invoice", "4 10:00", "14", 88_000, 17_600, delivered="11 12:00", evidence="Credit note 1921"),
            ),
            vows=(
                Vow("We are with you, in your office, on the next two pay days", "4 11:00", "45", "visit", "43 17:00", "There on both; both runs went through"),
                Vow("We write to you whether the lock has held over three pay days", "5 10:00", "70", "letter", "73 12:00", "Follow-up letter, three days late: the third pay day had moved", owner="tobias"),
            ),
            letters=(
                Post("first_notice", "0 20:05"),
                Post("final", "8 10:00", said={"data_note": "The list of payments was broken off after 38 of 96 names. We compared all 96 payments with your list: nobody was paid twice, and nobody was left out"}, sections={
                    "opening": (
                        "We restarted your payroll server in the middle of the pay run on {day}. This was our mistake. We are sorry that 3 of your 96 people "
                        "lost their afternoon and evening to it, and that 58 had to wait for their pay until the evening."
                    ),
                }, replies=(Reply("acknowledged", "9 08:20"),)),
                Post("follow_up", "73 10:00", sections={"worked": "- **It works:** three pay runs since then, with nothing restarted. The lock stopped us once, when an update was planned on a pay day that had moved."}),
            ),
        ),
    ),
)  # fmt: skip

PRINTERS = Story(
    name="every printer",
    days_ago=118,
    severity="S3",
    title="Printers print signs instead of letters",
    act="We sent a driver for one printer to all your printers on {day}.",
    service="Printers",
    family="Right change, too many things",
    found_by="client",
    owner="priya",
    filer="huw",
    started="0 07:50",
    aware="0 08:25",
    filed="0 08:31",
    contained="0 08:33",
    resolved="0 10:15",
    known="0 14:00",
    lines=(
        Line("0 08:25", "client_contact", "Ms Toller rang us: every printer prints nothing but signs.", who="huw", seen=True, channel="phone", outcome="they_chased_us", reported=True, client="BWS"),
        Line("0 08:33", "containment", "We stopped the driver from going out to more of them.", who="huw", seen=True),
        Line("0 08:36", "client_notice", "We told Ms Toller that the driver was ours, and when it would be right again.", who="huw", channel="phone", outcome="reached", next="0 10:30"),
        Line("0 10:15", "restoration", "All 17 printers had their own driver again; we printed a page on each.", who="ross", seen=True),
        Line("0 10:20", "update", "All 17 print. We leave you two boxes of paper for what was spoiled.", who="ross", channel="in_person"),
    ),
    factors=(("The list of printers was preset to “all”", "The preset had been right for years"),),
    deeds=(
        Deed("correction", "We gave all 17 printers their own driver and printed a page on each", "0", "0 10:15", "0 13:00", owner="moira", verifier="priya"),
        Deed("corrective", "The list of printers begins empty, and whoever sends a driver picks each by its room", "10", "4 11:00", "5 10:00", owner="moira", verifier="ross", how_seen="Ms Toller gets the list of rooms beforehand", times=12),
    ),
    touches=(
        Touch(
            "BWS", "No printer worked in the first two lessons", affected=11,
            delay="We sent the driver early in the morning and did not print a page afterwards",
            gifts=(Gift("EQ", "Two boxes of paper and a toner, to keep", "Brought by Ross Calder", "0 11:00", "1", 7_800, 0, 5_200, delivered="0 15:00", evidence="Signed by Ms Toller", confirmed=("1 09:00", "Ms Toller: both boxes and the toner came")),),
            letters=(Post("final", "2 10:00", replies=(Reply("acknowledged", "3 08:05"),)),),
        ),
    ),
)  # fmt: skip

_SHARED_OFFER = "5 10:00"
_LESS_SAFE = {
    "opening": (
        "We did not notice for eleven days that your nightly backups were empty. This was our mistake. We are sorry that for "
        "eleven days you were less safe than you had every reason to think."
    )
}

NO_BACKUPS = Story(
    name="eleven days without backups",
    days_ago=274,
    severity="S2",
    title="Backups reported good and were empty",
    act="We did not notice for eleven days that your nightly backups were empty.",
    service="Backups",
    family="Green light that nobody questioned",
    found_by="our_staff",
    owner="priya",
    deputy="rowan",
    filer="mateusz",
    started="-8 01:00",
    aware="0 09:40",
    filed="0 09:55",
    contained="0 11:30",
    resolved="1 06:20",
    known="1 11:00",
    lines=(
        Line("0 09:40", "detection", "One of us tried to get a single file back, for practice, and found the backup empty.", who="mateusz", seen=True),
        Line("0 11:05", "client_notice", "We rang you and told you, before we knew the reason.", client="HFO", channel="phone", outcome="reached", next="0 16:00"),
        Line("0 11:15", "client_notice", "We rang you and told you, before we knew the reason.", client="BWS", channel="phone", outcome="reached", next="0 16:00"),
        Line("0 11:30", "containment", "We made a full copy of your servers by hand, to a second place.", who="mateusz", seen=True),
        Line("0 15:50", "update", "The copy is complete. Tonight's backup will be opened and read by a person.", channel="mail", next="1 10:00"),
        Line("1 06:20", "restoration", "Last night's backup was full. We opened it and read twenty files.", who="rowan", seen=True),
        Line("1 09:50", "update", "Last night's backup is full and readable. Our letter with the reasons follows.", channel="mail", next="9 17:00"),
    ),
    factors=(
        ("The backup program reports success when it has copied nothing, if nobody told it what to copy", "We looked at the green light, not at the size"),
        ("An update had emptied the list of what to copy", "The list is not compared with the one of the day before"),
    ),
    deeds=(
        Deed("correction", "We made full backups and read twenty files out of each", "2", "1 06:40", "1 09:00", owner="rowan", verifier="dafydd"),
        Deed("corrective", "Each backup is compared in size with the one before; a tenth smaller rings the night engineer", "12", "9 14:00", "10 09:30", owner="rowan", verifier="yusuf", how_seen="Your monthly report shows the sizes as a line", looked_at="Removed a folder on a test server; the telephone rang at 02:11."),
        Deed("preventive", "On each first Monday one file of yours is taken out of the backup and opened", "25", "24 10:00", "25 09:00", owner="rowan", verifier="dafydd", how_seen="You choose the file"),
    ),
    touches=(
        Touch("HFO", "For eleven days we had no backup and did not know it", affected=0, gifts=(Gift("WI", "One month of your backup service", "Credit note 1911, on your next invoice", _SHARED_OFFER, "15", 73_600, 14_720, delivered="12 12:00", evidence="Credit note 1911"),),
              vows=(Vow("We take one file out of the backup with you watching", "5 11:00", "20", "visit", "17 14:00", "Done by video with Mr Tasker"),),
              letters=(Post("first_notice", "0 12:30", author="rowan"), Post("final", "8 10:00", sections=_LESS_SAFE, said={"data_note": "You lost nothing, because nothing broke in these eleven days. Had a disk failed, we could have given you back only what was eleven days old"}, replies=(Reply("acknowledged", "9 11:00"),)), Post("follow_up", "58 10:00", sections={"worked": "- **It works:** the telephone of the night engineer has rung twice because a backup was a tenth smaller. Both times somebody of yours had deleted old files; both backups were full.\n- **It works:** three files have been taken out of the backup and opened, one of them chosen by you."}))),
        Touch("BWS", "For eleven days we had no backup and did not know it", affected=0, gifts=(Gift("WI", "One month of your backup service", "Credit note 1912, on your next invoice", _SHARED_OFFER, "15", 54_400, 10_880, delivered="12 12:00", evidence="Credit note 1912"),),
              letters=(Post("first_notice", "0 12:40", author="rowan"), Post("final", "8 10:20", sections=_LESS_SAFE, said={"data_note": "You lost nothing, because nothing broke in these eleven days. Had a disk failed, we could have given you back only what was eleven days old"}, replies=(Reply("question", "9 09:30", "Would the marks of that fortnight have been gone?", reply="Yes, all that was entered in these eleven days. That is why we rang before we knew the reason, and why we read files now instead of lights.", replied="9 16:00"), Reply("acknowledged", "10 08:00"))), Post("follow_up", "58 10:20", sections={"worked": "- **It works:** the telephone of the night engineer has rung twice because a backup was a tenth smaller. Both times somebody of yours had deleted old files; both backups were full.\n- **It works:** three files have been taken out of the backup and opened, one of them chosen by you."}))),
    ),
)  # fmt: skip

STORIES = (PAY_DAY, PRINTERS, NO_BACKUPS)
