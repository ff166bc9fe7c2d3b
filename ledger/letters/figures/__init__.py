"""Numbers, money, days, times and spans in a letter's words, held against what the record knows."""
