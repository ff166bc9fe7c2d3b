"""Mistakes that hindered important work (S2)."""

from ledger.demo.everyday.mishap import Mishap

LARGE: tuple[Mishap, ...] = (
    Mishap(
        "Internet line cut a day early", "We ended your old internet line before the new one was ready, and you had none from {day}.", "We had no internet", "Internet line", "Ended before the new one was ready",
        "Our monitoring showed your line as gone.", "You rang us from a mobile: no internet.", "We rang you: the line is gone because we ended it too early, and a box with a mobile line is on its way.", "The new line was in use at all desks.",
        ("We gave the date of the order, not the date on which the new line is tried", "Nobody had to say yes before an old line is ended"),
        "We brought a mobile line for all desks and had the new line made ready the same day", "An old line is ended only after you have written that the new one works", "It is you who says yes",
        "We had not planned to watch the line after ending it", "The yes was given for another building", (12, 30), (130, 290), ("SC", "Service credit for your internet line, as our agreement says", 38_000, 84_000),
        held="A mobile line carried mail and telephones.",
    ),
    Mishap(
        "Virus scanner locked a program away", "We sent out a rule that made your virus scanner lock away the program <program> on {day}.", "The program <program> was gone from every computer", "Virus scanner", "Rule sent to everybody at once",
        "Our console showed the same file locked away at every desk.", "You rang us: the program <program> is gone.", "We rang you: it is not a virus, it is our rule, and it is being taken back.", "The program started at every desk; we counted.",
        ("The rule was tried on our computers, which do not have this program", "A rule goes to all computers at once"),
        "We took the rule back and let the program out at every desk", "A rule goes to three computers for a day before it goes to the others", "You choose the three",
        "We had not looked at the console after sending the rule", "The three computers were ours, not yours", (9, 26), (55, 190), ("GW", "One month of the virus scanner", 21_000, 46_000),
        held="We stopped the rule from going to more computers.", gaps={"program": ("that prints the invoices", "that runs the scales", "for the timetable")},
        stopped="the program <program>",
    ),
    Mishap(
        "Server update ran into the morning", "We began an update of your server too late, and it ran into your morning on {day}.", "Nobody could sign in until the middle of the morning", "File server", "Night work ran into the day",
        "Our night engineer saw at six that it would not be done by seven.", "You rang us when nobody could sign in.", "We rang you: the update is still running, and when it will end.", "Everybody could sign in.",
        ("The update had been tried on a server half as full as yours", "Nothing says at what hour we must stop and go back"),
        "We finished the update and stayed in your house until noon", "Each night work has an hour at which we go back, whatever is done by then", "The hour stands in the notice that you get before",
        "Our night engineer tried to finish first, instead of ringing you", "The hour was set, and passed, because ten minutes more seemed enough", (14, 38), (65, 180), ("SC", "Service credit for your server, as our agreement says", 32_000, 71_000),
        held="The files of the day could be read from a copy.",
    ),
    Mishap(
        "People at home locked out", "We changed how your people at home sign in, and locked them out on {day}.", "Nobody at home could work", "Remote access", "Change that shut people out",
        "We saw no sign-in from outside in the first hour.", "You rang us: nobody at home gets in.", "We rang you: it is our change, and it is being taken back.", "People at home could sign in; we saw the first twenty.",
        ("The change was tried from inside the house", "People at home are nobody's first test"),
        "We took the change back and saw twenty people sign in", "A change to remote access is tried from a home, by one of you and one of us, before it is made for all", "One of you is asked by name",
        "Nobody of us tried it from outside", "It was tried from a home that was still signed in from before", (7, 22), (50, 160), ("GW", "One month of remote access", 19_000, 39_000),
        held="Those who could came in; the others got their mail on the telephone.",
    ),
    Mishap(
        "Order system slow at noon", "We ran a clean-up of your order system at noon instead of at night on {day}.", "The order system took a minute for each click", "Order system", "Job at the wrong hour",
        "Our monitoring showed answers of a minute.", "You rang us: each click takes a minute.", "We rang you: the clean-up is ours, and it is being stopped.", "The order system was as quick as before.",
        ("The job was moved by hand for a trial and not moved back", "A job that runs at an odd hour looks like any other in our list"),
        "We stopped the clean-up and checked that no order was counted twice", "Jobs that slow others down can run at night only, whoever starts them", "You see the hours in your monthly report",
        "We looked at whether it works, not at how quick it is", "The rule knew the old server's name", (16, 40), (45, 140), ("GW", "One month of the order system's care", 24_000, 52_000),
        held="We stopped the clean-up half way, at a point where nothing was open.", only=("HFO", "KRA", "TVR"),
        sorry="We are sorry that your people sat and waited for each click.",
    ),
    Mishap(
        "Callers heard that the house was closed", "We switched on the holiday announcement of your telephones on {day}, a working day.", "Callers heard that we were closed", "Telephones", "Announcement on the wrong day",
        "One of us rang you and heard that you were closed.", "A caller told you, and you told us.", "We rang your mobile: callers hear the wrong announcement, and it is being switched off.", "Callers reached you again; we rang three times.",
        ("Our calendar had the holiday of another part of the country", "Nobody rings a number after an announcement is switched"),
        "We switched the announcement off and gave you the list of <n> numbers that had rung", "An announcement is switched only when somebody of yours has heard it and said yes", "It is you who hears it first",
        "We had not rung your number after switching", "It was heard, on the day before, with the wrong date in it", (0, 0), (70, 220), ("GW", "One month of your telephones", 22_000, 44_000),
        held="We sent calls to one desk by hand.", gaps={"n": ("23", "37", "52")},
        sorry="We are sorry that your callers heard that you were closed.",
    ),
)  # fmt: skip
