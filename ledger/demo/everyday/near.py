"""Near misses (S4): caught before they reached anybody, and written down all the same."""

from ledger.demo.everyday.mishap import NearMiss

NEAR: tuple[NearMiss, ...] = (
    NearMiss("Report nearly sent to another address", "We addressed your monthly report to the wrong mail address.", "Reports", "The second reader saw the address before it was sent.", "Sent to the right address.", "The address is typed, and the program offers the last one used", "The address of a report comes from the list of contacts and cannot be typed"),
    NearMiss("Wrong server in a change form", "We wrote the wrong server into a change that was planned for you.", "Servers", "Whoever checked the form asked why a print server needs a database.", "Form put right, change made on the right server.", "Servers have numbers that say nothing", "Each form shows what a server is for, beside its number"),
    NearMiss("Backup medium with the wrong label", "We put a wrong label on one of your backup media.", "Backups", "The weekly count showed two media with one label.", "Both read, labels put right.", "Labels are written by hand", "Labels are printed from the list"),
    NearMiss("Password in a ticket", "We wrote a password into the text of a ticket.", "Service desk", "The desk's search for passwords, run at night, found it.", "Password changed within the hour, text removed; nobody had opened the ticket.", "The form has one field for everything", "The form warns before it takes what looks like a password"),
    NearMiss("Spare part for the wrong machine", "We took the wrong spare part on the way to you.", "Visits", "Seen when the car was loaded, by the second list.", "Right part taken.", "Two boxes look alike", "Boxes carry a picture of the machine"),
    NearMiss("Test message nearly sent to all", "We set up a test message to go to all of your people.", "Messages", "The program asks at more than 20 names; the engineer read the question.", "Sent to one.", "The list begins with everybody", "The list begins empty"),
)  # fmt: skip
