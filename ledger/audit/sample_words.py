"""What a sample's README.txt tells the auditor: what is inside, and how to check it without us."""

from datetime import date

from ledger.audit.drawing import ALGORITHM

_TEXT = """\
A random sample of closed cases
===============================

Provider:    {provider}
Closed from: {first} until {last}, both days included, in {zone}
Seed:        {seed}
Drawn:       {drawn} of {population} cases

What is inside
--------------
population.csv     every case closed in that period, its key, and whether it was drawn
cases/<case>/      case.txt to read, case.json for a program (read from the record)
                   evidence/: the files that show what was done
cases/<case>/<client reference>/
                   receipt.json: what that client's record holds about the case
                   *.pdf: the letters that were issued
verify_receipt.py  checks a receipt; Python and nothing else, no network
keys.txt           the provider's public keys; compare them with those in the client's contract or letters

Is it the sample that the seed draws?
-------------------------------------
The way of drawing is called {algorithm}. A case's key is the SHA-256 over three lines of text, without a line end
after the last: {algorithm}, the seed, the case's reference. The {drawn} smallest keys are drawn. With Python:

    import csv, hashlib
    rows = list(csv.DictReader(open("population.csv", encoding="utf-8-sig")))
    seed = {quoted}
    key = lambda r: hashlib.sha256("\\n".join(["{algorithm}", seed, r["reference"]]).encode()).hexdigest()
    drawn = sorted(rows, key=key)[:{drawn}]
    assert [r["reference"] for r in drawn] == [r["reference"] for r in sorted(
        (r for r in rows if r["drawn"]), key=lambda r: int(r["drawn"]))]

Give the seed yourself, after the period is over: then nobody can have chosen it to suit the cases. That this sample was
drawn, when, by whom and from which seed stands in the provider's own record (event {event}); every earlier draw stands
there, too, so ask for the list of samples if you want to know whether another seed was tried before.

Is the population complete?
---------------------------
The SHA-256 over all references in population.csv, sorted, a line each with its line end, is
    {digest}
and stands in the same event. References have no gaps within a year: ask about any number that is neither here nor open,
nor closed in another period.

Is a case what was recorded at the time?
----------------------------------------
    python3 verify_receipt.py "cases/<case>/<client reference>/receipt.json" --key "KEY" --file "letter.pdf"

KEY is the line from keys.txt, compared first with the one a client has; after a change of keys give each with its own
--key. A receipt proves what that client's record holds; ask the client for an old receipt or checkpoint it kept and add
--since FILE, or compare the root on the last page of a letter it kept with those the script prints: only then a history
that was rewritten as a whole would show. Internal entries stand in case.txt and case.json and in no client's receipt.
Words that were erased on request say so.
"""


def readme(  # noqa: PLR0913 what the text names, all named
    *,
    provider: str,
    first: date,
    last: date,
    zone: str,
    seed: str,
    drawn: int,
    population: int,
    digest: str,
    event: str,
) -> str:
    """Return the text of a sample's README.txt."""
    return _TEXT.format(
        provider=provider,
        first=first.isoformat(),
        last=last.isoformat(),
        zone=zone,
        seed=seed,
        quoted=repr(seed),
        drawn=drawn,
        population=population,
        digest=digest,
        event=event,
        algorithm=ALGORITHM,
    )
