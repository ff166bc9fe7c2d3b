"""What we do about it and who pays: actions a second person verifies, remedies we fund, promises with dates."""
