from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from safeguard import transitions


class Command(BaseCommand):
    help = "Draw the tables of statuses into docs/states/."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say whether the drawings are true")
        parser.add_argument("--into", type=Path, default=settings.BASE_DIR / "docs" / "states")

    def handle(self, *, check: bool, into: Path, **options: Any) -> None:
        wanted = transitions.pages()
        standing = {path.name: path.read_text() for path in into.glob("*.md")}
        standing = {name: text for name, text in standing.items() if transitions.GENERATED in text}
        untrue = sorted(name for name in wanted | standing if wanted.get(name) != standing.get(name))
        if check and untrue:
            raise CommandError(f"Not what the code says: {', '.join(untrue)}. Run manage.py diagrams and commit.")
        for name in untrue:
            self.draw(into / name, wanted.get(name))
        self.stdout.write(f"{len(wanted)} drawings are true.")

    def draw(self, path: Path, text: str | None) -> None:
        if text is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
