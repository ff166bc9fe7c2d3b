"""What somebody from outside asks: where was a rule passed by, does a random sample hold, and who read what.

It stands above the notary, whose receipts the sample holds, and changes nothing of the other rooms.
"""
