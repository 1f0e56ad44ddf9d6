"""How the Superset of these tests is set up: nothing outside its folder, nobody to log in.

Superset reads this file in its own environment, `.venv-bi`.
"""

import json
import os
import secrets
from pathlib import Path

from flask import Flask, request

FOLDER = Path(os.environ["SUPERSET_HOME"])
# Made anew for each home, and kept there: it encrypts the passwords of databases.
KEY = FOLDER / "key"
if not KEY.exists():
    KEY.write_text(secrets.token_hex(32), encoding="ascii")
SECRET_KEY = KEY.read_text(encoding="ascii")
SQLALCHEMY_DATABASE_URI = f"sqlite:///{FOLDER / 'superset.db'}"
WTF_CSRF_ENABLED = False
TALISMAN_ENABLED = False


def FLASK_APP_MUTATOR(app: Flask) -> None:  # noqa: N802 (Superset's name)
    """Let everybody be the administrator; note what the page of a dashboard asks for."""

    @app.before_request  # type: ignore[untyped-decorator]
    def enter() -> None:
        from flask_login import login_user
        from superset import security_manager

        login_user(security_manager.find_user("admin"))
        if request.method == "POST" and request.path == "/api/v1/chart/data":
            with (FOLDER / "asked.jsonl").open("a", encoding="utf-8") as file:
                file.write(json.dumps(request.get_json()) + "\n")
