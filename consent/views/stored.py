"""The private store in the browser. While the charity keeps no pictures here, none of these addresses exists."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from consent import store
from consent.forms.stored import StoreForm
from consent.models import Picture, StoredPicture
from consent.permissions import can_delete_stored, can_look_at
from consent.services import stored as services
from consent.views.pictures import picture_for
from safeguard.refusals import Refused, require


def add(request: HttpRequest, pk: int) -> HttpResponse:
    picture = _line(request, pk)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = StoreForm(*sent)
    if request.method == "POST" and form.is_valid():
        kept, refused = 0, []
        for file in form.cleaned_data["files"]:
            try:
                services.keep(picture, by=request.person, file=file)
                kept += 1
            except Refused as why:
                refused.append(f"{file.name}: {why}")
        if kept:
            words = ngettext("One picture is kept here now.", "%(n)s pictures are kept here now.", kept)
            messages.success(request, words % {"n": kept})
        for sentence in refused:
            form.add_error("files", sentence)
        if not refused:
            return redirect(picture)
    return render(request, "consent/pictures/store.html", {"form": form, "picture": picture})


@require_safe
def show(request: HttpRequest, pk: int, stored_pk: int) -> HttpResponse:
    """The picture itself. Every look is recorded."""
    stored = _stored(request, pk, stored_pk)
    answer = _file(stored.file.name, f"picture-{stored.pk}.jpg")
    services.look(stored.picture, by=request.person, count=1)
    return answer


@require_safe
def small(request: HttpRequest, pk: int, stored_pk: int) -> HttpResponse:
    """A small copy; the page that shows it has recorded the look."""
    stored = _stored(request, pk, stored_pk)
    return _file(store.small_name(stored.file.name), f"picture-{stored.pk}-small.jpg")


def delete(request: HttpRequest, pk: int, stored_pk: int) -> HttpResponse:
    stored = _stored(request, pk, stored_pk)
    sentence = _("Whoever took it, the web manager and whoever keeps consent take a picture out. Ask one of them.")
    require(can_delete_stored(request.person, stored.picture), sentence)
    if request.method == "POST":
        services.delete(stored, by=request.person)
        messages.success(request, _("The picture is gone from here. The log says that it was here."))
        return redirect(stored.picture)
    return render(request, "consent/pictures/delete_stored.html", {"stored": stored, "picture": stored.picture})


def _line(request: HttpRequest, pk: int) -> Picture:
    if not store.is_on():
        raise Http404
    return picture_for(request, pk)


def _stored(request: HttpRequest, pk: int, stored_pk: int) -> StoredPicture:
    """404 for what is not there, and for a picture of somebody whose name this person does not see."""
    picture = _line(request, pk)
    if not can_look_at(request.person, picture, timezone.localdate()):
        raise Http404
    stored: StoredPicture = get_object_or_404(StoredPicture, pk=stored_pk, picture=picture, deleted_at=None)
    stored.picture = picture
    return stored


def _file(name: str, shown_as: str) -> FileResponse:
    """No cache keeps it, and the browser runs nothing in it."""
    try:
        file: Any = store.open_file(name)
    except FileNotFoundError:
        raise Http404 from None
    answer = FileResponse(file, filename=shown_as, content_type="image/jpeg")
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
