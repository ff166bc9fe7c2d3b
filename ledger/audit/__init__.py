"""What somebody asks who looks after it: was a rule passed by, does a sample hold, who read what, what is stuck.

It stands above the notary, whose receipts the sample holds, and changes nothing of the other rooms.
"""
