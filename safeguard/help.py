"""Help: the pages of docs/ for each kind of person, open to everybody and the same for everybody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

FOLDER = settings.BASE_DIR / "docs"
PAGES: dict[str, tuple[str | Promise, str | Promise]] = {
    "volunteer": (
        _("For volunteers"),
        _("Reading and signing, a copy of what you signed, and what to do if it is not for you."),
    ),
    "raising": (
        _("Raising a concern"),
        _("At any hour, with or without your name, and what happens then."),
    ),
    "online-checks": (
        _("Looking somebody up online"),
        _("What such a check is and is not, who sees it, and for how long."),
    ),
    "family": (
        _("For families and members"),
        _("Answering questions about pictures and contact, and changing your mind."),
    ),
    "trustee": (_("For trustees and the chair"), _("The home page, reviews, approving, signing off, packs.")),
    "lead": (_("For the safeguarding lead"), _("Policies, amendments, agreements, reminders and who to call.")),
    "coordinator": (_("For the volunteer coordinator"), _("People, lists, agreements, paper and reminding.")),
    "your-data": (_("Your data"), _("What you can ask a charity about your data, and how to complain.")),
    "administrator": (_("For the administrator"), _("Setting up, settings, backups, upgrades and keys.")),
}
"""What is shown, in this order. Each is docs/<name>.md."""
TITLE = 3  # tokens of the heading with which each begins: opened, words, closed


@dataclass(frozen=True)
class Page:
    """A page as HTML without its title, and the headings that stand on it."""

    title: str
    html: str
    headings: tuple[tuple[str, str], ...]  # (anchor, words)


@require_safe
@cache_control(public=True, max_age=3600)
@login_not_required
def index(request: HttpRequest) -> HttpResponse:
    pages = [(reverse("help_page", args=[name]), label, about) for name, (label, about) in PAGES.items()]
    return HttpResponse(render_to_string("help/index.html", {"pages": pages}))


@require_safe
@cache_control(public=True, max_age=3600)
@login_not_required
def page(request: HttpRequest, name: str) -> HttpResponse:
    """Rendered without the request: a page that is kept by a proxy must know nothing about who opened it."""
    if name not in PAGES:
        raise Http404
    return HttpResponse(render_to_string("help/page.html", {"page": read(name)}))


@cache
def read(name: str) -> Page:
    """docs/<name>.md, with anchors like those of a code host and links that lead to the other pages of help."""
    markdown = MarkdownIt("commonmark", {"html": False})
    tokens = markdown.parse((FOLDER / f"{name}.md").read_text(encoding="utf-8"))
    title, *headings = _anchored(tokens)
    _lead_on(tokens)
    return Page(
        title=title[2],
        html=str(markdown.renderer.render(tokens[TITLE:], markdown.options, {})),
        headings=tuple((anchor, words) for level, anchor, words in headings if level == "h2"),
    )


def _anchored(tokens: Iterable[Token]) -> Iterable[tuple[str, str, str]]:
    """Give each heading an id; (level, id, words) of each."""
    opened = None
    for token in tokens:
        if token.type == "heading_open":
            opened = token
        elif opened is not None:
            words = "".join(child.content for child in token.children or [])
            opened.attrSet("id", anchor_of(words))
            yield opened.tag, anchor_of(words), words
            opened = None


def anchor_of(words: str) -> str:
    """ "Signing off, in a batch" is "signing-off-in-a-batch"."""
    kept = "".join(letter for letter in words.lower() if letter.isalnum() or letter in " -_")
    return kept.replace(" ", "-")


def _lead_on(tokens: Iterable[Token]) -> None:
    for token in tokens:
        if token.type == "link_open":
            token.attrSet("href", _on_the_site(str(token.attrGet("href"))))
        _lead_on(token.children or [])


def _on_the_site(link: str) -> str:
    path, mark, anchor = link.partition("#")
    name = PurePosixPath(path).stem
    if path.endswith(".md") and name in PAGES:
        return f"{reverse('help_page', args=[name])}{mark}{anchor}"
    return reverse("help") if path == "README.md" else link
