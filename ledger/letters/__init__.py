"""What we tell the client: facts gathered from the record, the letter made of them, its PDF, the answer to it."""
