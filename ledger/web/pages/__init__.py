"""Pages of the staff, a module per topic; each route is four moves: load, do, commit, answer."""
