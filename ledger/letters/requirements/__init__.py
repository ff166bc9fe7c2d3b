"""What a letter must say: the 33 requirements by kind, a checker for each, and the checklist that they make."""
