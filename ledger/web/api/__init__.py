"""The same verbs as JSON under `/api/v1`: bearer tokens, problem details, keyset pages, versions."""
