"""Packs of 1, 10 and 40 policies of about five pages: seconds, pages, and the memory of the worker at its peak.

Each case runs in a process of its own, so that its peak is its own. `plain_seconds` is what WeasyPrint takes for the
same HTML without us, the cpu_seconds are those of the processor, which tell more on a busy computer, and `same_bytes`
says whether making it a second time gave the same file.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys

from bench import scratch

CASES = (1, 10, 40)


def main() -> None:
    context = multiprocessing.get_context("spawn")
    for count in scratch.cases(CASES):
        process = context.Process(target=case, args=(count,))
        process.start()
        process.join()
        if process.exitcode:
            sys.exit(process.exitcode)


def case(count: int) -> None:
    with scratch.database() as vendor:
        from django.utils import timezone

        from policies.models import Policy
        from reports.choosing import select
        from reports.composing import compose
        from reports.models import Kind
        from reports.services import asking, building
        from reports.typesetting import typeset
        from safeguard import pdf
        from safeguard.scoping import acting_for

        organisation, person = scratch.charity()
        pdf.is_available()  # the library is loaded once in the life of a worker
        with acting_for(organisation):
            scratch.policies(count, body=scratch.text())
            documents = select(Policy.objects.all(), today=timezone.localdate()).documents
            pack = asking.ask(by=person, kind=Kind.PACK, title="Policy pack", documents=documents, with_register=True)
            took = scratch.Clock()
            building.build(pack.pk)
            took.stop()
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
                1024 * 1024 if sys.platform == "darwin" else 1024
            )
            pack.refresh_from_db()
            assert pack.status == "ready", pack.failure
            html = compose(pack, said=quietly).html(pack)
            plain = scratch.Clock()
            pdf.set_type(html, identifier=pack.code)
            plain.stop()
            again = typeset(html, identifier=pack.code)
        scratch.say(
            bench="packs",
            database=vendor,
            policies=count,
            seconds=took.seconds,
            cpu_seconds=took.cpu_seconds,
            plain_seconds=plain.seconds,
            plain_cpu_seconds=plain.cpu_seconds,
            pages=pack.pages,
            peak_megabytes=round(peak),
            kilobytes=round((pack.size or 0) / 1024),
            same_bytes=len(again.content) == pack.size and scratch.sha256(again.content) == pack.sha256,
        )


def quietly(words: str, *, done: int, total: int) -> None:
    """Nobody watches."""


if __name__ == "__main__":
    main()
