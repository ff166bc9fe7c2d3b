"""Many people at once, through the pages: nobody sees an error page and nothing is lost."""

from concurrent.futures import ThreadPoolExecutor

from ledger.app import create_app
from ledger.incidents.listing import list_incidents
from ledger.people.queries import actor_of
from ledger.work import Ledger
from tests.factories import a_client, a_provider, a_user
from tests.support.web import client_of


def test_twenty_people_file_at_once_and_nobody_sees_an_error_page(own_ledger: Ledger) -> None:
    a_provider(own_ledger)
    a_client(own_ledger)
    app = create_app(own_ledger.settings, own_ledger)
    app.config.update(WTF_CSRF_ENABLED=False)
    people = [a_user(own_ledger, name=f"Person {number}") for number in range(20)]

    def file(number: int) -> int:
        said = {"clients": "HFO", "title": f"Mail of desk {number} stopped", "severity": "S3", "found_by": "client"}
        return client_of(app).sign_in(people[number]).post("/incidents/new", data=said).status_code

    with ThreadPoolExecutor(20) as desks:
        answers = list(desks.map(file, range(20)))
    assert set(answers) == {302}
    filed = own_ledger.ask(list_incidents, actor_of(people[0], "Europe/London"), limit=50)
    assert sorted(int(line.reference.rsplit("-", 1)[1]) for line in filed) == list(range(1, 21))
    assert {line.title for line in filed} == {f"Mail of desk {number} stopped" for number in range(20)}
