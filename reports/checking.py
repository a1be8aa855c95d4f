"""What the code and the file say together."""

from __future__ import annotations

from dataclasses import dataclass

from reports.uploads import Seen
from safeguard.verification import Verdict, verify, verify_file


@dataclass(frozen=True)
class Answer:
    """`verdict` is None for what nobody here has made. `file_differs`: the code is ours, and this is not its file."""

    verdict: Verdict | None
    file_differs: bool = False

    @property
    def is_known(self) -> bool:
        return self.verdict is not None

    @property
    def is_genuine(self) -> bool:
        return self.verdict is not None and self.verdict.genuine and not self.file_differs


def check(code: str, file: Seen | None) -> Answer:
    by_file = verify_file(file.sha256) if file else None
    if not code:
        return Answer(by_file)
    by_code = verify(code)
    return Answer(by_code, file_differs=file is not None and by_code is not None and by_file != by_code)
