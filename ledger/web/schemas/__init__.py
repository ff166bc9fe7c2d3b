"""One schema per command: what a form or a JSON body may say, loaded once, at the edge."""
