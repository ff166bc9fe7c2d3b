"""What is due, and for whom: one list of everything we owe, a calendar of it, and reminders before it is late."""
