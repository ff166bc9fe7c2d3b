"""What was written when, and that it was not altered since: a log per client, and `_provider` for all else.

Rooms below note events while they write rows; `work` appends them last, in the same transaction.
"""
