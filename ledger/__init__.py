"""Amends: an incident-and-recovery ledger for IT service providers that own their mistakes.

The rooms, in the order of the story (each says at its own door what it is for):

    kernel      what every room stands on: clock, database, money, files, errors; no business word
    record      what was written when, and that it was not altered since
    books       double-entry money: who paid for what
    people      who acts: provider, users, roles, permissions
    clients     who trusts us: clients, contacts, service plans
    incidents   what went wrong and how we answered
    recovery    what we do about it and who pays: actions, remedies, promises
    letters     what we tell the client
    duties      what is due, and for whom: one list, a calendar of it, reminders before it is late
    trends      what we learn
    work        one unit of work, the only place that commits
    courier     carries reminders out of the house, by mail and webhook
    notary      what the record shows outsiders: signed checkpoints, receipts, and the check of everything
    audit       what an auditor asks: the exceptions, a random sample, who read what
    demo        the example provider
    worker      background jobs
    web         the front door: pages, API, portal
    app         where everything meets
    cli         the `amends` command

Imports run from the bottom of this list to the top only; `import-linter` holds us to it.
"""
