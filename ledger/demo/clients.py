"""The six invented clients: four in Britain, two in Germany; their plans, contacts and people with a way in."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Someone:
    """A contact; the first of each client can sign in."""

    name: str
    salutation: str
    title: str
    mail: str
    phone: str
    night_phone: str = ""


@dataclass(frozen=True)
class Taken:
    """A client as it is taken on."""

    code: str
    name: str
    address: str
    people: int
    manager: str
    """Key of the service manager who answers for it."""
    contacts: tuple[Someone, ...]
    country: str = "GB"
    plan: str | None = None

    @property
    def zone(self) -> str:
        """Where its people are."""
        return "Europe/Berlin" if self.country == "DE" else "Europe/London"

    @property
    def locale(self) -> str:
        """How its letters write dates and money."""
        return "de_DE" if self.country == "DE" else "en_GB"

    @property
    def currency(self) -> str:
        """What it pays in."""
        return "EUR" if self.country == "DE" else "GBP"


PLANS = {
    "Round the clock": {
        ("first_notice", "S1"): (30, "minutes"),
        ("first_notice", "S2"): (120, "minutes"),
        ("updates", "S2"): (120, "business_minutes"),
        ("final_letter", "S1"): (8, "business_days"),
    },
    "Clinic hours": {
        ("first_notice", "S2"): (60, "minutes"),
        ("personal_data", "S1"): (240, "minutes"),
        ("personal_data", "S2"): (240, "minutes"),
    },
}
"""Two plans that are stricter than the standard one in a few clocks."""

CLIENTS: tuple[Taken, ...] = (
    Taken(
        "HFO", "Harbour Foods", "14 Fish Dock Road\nGrimsby\nDN31 9ZZ", 58, "priya",
        (
            Someone("Adaeze Okafor", "Ms Okafor", "Operations Director", "adaeze.okafor@harbourfoods.example", "+44 1632 960211", "+44 7700 900211"),
            Someone("Len Tasker", "Mr Tasker", "Warehouse Manager", "len.tasker@harbourfoods.example", "+44 1632 960212", "+44 7700 900212"),
        ),
        plan="Round the clock",
    ),
    Taken(
        "ORC", "Orchard Clinic", "27 Bank Street\nLudlow\nSY8 9ZZ", 34, "callum",
        (
            Someone("Miriam Feldman", "Dr Feldman", "Practice Partner", "miriam.feldman@orchardclinic.example", "+44 1632 960221"),
            Someone("Joan Peverell", "Mrs Peverell", "Practice Manager", "joan.peverell@orchardclinic.example", "+44 1632 960222", "+44 7700 900222"),
        ),
        plan="Clinic hours",
    ),
    Taken(
        "LTS", "Linden Tate Solicitors", "3 Abbey Foregate Court\nShrewsbury\nSY2 9ZZ", 41, "callum",
        (
            Someone("Rosalind Tate", "Ms Tate", "Managing Partner", "rosalind.tate@lindentate.example", "+44 1632 960231"),
            Someone("Aaron Whitlow", "Mr Whitlow", "Practice Director", "aaron.whitlow@lindentate.example", "+44 1632 960232", "+44 7700 900232"),
        ),
    ),
    Taken(
        "BWS", "Brightwater School", "Mere Lane\nEllesmere\nSY12 9ZZ", 96, "priya",
        (
            Someone("Gareth Ellison", "Mr Ellison", "Bursar", "bursar@brightwaterschool.example", "+44 1632 960241"),
            Someone("Yasmin Toller", "Ms Toller", "Network Manager", "yasmin.toller@brightwaterschool.example", "+44 1632 960242", "+44 7700 900242"),
        ),
    ),
    Taken(
        "KRA", "Krautheim Anlagenbau", "Spreebogen 11\n13599 Berlin\nGermany", 112, "katrin",
        (
            Someone("Anke Sommer", "Dr Sommer", "Chief Financial Officer", "anke.sommer@krautheim.example", "+49 30 23125 311"),
            Someone("Jens Albrecht", "Mr Albrecht", "Head of IT", "jens.albrecht@krautheim.example", "+49 30 23125 312", "+49 171 3920012"),
        ),
        country="DE", plan="Round the clock",
    ),
    Taken(
        "TVR", "Talwind Reisen", "Brunnengasse 5\n04109 Leipzig\nGermany", 43, "katrin",
        (
            Someone("Birgit Lohse", "Ms Lohse", "Managing Director", "birgit.lohse@talwind.example", "+49 30 23125 321"),
            Someone("Emre Yildiz", "Mr Yildiz", "Office Manager", "emre.yildiz@talwind.example", "+49 30 23125 322"),
        ),
        country="DE",
    ),
)  # fmt: skip
