"""Background jobs. A job is only a hint: the truth is a row's state, which the sweep reads every minute.

The queue is an SQLite file of its own beside an embedded database, or tables of the same PostgreSQL; jobs in it are
signed, so that nobody who can write there can have anything run.
"""
