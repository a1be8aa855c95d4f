"""The documentation is true where a test can say so: links, pictures, variables and commands."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from markdown_it import MarkdownIt

from launch.commands import HELP
from safeguard.help import PAGES as PAGES_OF_HELP
from safeguard.help import anchor_of

ROOT = Path(settings.BASE_DIR)
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
APPS = [ROOT / app for app in settings.INSTALLED_APPS if (ROOT / app).is_dir()]
FOR_PEOPLE = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "docs" / "developer" / "running.md"]


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


def links(page: Path) -> list[str]:
    """Where the links and pictures of a page lead, those written as HTML too."""
    tokens = MarkdownIt("commonmark").parse(page.read_text(encoding="utf-8"))
    inline = [child for token in tokens for child in token.children or []]
    found = [str(token.attrGet("href") or token.attrGet("src") or "") for token in inline]
    html = " ".join(token.content for token in [*tokens, *inline] if token.type.startswith("html"))
    return [link for link in found if link] + re.findall(r'(?:href|src)="([^"]+)"', html)


def anchors(page: Path) -> set[str]:
    return {anchor_of(words) for words in re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_somewhere(page):
    dead = []
    for link in links(page):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if link.startswith("https://"):
            continue
        if not target.exists() or (anchor and anchor not in anchors(target)):
            dead.append(link)

    assert dead == []


def test_every_page_is_on_the_map():
    page = ROOT / "docs" / "README.md"
    on_it = {(page.parent / link).resolve() for link in links(page)}

    missing = [name_of(p) for p in (ROOT / "docs").rglob("*.md") if p != page and not {p, p.parent} & on_it]

    assert missing == []


@pytest.mark.parametrize("picture", ["home.png", "signing.png"])
def test_a_picture_of_the_readme_is_there_and_small(picture):
    path = ROOT / "docs" / "pictures" / picture

    assert path.read_bytes().startswith(b"\x89PNG")
    assert path.stat().st_size < 150_000
    assert f"docs/pictures/{picture}" in links(ROOT / "README.md")


@pytest.fixture(scope="module")
def words_of_screens() -> str:
    """Everything that templates, apps and the kernel say, on one line."""
    sources = [ROOT / "templates", ROOT / "safeguard", *APPS]
    files = [file for folder in sources for kind in ("*.html", "*.txt", "*.py") for file in folder.rglob(kind)]
    return " ".join(" ".join(file.read_text(encoding="utf-8") for file in files).split())


@pytest.mark.parametrize("name", PAGES_OF_HELP)
def test_what_a_page_of_help_quotes_stands_on_a_screen(name, words_of_screens):
    """“Ask the … who have not been asked” stands for a number or a name."""
    page = " ".join((ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8").split())
    quoted = set(re.findall(r"“((?:[^“”]|“[^”]*”)+)”", page))

    nowhere = [q for q in sorted(quoted) if not re.search(re.escape(q).replace("…", ".{1,40}"), words_of_screens)]

    assert nowhere == []


def test_every_variable_that_the_settings_read_is_explained():
    source = (ROOT / "safeguard" / "settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', source)) | set(
        re.findall(r'"([A-Z_]+)" (?:not )?in env', source)
    )
    explained = set(re.findall(r"`([A-Z_]+)`", (ROOT / "docs" / "administrator.md").read_text(encoding="utf-8")))

    assert len(read) > 20
    assert read - explained == set()


def test_every_variable_of_docker_compose_is_explained():
    asked = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text(encoding="utf-8")))
    explained = set(re.findall(r"`([A-Z_]+)`", (ROOT / "docs" / "administrator.md").read_text(encoding="utf-8")))

    assert asked - explained == set()


def test_every_command_of_start_is_named():
    commands = set(re.findall(r"start\.py ([a-z]+)", HELP))
    written = " ".join(page.read_text(encoding="utf-8") for page in FOR_PEOPLE)

    assert {"test", "lint", "clauses", "bench", "manage", "shell"} == commands
    assert [command for command in sorted(commands) if f"start.py {command}" not in written] == []


def test_every_app_is_in_the_table_of_rooms():
    table = (ROOT / "docs" / "developer" / "README.md").read_text(encoding="utf-8")

    assert len(APPS) > 5
    assert [app.name for app in APPS if f"`{app.name}/`" not in table] == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_no_page_names_a_folder_of_somebodys_machine(page):
    assert re.findall(r"(?<![\w.])/(?:work|tmp|root|home|Users)/\S*", page.read_text(encoding="utf-8")) == []
