"""The `amends` command: what an operator types. Each module is a topic; `main` gathers them."""
