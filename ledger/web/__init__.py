"""The front door: schemas (what a form or a JSON body may say), pages, the API, the client's portal, static files."""
