"""Words that every charity begins with: about permission, internet use, privacy settings and young volunteers.

They are our own. A charity may put its own in place of the first two (`volunteers.services.settings`).
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organisations.models import Organisation
from volunteers.models import Position, Recruitment


def permission(way: Recruitment) -> str:
    """What an applicant says yes or no to. It is stored with the answer, word for word (BC-9)."""
    return way.permission_text or _(
        "May somebody from our charity look up my name with a search engine before a decision about me is made?\n\n"
        "They look only at what everybody can see without signing in anywhere. They do not use an account of their "
        "own or of anybody else, do not ask to be my friend or follower, and never ask me for a password or to show "
        "them an account. They note only what matters for the position, never my religion, health, origin, politics, "
        "sexuality or membership of a union, and keep no pictures.\n\n"
        "If something worries them, they tell me what it is at the first opportunity, and I can answer before "
        "anybody decides. Somebody else decides, and what was found decides nothing by itself. What was noted is "
        "deleted when its time is over; only the fact that they looked stays.\n\n"
        "I may say no. That does not count against me, and neither does it if nothing of me is to be found. I may "
        "take a yes back at any time by telling the charity. From then on nobody looks. If something had been found by "
        "then, I am still told, can still answer, and somebody still decides."
    )


def internet_use(way: Recruitment, position: Position | None = None) -> list[str]:
    """What internet use means here, for everybody and then for this position (BC-10)."""
    for_all = way.internet_text or _(
        "Whoever helps here is seen as part of the charity online, too. You keep your private accounts apart from "
        "your work here: you do not befriend, follow or write to children, young people or those we support from "
        "them, and you do not post pictures or stories of them.\n\n"
        "Everybody can read what you make public: the families we work with, journalists, and the charity. What you "
        "write there can lead to questions. If something online worries you, you tell the safeguarding lead and do "
        "not look into it yourself."
    )
    return [for_all, *([position.internet_use] if position and position.internet_use else [])]


def privacy_settings() -> list[tuple[str, list[str]]]:
    """Where to look in one's own accounts, without naming a service that may look different next year (BC-11)."""
    return [
        (
            _("See what others see"),
            [
                _("Sign out, or open a private window, and search for your name, your nicknames and your numbers."),
                _("Look at the pictures as well, and at the second page of the results."),
                _("Many services can show your profile as a stranger sees it: look for “View as” or “Public profile”."),
            ],
        ),
        (
            _("In each account, open Settings, then Privacy"),
            [
                _("Who can see what I post from now on: friends only, or nobody."),
                _("Who can see what I posted before: there is often one button that limits all of it at once."),
                _("Who can see my friends, my groups, my birthday, my telephone number and where I work."),
                _("Who can find me by my e-mail address or number, and whether search engines may show my profile."),
                _("Who can mark me in pictures: ask to be asked first."),
                _("Who can write to me: friends only."),
            ],
        ),
        (
            _("Where you are, and what is attached"),
            [
                _("Switch off the place in your posts, stories and camera."),
                _("Look through the apps that may use your account, and remove those that you do not know."),
            ],
        ),
        (
            _("Keep the account yours"),
            [
                _("A password of its own for each account, and a second step when signing in."),
                _("Never tell anybody a password. We do not ask for one, and nobody else who is honest does."),
            ],
        ),
        (
            _("Old accounts and other people’s pictures"),
            [
                _("Close accounts that you no longer use."),
                _("Ask friends to take down what you would not like a parent of the children here to see."),
            ],
        ),
    ]


def young(organisation: Organisation) -> list[str]:
    """For a volunteer under 18 and their parent: the rules protect them as they do members (E-25, IL-47)."""
    return [
        _(
            "Whoever is under 18 is protected here like every other young person, also as a volunteer. Our rules "
            "about contact between staff and young people hold for you as they do for our members."
        ),
        _(
            "Nobody of the staff or the adult volunteers of %(name)s may befriend or follow you from a private "
            "account, write to you alone, or ask you to keep something secret."
        )
        % {"name": organisation.name},
        _("Messages about your work go to groups that more than one adult reads, or by way of your parent or carer."),
        _("If anybody here does otherwise, tell the safeguarding lead, your parent or carer, or somebody you trust."),
    ]


def referees() -> str:
    """What referees are asked, said to whoever names them."""
    return _(
        "We ask them how they know you, and whether there is a reason why you should not work with children or adults "
        "at risk. Please tell them before we write. What they say, you may ask to see."
    )


def use_of_data(way: Recruitment, months: int, *, on_paper: bool = False) -> list[str]:
    """What becomes of what somebody writes into the form, and for how long (UK GDPR article 13)."""
    saved = ngettext(
        "What you save and do not send is deleted after a day.",
        "What you save and do not send is deleted after %(days)s days.",
        way.draft_days,
    )
    return [
        _("We use what you write to decide whether the position and you suit each other, and for nothing else."),
        _("Only those who choose volunteers read it. What you write about yourself is kept encrypted."),
        _("We ask the people whom you name as referees about you, and nobody else without telling you."),
        ngettext(
            "If you join us, it becomes part of your record here. If not, it is deleted after a month.",
            "If you join us, it becomes part of your record here. If not, it is deleted after %(months)s months.",
            months,
        )
        % {"months": months},
        *([] if on_paper else [saved % {"days": way.draft_days}]),
        _(
            "You may ask us for a copy, for a correction, or to delete it, and you may complain to the Information "
            "Commissioner."
        ),
    ]


def no_passwords() -> str:
    """BC-19: the form has no field for one either."""
    return _("We never ask for a password, nor for a look into your accounts: not now, not in an interview, not later.")
