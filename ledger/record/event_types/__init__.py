"""The catalogue of event types, a file for each room: a new type, or a new field of one, gets its line here.

After a change: `.venv/bin/python -m ledger.record.events_page > docs/events.md`.
"""
