"""Verbs of duties: calendar feeds, reminder wishes, webhooks, and the outbox of reminders."""
