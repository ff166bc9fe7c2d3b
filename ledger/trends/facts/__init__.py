"""What a fact of the trends is: which obligation of a case was due when, was it met, and in which month it counts.

Plain rules on plain values; `operations.keeping_facts` keeps what they give.
"""
