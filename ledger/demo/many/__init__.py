"""Invented ledgers of any size: how trends, lists and exports look after ten years, or with a million incidents.

`shape` says how many, from when, and what was planted; `drawing` invents one case after the other as plain rows with
the skew that such ledgers have; `recorded` writes them like anybody's, rows with their events, and `unrecorded` past
the record, into a ledger that is marked so and never signs. No letter is written: nothing was sent to anybody.
"""
