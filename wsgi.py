"""For a WSGI server: `gunicorn wsgi:app`."""

import os

from ledger.app import create_app
from ledger.config import read_settings

app = create_app(read_settings(os.environ))
