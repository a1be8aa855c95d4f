from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from safeguard import vault, vault_keeping


class Command(BaseCommand):
    help = "The keys to the confidential records: make the first, look whether they fit, change them."
    requires_system_checks: list[str] = []

    WHAT = {
        "ready": "make the first key where nothing is sealed yet; fail where the key file does not fit what is sealed",
        "new": "make the key file with its first key",
        "check": "open the key of every record, and name the first that does not open",
        "rotate": "add a new key and put every record under it; the old key stays in the file",
        "resume": "go on with a change of keys that was interrupted, without adding another key",
        "retire": "take the keys out of the file that nothing is under any more",
    }

    def add_arguments(self, parser: CommandParser) -> None:
        words = "; ".join(f"{name}: {what}" for name, what in self.WHAT.items())
        parser.add_argument("what", choices=list(self.WHAT), help=words)

    def handle(self, *, what: str, **options: Any) -> None:
        try:
            getattr(self, f"do_{what}")()
        except vault.VaultError as error:
            raise CommandError(str(error)) from error

    def do_ready(self) -> None:
        self.must_fit()
        if not vault.key_file().exists():
            self.do_new()

    def do_new(self) -> None:
        if vault.key_file().exists():
            raise CommandError(f"There is a key file at {vault.key_file()} already. To change its key, use 'rotate'.")
        self.must_fit()
        vault.add_key()
        self.stdout.write(f"The keys to the confidential records lie in {vault.key_file()}.")
        self.stdout.write("Keep a copy of this file, and not where the backups of the database are.")

    def do_check(self) -> None:
        self.must_fit()
        vault.keyring()
        if broken := vault_keeping.first_broken():
            raise CommandError(f"This does not open: {broken}")
        self.stdout.write("The key of every confidential record opens.")

    def do_rotate(self) -> None:
        self.do_check()
        self.stdout.write(f"The new key is {vault.add_key()}. Copy the key file again now.")
        self.do_resume()

    def do_resume(self) -> None:
        self.must_fit()
        self.stdout.write(f"Put under the current key: {vault_keeping.rewrap()}.")

    def do_retire(self) -> None:
        self.do_check()
        gone = vault.drop_keys(keep=vault_keeping.used_keys())
        self.stdout.write(f"Taken out of the key file: {', '.join(gone) or 'none'}.")
        if gone:
            self.stdout.write(
                "Backups from before the change need the old key file: keep its copy as long as you keep them."
            )

    @staticmethod
    def must_fit() -> None:
        if sentence := vault_keeping.problem():
            raise CommandError(sentence)
