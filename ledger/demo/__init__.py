"""An invented provider and two years of its mistakes: what `make run` shows, and what previews and tests look at.

`people` and `clients` say who there is, `stories` holds the incidents that were written by hand, `everyday` makes the
many small ones, `script` turns a story into steps, and `fill` plays all steps in order of time. Every step goes through
the verbs that people use; nothing here writes a row.
"""
