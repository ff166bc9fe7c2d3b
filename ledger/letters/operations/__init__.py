"""What writes letters: drafting, approving, issuing, and taking the client's answer."""
