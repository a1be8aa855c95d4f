"""What every answer carries."""

import base64
import os
import subprocess
import sys

import pytest
from django.urls import reverse

DIRECTIVES = {"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'"}


@pytest.mark.parametrize("name", ["home", "account_login", "account_request_login_code"])
def test_the_content_policy_is_strict(name, client, db):
    policy = client.get(reverse(name)).headers["Content-Security-Policy"]

    assert set(policy.split("; ")) >= DIRECTIVES
    assert "unsafe" not in policy
    assert "style-src 'self' 'sha256-" in policy


def test_the_other_headers(client, db):
    headers = client.get(reverse("account_login")).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Permissions-Policy"].startswith("accelerometer=()")


def test_pages_behind_the_sign_in_are_kept_by_nobody(client, charity, volunteer):
    client.force_login(volunteer.user)

    assert client.get(f"/o/{charity.slug}/").headers["Cache-Control"] == "no-store, private"


def test_production_settings_pass_djangos_own_check(tmp_path):
    production = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": "postgres://safeguard@db/safeguard",
        "REDIS_URL": "redis://redis:6379/0",
        "SECRET_KEY": "fifty random characters stand here, all of them unalike: 0987",
        "PUBLIC_URL": "https://safeguard.example",
        "EMAIL_URL": "smtp+tls://mail:secret@mail.example:587",
        "SAFEGUARD_VAR": str(tmp_path),
    }
    keys = tmp_path / "keys" / "vault.key"
    keys.parent.mkdir(mode=0o700)
    keys.touch(mode=0o600)
    keys.write_text(f"0123abcd {base64.b64encode(bytes(32)).decode()}\n")
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]

    done = subprocess.run(command, env=production, capture_output=True, text=True)

    assert (done.returncode, done.stdout.strip()) == (0, "System check identified no issues (0 silenced).")
