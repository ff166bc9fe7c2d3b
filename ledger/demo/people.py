"""Alderquay IT, the invented provider: its settings and its forty people."""

from dataclasses import dataclass
from types import MappingProxyType

DOMAIN = "alderquay.example"
PASSWORD = "show me around"  # noqa: S105 shown to everybody on purpose, and only of use in the example
"""The password of every account that can sign in: this provider is invented, and so are its people."""

PROVIDER = MappingProxyType(
    {
        "name": "Alderquay IT",
        "domain": DOMAIN,
        "address": "The Ropewalk, 9 Alder Quay\nShrewsbury\nSY1 9ZZ",
        "letterhead": "Networks, computers and people to ring, since 2004",
        "zone": "Europe/London",
        "locale": "en_GB",
        "currency": "GBP",
        "country": "GB",
        "subdivision": "ENG",
        "opens": "08:00",
        "closes": "18:00",
        "phone": "+44 1632 960100",
        "mail": f"hello@{DOMAIN}",
        "escalation_name": "Dr Nesta Powys, our chair",
        "escalation_mail": f"chair@{DOMAIN}",
    }
)


@dataclass(frozen=True)
class Colleague:
    """One of the provider's people; `manager` is the key of another."""

    key: str
    name: str
    title: str
    manager: str = ""
    role: str = "service_manager"
    signs_up_to: str | None = None
    zone: str | None = None

    @property
    def mail(self) -> str:
        """What they sign in with."""
        return f"{self.name.lower().replace(' ', '.').replace('é', 'e').replace('ü', 'ue')}@{DOMAIN}"


def _team(manager: str, title: str, *names: str) -> tuple[Colleague, ...]:
    return tuple(Colleague(name.split()[0].lower(), name, title, manager) for name in names)


STAFF: tuple[Colleague, ...] = (
    Colleague("gwen", "Gwen Ashdown", "Managing Director", "", "leadership", "S1"),
    Colleague("tobias", "Tobias Merrick", "Service Director", "gwen", "leadership", "S1"),
    Colleague("olu", "Olu Bankole", "Office Manager", "gwen", "admin"),
    Colleague("harriet", "Harriet Voss", "Quality Auditor", "", "auditor"),
    Colleague("dafydd", "Dafydd Penrose", "Technical Director", "gwen", signs_up_to="S2"),
    Colleague("priya", "Priya Nayar", "Service Manager", "tobias", signs_up_to="S2"),
    Colleague("callum", "Callum Rennick", "Service Manager", "tobias", signs_up_to="S2"),
    Colleague("katrin", "Katrin Vogelsang", "Service Manager, Germany", "tobias", signs_up_to="S2", zone="Europe/Berlin"),
    Colleague("moira", "Moira Lennard", "Service Desk Manager", "tobias", signs_up_to="S3"),
    Colleague("samir", "Samir Haddow", "Night and Weekend Manager", "tobias", signs_up_to="S3"),
    Colleague("elspeth", "Elspeth Crannock", "Billing Manager", "gwen", signs_up_to="S3"),
    *_team("dafydd", "Head of Networks", "Ines Valadier"),
    *_team("dafydd", "Head of Servers and Backups", "Rowan Thackray"),
    *_team("dafydd", "Head of Security", "Yusuf Demirel"),
    *_team("ines", "Network Engineer", "Bronwen Tully", "Kofi Mensahr", "Laszlo Vereb"),
    *_team("rowan", "Server Engineer", "Aoife Kinsale", "Mateusz Wilk", "Nell Harkaway", "Sunil Beri"),
    *_team("yusuf", "Security Engineer", "Freya Lindqvist", "Omar Ziadeh"),
    *_team(
        "moira", "Service Desk Analyst", "Abi Folarin", "Ben Stott", "Chidi Okeke", "Daisy Marrow", "Ewan Guthrie",
        "Farah Jilani", "Huw Parry",
    ),
    *_team("samir", "Night Engineer", "Jonas Eklund", "Tamsin Roe"),
    *_team("katrin", "Field Engineer, Germany", "Lennart Brandis", "Sevgi Aydan"),
    *_team("priya", "Field Engineer", "Ross Calder", "Wendy Ormerod"),
    *_team("callum", "Onboarding Engineer", "Iona Teague", "Viktor Hale"),
    *_team("elspeth", "Billing Assistant", "Zara Quill"),
    *_team("tobias", "Change Coordinator", "Marguerite Oduya"),
)  # fmt: skip

TELEPHONE = "+44 1632 960{}"


def telephone(place: int) -> str:
    """Return an extension from the range that is set aside for stories."""
    return TELEPHONE.format(101 + place)
