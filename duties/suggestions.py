"""Regular tasks that policies like these promise, to begin with. The words are ours; a charity changes them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.roles import Role

WORKERS = (Role.STAFF, Role.VOLUNTEER, Role.CONTRACTOR)


@dataclass(frozen=True)
class Suggestion:
    """A task as it is offered; `clause` says which promise it keeps."""

    key: str
    title: str | Promise
    what: str | Promise
    roles: tuple[str, ...]
    every_months: int
    clause: str
    by_everybody: bool = False


SUGGESTIONS = [
    Suggestion(
        "is-it-followed",
        _("Is the policy followed?"),
        _("Pick a few things that the policy asks for, look whether they were done, and write down what you found."),
        (Role.LEAD,),
        6,
        "WR-12",
    ),
    Suggestion(
        "online-in-other-policies",
        _("Do our other safeguarding policies cover what happens online?"),
        _("Read the policies on safeguarding, bullying and reporting: do they say what to do when it happens online?"),
        (Role.LEAD,),
        12,
        "IL-22",
    ),
    Suggestion(
        "how-people-use-it",
        _("How do our people use social media at the moment?"),
        _("Put it on the agenda: what do young people, members, staff and volunteers use, with us and elsewhere?"),
        (Role.LEAD,),
        6,
        "IL-18",
    ),
    Suggestion(
        "methods",
        _("Are our ways of finding and reducing risk online still good enough?"),
        _("Go through what you do to notice, judge and lessen risks online, and what has changed since last time."),
        (Role.LINE_MANAGER,),
        12,
        "WY-53",
    ),
    Suggestion(
        "filter-access-devices",
        _("What does our filter stop, who has access, and how are devices used?"),
        _("Look at three things: what the filter blocks, who can get in where, and what the devices are used for."),
        (Role.LINE_MANAGER,),
        6,
        "WY-55",
    ),
    Suggestion(
        "levels-of-access",
        _("Does access still fit the age and ability of those who use it?"),
        _("Compare what each group can reach with what you provide, and with the age and ability of its people."),
        (Role.LINE_MANAGER,),
        12,
        "WY-57",
    ),
    Suggestion(
        "consequences",
        _("Remember what misuse of the charity's internet can lead to"),
        _("Unlawful, hateful or indecent content ends work with us and may be a crime. If you are unsure, ask first."),
        WORKERS,
        12,
        "WY-16",
        by_everybody=True,
    ),
    Suggestion(
        "safe-behaviour",
        _("Remember how we behave online"),
        _("Post nothing that could harm, shame or expose somebody, and keep work and private accounts apart."),
        WORKERS,
        6,
        "WY-74",
        by_everybody=True,
    ),
    Suggestion(
        "privacy-settings",
        _("Check the privacy settings of your own accounts"),
        _("Open the settings of each account you use, see who can read your posts and find you; close what you can."),
        WORKERS,
        6,
        "BC-37",
        by_everybody=True,
    ),
]
