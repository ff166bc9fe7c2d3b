"""What every room stands on: clock, database, errors, money, ids, files, PDF drawing. No business word lives here."""
