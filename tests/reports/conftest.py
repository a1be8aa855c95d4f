"""What the tests of reports share: policies, prints that were made, and what stands on their pages."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import lxml.html
import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from organisations.models import Organisation
from people.models import Person
from policies.models import Policy, PolicyVersion
from reports.choosing import Wanted, select
from reports.composing import compose
from reports.models import Kind, Pack
from reports.services import asking, building
from reports.typesetting import Typeset
from safeguard.scoping import acting_for
from tests.reports import factories


@pytest.fixture
def social_media(charity: Organisation) -> PolicyVersion:
    """In force, signed, due in the far future, with an appendix."""
    with acting_for(charity):
        appendix = {"anchor": "appendix-a", "title": "Words for a consent form", "source": "The county's youth office"}
        return factories.policy_of("Social media", appendices=[appendix])


@pytest.fixture
def online_safety(charity: Organisation) -> PolicyVersion:
    """In use, never signed, and overdue since the end of May 2024."""
    with acting_for(charity):
        return factories.policy_of("Online safety", signed=False, next_review=factories.PartialDate(2024, 5))


@pytest.fixture
def make_pack(charity: Organisation, chair: Person) -> Callable[..., Pack]:
    """`make_pack(policy, ..., with_register=True)`: a pack that the chair asked for, made by the worker."""

    def make(*policies: Policy, by: Person = chair, title: str = "Policy pack", **options: object) -> Pack:
        with acting_for(charity):
            return built(ask_pack(*policies, by=by, title=title, **options))

    return make


@pytest.fixture
def finished_pack(charity: Organisation, chair: Person) -> Callable[..., Pack]:
    """`finished_pack(policy, ...)`: as `make_pack`, for tests to which it is all the same what the file looks like."""

    def make(*policies: Policy, by: Person = chair, title: str = "Policy pack", **options: object) -> Pack:
        with acting_for(charity):
            pack = building.take(ask_pack(*policies, by=by, title=title, **options).pk)
            composed = compose(pack, said=lambda words, *, done, total: None)
            content = f"%PDF-1.7 {pack.code}".encode()
            return building.finish(pack, composed, Typeset(content, pages=7))

    return make


@pytest.fixture
def words_in_pack(charity: Organisation, chair: Person) -> Callable[..., str]:
    """`words_in_pack(policy, ...)`: what would be printed in such a pack."""
    return lambda *policies, **options: words_of(ask_pack(*policies, by=chair, **options))


@pytest.fixture
def words_of_print(charity: Organisation, chair: Person) -> Callable[..., str]:
    """`words_of_print(version)`: what would be printed of one policy."""

    def words(version: PolicyVersion) -> str:
        wanted = [Wanted(version.title, version.policy, version)]
        return words_of(asking.ask(by=chair, kind=Kind.POLICY, title=version.title, documents=wanted))

    return words


def ask_pack(*policies: Policy, by: Person, title: str = "Policy pack", **options: object) -> Pack:
    documents = select(policies, today=factories.day(2026, 11, 20)).documents
    return asking.ask(by=by, kind=Kind.PACK, title=title, documents=documents, **options)


@pytest.fixture
def make_print(charity: Organisation, chair: Person) -> Callable[..., Pack]:
    """`make_print(version)`, or `make_print(kind=Kind.CARD)`."""

    def make(version: PolicyVersion | None = None, *, kind: str = Kind.POLICY, by: Person = chair) -> Pack:
        with acting_for(charity):
            wanted = [Wanted(version.title, version.policy, version)] if version else []
            title = version.title if version else str(Kind(kind).label)
            return built(asking.ask(by=by, kind=kind, title=title, documents=wanted))

    return make


def built(pack: Pack) -> Pack:
    building.build(pack.pk)
    pack.refresh_from_db()
    return pack


def content_of(pack: Pack) -> bytes:
    with default_storage.open(pack.file) as file:
        return file.read()


def pages_of(pack: Pack) -> list[str]:
    """The words of each page, white space squeezed."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(content_of(pack))).pages]


def words_of(pack: Pack) -> str:
    """Every word of a print in its order, before the type is set: what stands there without the wait."""
    composed = compose(building.take(pack.pk), said=lambda words, *, done, total: None)
    root = lxml.html.document_fromstring(composed.html(pack))
    for quiet in root.xpath("//style"):
        quiet.drop_tree()
    return " ".join(" ".join(root.itertext()).split())


@pytest.fixture
def count_queries() -> Callable[[Callable[[], object]], int]:
    """How many questions a thing asks of the database."""

    def count(do: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as asked:
            do()
        return len(asked)

    return count
