"""Notices to begin with, in our own words. Each is read through and made the charity's own before it is used."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consent.models import NoticeKind


@dataclass(frozen=True)
class Starter:
    key: str
    title: str | Promise
    kind: str
    text: str | Promise
    to_carers: bool = True
    to_beneficiaries: bool = False


STARTERS = (
    Starter(
        "social-media",
        _("How we use social media"),
        NoticeKind.SOCIAL_MEDIA,
        _(
            "We use social media to tell people what we do and when we meet. This is how we do it:\n\n"
            "Accounts belong to the charity. More than one of us can open each, and we look at what is posted.\n\n"
            "We ask before we show a picture or tell a story in which somebody can be recognised. You may say yes to "
            "one thing and no to another, and change your mind at any time. We then take it down on the same day as "
            "far as we can; copies that others have made cannot be called back.\n\n"
            "Our workers do not become friends with children on their own accounts, and do not write to them in "
            "private.\n\n"
            "If you do not want us to contact your child by social media, tell us, and we will not.\n\n"
            "If something worries you, ring us. If a child is in danger, call 999."
        ),
    ),
    Starter(
        "monitoring",
        _("Our network is watched"),
        NoticeKind.MONITORING,
        _(
            "You can use our computers and our Wi-Fi here. To keep everybody safe, the network is watched.\n\n"
            "That means: the pages that are opened are noted, some pages are blocked, and a worker looks at the notes "
            "if something goes wrong.\n\n"
            "We do not read your private messages for fun. If we find something that worries us, we talk to you "
            "first, unless somebody could be in danger.\n\n"
            "Have you seen something that upset you? Tell one of us. You have done nothing wrong by telling."
        ),
        to_carers=False,
        to_beneficiaries=True,
    ),
    Starter(
        "appendix",
        _("For families: keeping safe online"),
        NoticeKind.APPENDIX,
        _(
            "This page goes with our policy. We give it to every family and talk it through.\n\n"
            "Nobody of our charity asks you for money, passwords or pictures in a message. If somebody does, it is not "
            "one of us.\n\n"
            "You decide what we may show and tell about your family. Think of where you live and where your children "
            "go to school before you post about yourselves.\n\n"
            "Look through the privacy settings of your telephone with your children; we help if you like.\n\n"
            "We keep what you tell us to ourselves. Only when somebody could come to harm do we tell those who can "
            "help, and we tell you that we do.\n\n"
            "You can have this page in large print, in easy words, in your language, or read aloud."
        ),
    ),
)


def starter(key: str) -> Starter | None:
    return next((one for one in STARTERS if one.key == key), None)
