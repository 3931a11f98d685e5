"""Paths of files and folders."""

import os
from pathlib import Path

APP = "unlocking_opportunities"
ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "devbench"
REQUIREMENTS = SOURCE / "requirements"

BENCH = ROOT / ".bench"
SITES = BENCH / "sites"
APPS = BENCH / "apps"
LOGS = BENCH / "logs"
RUN = BENCH / "run"
MAIL = BENCH / "mail"
LOGINS = BENCH / "logins.json"

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "unlocking-opportunities"

# The browser of the tests and of the pictures.
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
