"""Reviews: asking people to read, what they say to a clause, and what came of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from people.models import Person
from people.permissions import whom_to_ask
from policies import reading
from policies.forms.reviewing import CancelForm, CommentForm, CompleteForm, OpenReviewForm, SettleForm
from policies.models import Outcome, Policy, PolicyVersion, Review
from policies.permissions import (
    COMMENT,
    COMMENTERS,
    REVIEW,
    can_comment,
    can_read_drafts,
    can_review,
    can_withdraw,
)
from policies.services import reviews, suggestions
from policies.views.answering import after, form_page
from policies.views.fetching import open_review_of, policy_of, version_of
from safeguard.addresses import address
from safeguard.refusals import Refused, require


@require_http_methods(["GET", "HEAD", "POST"])
def open_review(request: HttpRequest, policy_slug: str) -> HttpResponse:
    policy = policy_of(policy_slug)
    require(can_review(request.person, policy), whom_to_ask(REVIEW))
    if (standing := open_review_of(policy)) is not None:
        return redirect("policies:review", request.organisation.slug, policy.slug, standing.pk)

    form = OpenReviewForm(request.POST or None, people=possible_readers())
    if request.method == "POST" and form.is_valid():
        try:
            review = reviews.open_review(policy, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("policies:review", request.organisation.slug, policy.slug, review.pk)
    return form_page(
        request,
        form,
        caption=policy.title,
        title=_("Start the review"),
        lead=_("The text stays in force while it is reviewed."),
        submit=_("Start the review"),
        back=policy.get_absolute_url(),
    )


def possible_readers() -> Any:
    """Those who work on policies and have a sign-in of their own."""
    return Person.objects.current().holding(*COMMENTERS).exclude(user=None)


def review_of(policy: Policy, pk: int) -> Review:
    found: Review = get_object_or_404(policy.reviews.select_related("version", "opened_by", "done_by"), pk=pk)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def read_review(request: HttpRequest, policy_slug: str, pk: int) -> HttpResponse:
    """The text with what was said to it; a comment is posted here."""
    policy = policy_of(policy_slug)
    require(can_read_drafts(request.person, policy), whom_to_ask(COMMENT))
    review = review_of(policy, pk)
    review.version.policy = policy

    clauses = list(review.version.clauses.all())
    form = CommentForm(request.POST or None, clauses=clauses, initial={"anchor": request.GET.get("clause", "")})
    if request.method == "POST" and form.is_valid() and said(request, review.version, form):
        return redirect(request.get_full_path())
    readers = list(review.reviewers.select_related("person"))
    context = {
        "review": review,
        "readers": readers,
        "mine": next((reader for reader in readers if reader.person_id == request.person.pk), None),
        "may_review": can_review(request.person, policy),
        "is_open": review.status == "open",
        "suggestions": list(policy.suggestions.waiting()),
        "may_settle": can_review(request.person, policy),
        **commented(review.version, clauses, form),
    }
    return render(request, "policies/review.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def comments(request: HttpRequest, policy_slug: str, number: int) -> HttpResponse:
    """The same for a text that is in work."""
    version = version_of(request, policy_slug, number)
    require(can_comment(request.person, version), whom_to_ask(COMMENT))

    clauses = list(version.clauses.all())
    form = CommentForm(request.POST or None, clauses=clauses, initial={"anchor": request.GET.get("clause", "")})
    if request.method == "POST" and form.is_valid() and said(request, version, form):
        return redirect(request.get_full_path())
    return render(request, "policies/comments.html", commented(version, clauses, form))


def said(request: HttpRequest, version: PolicyVersion, form: CommentForm) -> bool:
    try:
        reviews.comment(version, by=request.person, **form.cleaned_data)
    except Refused as refused:
        form.add_error("anchor", str(refused))
        return False
    messages.success(request, _("Your comment is with the text."))
    return True


def commented(version: PolicyVersion, clauses: list[Any], form: CommentForm) -> dict[str, Any]:
    found = list(version.comments.select_related("person", "settled_by"))
    return {
        "version": version,
        "policy": version.policy,
        "form": form,
        "text": reading.text_with_comments(version, clauses=clauses, comments=found),
        "general_comments": reading.without_place(found, clauses),
        "open_comments": sum(comment.settled_at is None for comment in found),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, policy_slug: str, number: int, pk: int) -> HttpResponse:
    version = version_of(request, policy_slug, number)
    require(can_comment(request.person, version), whom_to_ask(COMMENT))
    comment = get_object_or_404(version.comments.select_related("person"), pk=pk)

    back = address("policies:comments", policy_slug, number)
    form = SettleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reviews.settle(comment, by=request.person, **form.cleaned_data)
        messages.success(request, _("The comment is settled."))
        return redirect(back)
    return form_page(
        request,
        form,
        caption=_("%(person)s said:") % {"person": comment.person},
        title=_("Settle this comment"),
        lead=comment.text,
        submit=_("Settle it"),
        back=back,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def settle_suggestion(request: HttpRequest, policy_slug: str, pk: int) -> HttpResponse:
    policy = policy_of(policy_slug)
    require(can_review(request.person, policy), whom_to_ask(REVIEW))
    suggestion = get_object_or_404(policy.suggestions, pk=pk)

    form = SettleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        suggestions.settle(suggestion, by=request.person, **form.cleaned_data)
        messages.success(request, _("It is noted what came of it."))
        return redirect(policy)
    return form_page(
        request,
        form,
        caption=policy.title,
        title=_("What came of this suggestion?"),
        lead=suggestion.text,
        submit=_("Record it"),
        back=policy.get_absolute_url(),
    )


@require_POST
def mark_read(request: HttpRequest, policy_slug: str, pk: int) -> HttpResponse:
    policy = policy_of(policy_slug)
    require(can_read_drafts(request.person, policy), whom_to_ask(COMMENT))
    review = review_of(policy, pk)
    done = _("Thank you. It is noted that you have read it.")
    then = address("policies:review", policy.slug, review.pk)
    return after(request, lambda: reviews.mark_read(review, by=request.person), done, then=then)


@require_http_methods(["GET", "HEAD", "POST"])
def ask_readers(request: HttpRequest, policy_slug: str, pk: int) -> HttpResponse:
    policy = policy_of(policy_slug)
    require(can_review(request.person, policy), whom_to_ask(REVIEW))
    review = review_of(policy, pk)

    asked = review.reviewers.values("person")
    form = OpenReviewForm(request.POST or None, people=possible_readers().exclude(pk__in=asked))
    back = address("policies:review", policy.slug, review.pk)
    if request.method == "POST" and form.is_valid():
        try:
            count = reviews.ask_readers(review, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            words = ngettext("%(count)d more person is asked.", "%(count)d more people are asked.", count)
            messages.success(request, words % {"count": count})
            return redirect(back)
    return form_page(
        request, form, caption=policy.title, title=_("Ask more people to read it"), submit=_("Ask them"), back=back
    )


@require_http_methods(["GET", "HEAD", "POST"])
def complete(request: HttpRequest, policy_slug: str, pk: int) -> HttpResponse:
    policy = policy_of(policy_slug)
    require(can_review(request.person, policy), whom_to_ask(REVIEW))
    review = review_of(policy, pk)
    today = timezone.localdate()
    initial = {"done_on": today, "next_review": reviews.proposed_next(policy, today)}
    form = CompleteForm(request.POST or None, may_withdraw=can_withdraw(request.person, policy), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            version = reviews.complete(review, by=request.person, **form.outcomes)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return finished(request, policy, version, form.cleaned_data["outcome"])
    context = {"policy": policy, "review": review, "form": form, "open_comments": open_comments(review)}
    return render(request, "policies/complete_review.html", context)


def open_comments(review: Review) -> int:
    return review.version.comments.filter(settled_at=None).count()


def finished(request: HttpRequest, policy: Policy, version: PolicyVersion, outcome: str) -> HttpResponse:
    if outcome == Outcome.NEW_VERSION:
        messages.success(request, _("The review is done. Here is the draft of the new version."))
        return redirect("policies:edit", request.organisation.slug, policy.slug, version.number)
    words = {
        Outcome.NO_CHANGE: _("The review is done. Nothing changed; signatures stand."),
        Outcome.WITHDRAW: _("The policy is withdrawn. All its versions can still be read."),
    }
    messages.success(request, words[Outcome(outcome)])
    return redirect(policy)


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, policy_slug: str, pk: int) -> HttpResponse:
    policy = policy_of(policy_slug)
    require(can_review(request.person, policy), whom_to_ask(REVIEW))
    review = review_of(policy, pk)

    form = CancelForm(request.POST or None)
    back = address("policies:review", policy.slug, review.pk)
    if request.method == "POST" and form.is_valid():
        try:
            reviews.cancel(review, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The review was called off. What was said is kept."))
            return redirect(policy)
    return form_page(
        request,
        form,
        caption=policy.title,
        title=_("Call the review off?"),
        lead=_("For a review that was begun by mistake. The policy stays due as it was."),
        submit=_("Call it off"),
        submit_kind="warning",
        back=back,
    )
