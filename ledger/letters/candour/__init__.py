"""The candour check: rules and grammar that find evasions, blame, vague amounts and leaks in a letter's sentences."""
