"""What we learn: measures over months and years, the charts that show them, and the sentences that say them.

It reads what the rooms above wrote and changes nothing of theirs. Measures judge plain rows as known at one instant, in
one named zone; charts are geometry that a page and a PDF draw alike; every number carries the ids behind it.
"""
