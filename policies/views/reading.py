"""Reading a policy: its text, what is kept beside it, and what happened to it."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from people.permissions import whom_to_ask
from policies import actions, adoption, fingerprints, flags, reading
from policies import history as past
from policies.models import Policy, PolicyVersion
from policies.permissions import COMMENT, can_comment, can_edit, can_read_drafts, can_review
from policies.states import Status
from policies.views.fetching import open_review_of, policy_of, version_of
from safeguard.refusals import require


@require_safe
def read_policy(request: HttpRequest, policy_slug: str) -> HttpResponse:
    """The version in force; where there is none, the newest that this person may read."""
    policy = policy_of(policy_slug)
    version = policy.current or latest(request, policy)
    if version is None:
        return render(request, "policies/no_text.html", {"policy": policy, "tabs": actions.tabs(policy, "policy")})
    return render(request, "policies/read.html", context_of(request, policy, version) | {"is_current_page": True})


@require_safe
def read_version(request: HttpRequest, policy_slug: str, number: int) -> HttpResponse:
    version = version_of(request, policy_slug, number)
    return render(
        request, "policies/read.html", context_of(request, version.policy, version) | {"is_current_page": False}
    )


def latest(request: HttpRequest, policy: Policy) -> PolicyVersion | None:
    if policy.in_work is not None and can_read_drafts(request.person, policy):
        return policy.in_work
    return policy.versions.filter(in_force_at__isnull=False).newest_first().first()


def context_of(request: HttpRequest, policy: Policy, version: PolicyVersion) -> dict[str, Any]:
    today = timezone.localdate()
    version.policy = policy
    clauses = list(version.clauses.all())
    amendments = list(version.amendments.in_force())
    companions = list(policy.companions.with_document())
    return {
        "policy": policy,
        "version": version,
        "kind": adoption.kind_of(policy),
        "standing": flags.standing(policy, today),
        "tabs": actions.tabs(policy, "policy"),
        "actions": actions.of_version(request.person, version, open_review_of(policy)),
        "binds": adoption.audience_of(policy),
        "text": reading.text_of(version, clauses=clauses, amendments=amendments, citable=True),
        "contents": reading.contents(clauses),
        "amendments": amendments,
        "loose_amendments": reading.loose(amendments, clauses),
        "appendices": list(version.appendices.all()),
        "companions": [(companion, flags.of_companion(companion, today)) for companion in companions],
        "adoption": adoption.lines(policy, version),
        "oddities": [*flags.oddities(policy, version, today), *flags.moved_on(version)],
        "missing": flags.missing(policy, version),
        "may_edit": can_edit(request.person, policy),
        "other": other_version(request, policy, version),
        "fingerprint": fingerprints.fingerprint(version, amendments),
        "suggestions": list(policy.suggestions.waiting()) if can_read_drafts(request.person, policy) else [],
        "may_settle": can_review(request.person, policy),
    }


def other_version(request: HttpRequest, policy: Policy, version: PolicyVersion) -> PolicyVersion | None:
    """The one to point at from this page: the draft from the text in force, the text in force from any other."""
    if version.status == Status.IN_FORCE:
        return policy.in_work if can_read_drafts(request.person, policy) else None
    return policy.current


@require_safe
def about(request: HttpRequest, policy_slug: str) -> HttpResponse:
    """Everything that is kept beside the text."""
    policy, today = policy_of(policy_slug), timezone.localdate()
    version = policy.current or (policy.in_work if can_read_drafts(request.person, policy) else None)
    may_edit = can_edit(request.person, policy)
    context = {
        "policy": policy,
        "version": version,
        "tabs": actions.tabs(policy, "about"),
        "details": adoption.details(policy),
        "missing": flags.missing(policy, version),
        "companions": [(c, flags.of_companion(c, today)) for c in policy.companions.with_document()],
        "references": [(r, flags.of_reference(r, today)) for r in policy.references.select_related("checked_by")],
        "appendices": list(version.appendices.all()) if version else [],
        "extracts": list(version.extracts.select_related("source__policy")) if version else [],
        "named_by": policy.companion_of.select_related("policy"),
        "may_edit": may_edit,
    }
    return render(request, "policies/about.html", context)


@require_safe
def history(request: HttpRequest, policy_slug: str) -> HttpResponse:
    """Versions, reviews, decisions and amendments, the newest first."""
    policy = policy_of(policy_slug)
    versions = policy.versions.without_text().select_related("signed_by").newest_first()
    may_read_drafts = can_read_drafts(request.person, policy)
    shown = list(versions if may_read_drafts else versions.filter(in_force_at__isnull=False))
    context = {
        "policy": policy,
        "tabs": actions.tabs(policy, "history"),
        "versions": shown,
        "amendments": past.amendments(policy, may_read_drafts=may_read_drafts),
        "events": past.events(policy, may_read_drafts=may_read_drafts),
        "open_points": past.open_points(policy),
        "may_edit": can_edit(request.person, policy),
    }
    return render(request, "policies/history.html", context)


@require_safe
def source_file(request: HttpRequest, policy_slug: str, number: int) -> HttpResponse:
    """The file that a version was imported from, as it came, to be saved and not opened in the browser."""
    version = version_of(request, policy_slug, number)
    require(can_comment(request.person, version), whom_to_ask(COMMENT))
    if not version.source_file or not version.source_file.storage.exists(version.source_file.name):
        raise Http404
    answer = FileResponse(
        version.source_file.open(),
        as_attachment=True,
        filename=version.source_name,
        content_type="application/octet-stream",
    )
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
