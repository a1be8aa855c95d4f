"""Training and induction that policies promise, to begin with. The words are ours; a charity changes them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.roles import Role
from volunteers.models import TopicKind

WORKERS = (Role.STAFF, Role.VOLUNTEER, Role.CONTRACTOR, Role.LINE_MANAGER, Role.COORDINATOR)
EVERYBODY = (*WORKERS, Role.CHAIR, Role.TRUSTEE, Role.SAFEGUARDING_TRUSTEE, Role.LEAD)

ABUSE, POLICY, PRESENCE, CONFIDENTIALITY = "online-abuse", "policy", "presence", "confidentiality"
"""Those that the lights ask after, by their keys."""


@dataclass(frozen=True)
class Suggestion:
    """A topic as it is offered; `clauses` says which promises it keeps. `asks_for` is what is still to be chosen."""

    key: str
    title: str | Promise
    what: str | Promise
    roles: tuple[str, ...]
    clauses: tuple[str, ...]
    kind: TopicKind = TopicKind.TRAINING
    every_months: int | None = None
    within_days: int = 90
    asks_for: str = ""  # "policy" or "agreement"


def _induction(key: str, title: Promise, what: Promise, *clauses: str, asks_for: str = "") -> Suggestion:
    return Suggestion(key, title, what, WORKERS, clauses, kind=TopicKind.INDUCTION, within_days=28, asks_for=asks_for)


SUGGESTIONS = [
    Suggestion(
        ABUSE,
        _("Online abuse, grooming and how approaches are made"),
        _(
            "What abuse and grooming online look like. How somebody makes an approach: a friendly comment, a private "
            "message, a game, a present, a secret. What to answer, what to keep, whom to tell, and how to support the "
            "person."
        ),
        EVERYBODY,
        ("WY-113",),
        every_months=24,
    ),
    Suggestion(
        POLICY,
        _("Our social media and online safety policy"),
        _("What the policy asks of each of us, with examples from our own work, and where to find it afterwards."),
        EVERYBODY,
        ("WR-11",),
        every_months=24,
        asks_for="policy",
    ),
    Suggestion(
        PRESENCE,
        _("Running our pages and accounts"),
        _(
            "For those who run what we show online: what may be posted and with whose permission, answering comments "
            "and messages, two people on every account, strong sign-in, and what to do when something goes wrong."
        ),
        (Role.WEB_MANAGER,),
        ("IL-20",),
        every_months=12,
        within_days=28,
    ),
    Suggestion(
        "safeguarding-basics",
        _("Safeguarding basics"),
        _("Signs of harm, what to say and what not to promise, how to raise a concern, and what happens then."),
        EVERYBODY,
        (),
        every_months=36,
        within_days=60,
    ),
    _induction(
        "handed-over",
        _("Online safety policy and its procedures handed over"),
        _("Give the policy and its procedures, on paper or as a link, and go through them together."),
        "IL-14",
    ),
    _induction(
        "incident",
        _("What to do when something happens"),
        _("Go through an incident step by step: who is in danger, what to keep, where to raise it, and by when."),
        "IL-14",
    ),
    _induction(
        "speaking-up",
        _("Told of whistle-blowing and confidentiality"),
        _(
            "How to speak up about something wrong in the charity itself, to whom inside and outside, and that nobody "
            "suffers for it. What must stay confidential, and when it must not."
        ),
        "WY-73",
    ),
    _induction(
        CONFIDENTIALITY,
        _("Confidentiality agreement signed"),
        _("A document of its own, which everybody signs for themselves. The signature is counted from Agreements."),
        "RW-7",
        asks_for="agreement",
    ),
    _induction(
        "guidelines",
        _("Guidelines for volunteers received"),
        _("The pages for daily use: contact with young people, pictures, groups and private accounts."),
    ),
    _induction(
        "who-to-call",
        _("Knows whom to call"),
        _("Hand over the card with the numbers, and save them together: the lead, the deputy, 999 and the council."),
    ),
    _induction(
        "privacy-settings",
        _("Shown how to check their own privacy settings"),
        _("Show where the settings are. Each does it on their own phone; nobody else looks at their accounts."),
    ),
]


def suggestion(key: str) -> Suggestion | None:
    return next((one for one in SUGGESTIONS if one.key == key), None)
