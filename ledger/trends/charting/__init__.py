"""The pictures of the trends: marks in millimetres from plain rows, and their SVG.

Nothing here knows a database, a page or a measure: what a mark opens is told as an address.
"""
