"""What the record shows to outsiders: checkpoints signed after the commit, receipts, and the check of everything.

It stands above `work`, for a checkpoint is of what was committed, and the check looks into every room.
"""
