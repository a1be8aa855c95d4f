from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from audit import verifying
from organisations.models import Organisation
from safeguard import append_only


class Command(BaseCommand):
    help = "Check that no entry of the audit was changed, removed or put in, and print the head of each chain."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--organisation", metavar="SLUG", help="only this charity")
        parser.add_argument("--head", metavar="2ab4…", help="the head that a pack or a mail of this charity shows")

    def handle(self, *, organisation: str | None, head: str | None, **options: Any) -> None:
        if head and not organisation:
            raise CommandError("Say which charity the head is from: --organisation SLUG.")
        wrong = [self.verify(each, self.mark(head)) for each in self.organisations(organisation)].count(False)
        unprotected = append_only.missing(connection)
        if unprotected:
            self.stderr.write(f"The database no longer protects its rows. Missing: {', '.join(unprotected)}.")
        if wrong or unprotected:
            raise CommandError("The audit is not whole. Keep a copy of the database as it is now, and ask for help.")

    def organisations(self, slug: str | None) -> list[Organisation]:
        found = list(Organisation.objects.filter(slug=slug) if slug else Organisation.objects.order_by("slug"))
        if slug and not found:
            raise CommandError(f"There is no charity with the address {slug}.")
        return found

    def mark(self, head: str | None) -> verifying.Mark | None:
        try:
            return verifying.Mark.printed(head) if head else None
        except ValueError as error:
            raise CommandError(str(error)) from error

    def verify(self, organisation: Organisation, printed: verifying.Mark | None) -> bool:
        verdict = verifying.verify(organisation, printed=printed)
        if verdict.broken is None:
            self.stdout.write(f"{organisation.slug}: unbroken, head {verdict.head}")
            return True
        self.stderr.write(f"{organisation.slug}: BROKEN at entry {verdict.broken.number}. {verdict.broken}")
        return False
