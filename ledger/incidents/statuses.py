"""Statuses of incidents that mean the same to many: which end one without closing it, and which mean it is over."""

ENDED = ("withdrawn", "not_ours", "duplicate")
"""What turned out to be no mistake of ours, or one told elsewhere: no letter, no denominator, no repeat."""
OVER = ("closed", *ENDED)
"""Nothing more is to be done about it."""
