"""The table of all endpoints, by room; `tests.routes_table` puts it together."""
