"""The compose file, the image and the hooks say what the code says. No container is started here."""

import re
from pathlib import Path

import pytest
import yaml

from launch import checks

ROOT = Path(__file__).parents[2]
COMPOSE = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
OWN = {"web", "worker", "beat", "migrate"}


@pytest.fixture(scope="module")
def services():
    return yaml.safe_load(COMPOSE)["services"]


def variables(text: str) -> set[str]:
    """The names of an .env file."""
    return set(re.findall(r"^([A-Z_]+)=", text, re.MULTILINE))


def test_there_are_web_worker_and_beat_on_postgresql_and_redis(services):
    assert set(services) == OWN | {"database", "redis"}
    assert {name: service["image"] for name, service in services.items()} == {
        **dict.fromkeys(OWN, "safeguard"),
        "database": "postgres:15",
        "redis": "redis:7",
    }


def test_every_lasting_service_has_a_health_check(services):
    tested = {name for name, service in services.items() if "test" in service.get("healthcheck", {})}
    image = (ROOT / "Dockerfile").read_text(encoding="utf-8")

    assert tested == {"worker", "beat", "database", "redis"}
    assert image.count("HEALTHCHECK") == 1  # the web server's


def test_our_own_services_run_without_rights_on_a_file_system_that_cannot_be_written_to(services):
    guards = {name: (services[name]["read_only"], services[name]["cap_drop"]) for name in OWN}
    users = re.findall(r"^USER (\w+)$", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)

    assert guards == dict.fromkeys(OWN, (True, ["ALL"]))
    assert users == ["safeguard"]


def test_only_the_web_server_can_be_reached_and_only_from_this_machine(services):
    assert {name: service["ports"] for name, service in services.items() if "ports" in service} == {
        "web": ["127.0.0.1:8000:8000"]
    }


def test_nothing_of_ours_starts_before_the_tables_are_there(services):
    waits = {name: services[name]["depends_on"]["migrate"]["condition"] for name in OWN - {"migrate"}}

    assert waits == dict.fromkeys(OWN - {"migrate"}, "service_completed_successfully")
    assert services["migrate"]["depends_on"] == {"database": {"condition": "service_healthy"}}


def test_the_example_environment_names_what_the_compose_file_asks_for():
    asked = set(re.findall(r"\$\{([A-Z_]+)", COMPOSE))

    assert variables((ROOT / ".env.example").read_text(encoding="utf-8")) == asked


def test_every_variable_that_our_services_are_told_is_read_by_the_settings(services):
    settings = (ROOT / "safeguard" / "settings.py").read_text(encoding="utf-8")

    assert [name for name in services["web"]["environment"] if f'"{name}"' not in settings] == []


def test_every_volume_that_is_used_is_declared(services):
    used = {volume.split(":")[0] for service in services.values() for volume in service.get("volumes", [])}

    assert used == set(yaml.safe_load(COMPOSE)["volumes"])


def test_the_hooks_are_the_checks():
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]

    assert [repo["repo"] for repo in hooks] == ["local"]
    entries = {hook["id"]: (hook["entry"], hook["language"]) for hook in hooks[0]["hooks"]}
    assert entries == {name: (f"python3 start.py lint {name}", "system") for name in checks.known()}
