"""The words in which a case is described; what changes with the law is data in incidents/reference."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Routing(models.TextChoices):
    """Who sees a case by their role. Whoever is concerned never does, and single people are let in beside."""

    LEADS = "leads", _("The safeguarding lead and deputies")
    TRUSTEES = "trustees", _("The chair and the safeguarding trustee")
    NAMED = "named", _("Only people who were let in")


class Source(models.TextChoices):
    """How the charity learnt of it. The procedure is the same for all (IL-57)."""

    IN_PERSON = "in_person", _("Somebody told us in person")
    PHONE = "phone", _("By telephone")
    WRITING = "writing", _("By letter, e-mail or message")
    SOCIAL_MEDIA = "social_media", _("On social media")
    SEEN = "seen", _("Somebody saw or overheard it")
    LINK = "link", _("By the charity's link, without signing in")
    AGENCY = "agency", _("From another organisation")
    OTHER = "other", _("In another way")


class Answer(models.TextChoices):
    """ "Not sure" is an answer, and it leads on to asking somebody (WY-79)."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNSURE = "unsure", _("Not sure")


class Severity(models.TextChoices):
    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")
    CRITICAL = "critical", _("Critical")


class Premises(models.TextChoices):
    OURS = "ours", _("Where we work")
    ELSEWHERE = "elsewhere", _("Somewhere else")
    ONLINE = "online", _("Only online")


class Equipment(models.TextChoices):
    """Action is taken whoever owns it and wherever it happened (WY-109)."""

    OURS = "ours", _("The charity's")
    THEIRS = "theirs", _("Somebody's own")
    BOTH = "both", _("Both")
    NONE = "none", _("No device was used")


class Misconduct(models.TextChoices):
    """The four kinds of forbidden content (WY-25)."""

    UNLAWFUL = "unlawful", _("Unlawful, equality law included")
    REPUTATION = "reputation", _("Damaging to the charity's reputation")
    DEFAMATORY = "defamatory", _("Defamatory")
    HARASSING = "harassing", _("Harassing, bullying or stalking")


class Test(models.TextChoices):
    """The four tests for a concern about somebody who works with children (fact 5)."""

    HARMED = "harmed", _("They harmed a child, or may have")
    OFFENCE = "offence", _("They may have committed an offence against or about a child")
    RISK = "risk", _("They behaved in a way that suggests they may pose a risk of harm to children")
    UNSUITABLE = "unsuitable", _("They behaved, at work or outside it, in a way that suggests they are unsuitable")


class Outcome(models.TextChoices):
    """The terms for how an allegation ended (E-59)."""

    SUBSTANTIATED = "substantiated", _("Substantiated: there is enough evidence that it is so")
    UNSUBSTANTIATED = "unsubstantiated", _("Unsubstantiated: neither proved nor disproved")
    UNFOUNDED = "unfounded", _("Unfounded: nothing supports it")
    FALSE = "false", _("False: there is enough evidence that it is not so")
    MALICIOUS = "malicious", _("Malicious: false, and meant to deceive")
    NOT_ALLEGATION = "not_allegation", _("It was no allegation about a person")
