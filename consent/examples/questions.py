"""What Harbour Lights asks: every kind of question, drafts and one that is no longer asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from consent.models import Channel, Means, Question
from consent.services import designing
from organisations.models import Organisation
from people.models import Person

WITHDRAWAL = (
    "Tell any of us, ring 0191 496 0100 or write to hello@harbourlights.example. You need no reason. From that moment "
    "nothing new is shown, and what we can take down comes down the same day."
)


@dataclass(frozen=True)
class Asked:
    title: str
    means: str
    channel: str
    what_for: str
    text: str
    explanation: str
    terms: dict[str, Any] = field(default_factory=dict)


CLUB_LIFE = "Showing what happens at the club"
QUESTIONS = (
    Asked(
        "Pictures taken with the charity's camera",
        Means.PICTURE,
        Channel.TAKEN,
        "Keeping a record of what we do together",
        "May we take photographs with the charity's own camera?",
        "A member of staff takes them. They are moved to a locked folder the same week and wiped from the camera. "
        "Nobody outside the staff sees them unless you say yes to that as well.",
    ),
    Asked(
        "Pictures taken with somebody's own phone",
        Means.PICTURE,
        Channel.TAKEN_PHONE,
        "Pictures of group activities",
        "May staff and volunteers take photographs with their own phone during a group activity?",
        "Only during a group activity, and only when the charity's camera is not there. The picture is handed in "
        "within two days and deleted from the phone. It is not posted from the phone.",
    ),
    Asked(
        "Pictures inside the club",
        Means.PICTURE,
        Channel.INTERNAL,
        CLUB_LIFE,
        "May we hang photographs on our walls and show them in reports to our members?",
        "They hang inside our rooms and stand in the report that members get at the yearly meeting.",
        {"refresh_months": 24},
    ),
    Asked(
        "Pictures in the families' group",
        Means.PICTURE,
        Channel.PRIVATE_GROUP,
        "Letting families see what their children did",
        "May we send photographs to the private group of our families?",
        "Only families of our members are in the group, and a member of staff lets people in. Somebody in the group "
        "could still pass a picture on.",
    ),
    Asked(
        "Pictures on our website",
        Means.PICTURE,
        Channel.WEBSITE,
        CLUB_LIFE,
        "May we show photographs on our website?",
        "We never put a full name beside the face of a child. Pictures older than two years are taken down.",
    ),
    Asked(
        "Pictures on Facebook",
        Means.PICTURE,
        Channel.FACEBOOK,
        CLUB_LIFE,
        "May we show photographs on our Facebook page?",
        "Anybody can look at the page. We never put a name beside the face of a child, we tag nobody, and a trustee "
        "looks at each picture first.",
    ),
    Asked(
        "Pictures on Instagram",
        Means.PICTURE,
        Channel.INSTAGRAM,
        CLUB_LIFE,
        "May we show photographs on our Instagram account?",
        "Anybody can look at the account. We use no names, we tag nobody, and a trustee looks at each picture first.",
    ),
    Asked(
        "Pictures given to newspapers",
        Means.PICTURE,
        Channel.PRESS,
        "Stories about our work in the local newspaper",
        "May we give photographs to newspapers, radio or television?",
        "We ring you before we give one away. A newspaper may keep it and print it again.",
        {"refresh_months": 6},
    ),
    Asked(
        "Pictures in leaflets and the annual report",
        Means.PICTURE,
        Channel.PRINT,
        "Leaflets, posters and the annual report",
        "May we print photographs in our leaflets, posters and annual report?",
        "Leaflets lie in libraries and surgeries. What has been printed stays about until the copies are used up.",
    ),
    Asked(
        "Film on YouTube",
        Means.FILM,
        Channel.YOUTUBE,
        "Fund-raising",
        "May we show film in which your voice or face can be recognised on our YouTube channel?",
        "Anybody can watch it. Comments are switched off. A trustee watches each film first.",
    ),
    Asked(
        "A story on our website",
        Means.STORY,
        Channel.WEBSITE,
        "Fund-raising",
        "May we tell a part of your story on our website?",
        "We write it together and show you the words before they go out. A first name is changed if you wish.",
        {"refresh_months": 6},
    ),
    Asked(
        "Video calls",
        Means.VIDEO_CALL,
        Channel.CONVERSATION,
        "Keeping in touch between meetings",
        "May our staff keep in touch by video call?",
        "Two adults are in the call, at an arranged time. Nothing is recorded.",
    ),
    Asked(
        "Text messages",
        Means.MESSAGING,
        Channel.CONVERSATION,
        "Arrangements for meetings and trips",
        "May our staff send text messages or messages in a messaging app?",
        "Messages come from the charity's own telephone, are about arrangements only, and are kept.",
    ),
    Asked(
        "Contact by social media",
        Means.SOCIAL_MEDIA,
        Channel.CONVERSATION,
        "Keeping in touch between meetings",
        "May our staff write by social media?",
        "Only from the charity's accounts, never from somebody's own. A second member of staff can read everything.",
    ),
    Asked(
        "Sharing with Seaview Primary School",
        Means.DISCLOSURE,
        Channel.THIRD_PARTY,
        "Planning help with homework together",
        "May we tell Seaview Primary School which homework sessions were attended?",
        "The class teacher gets a list of days once a month, and nothing else. If a child is in danger we may have to "
        "tell others without asking; we would tell you whenever that is safe.",
        {"channel_name": "Seaview Primary School"},
    ),
)
DRAFT = Asked(
    "Pictures on TikTok",
    Means.PICTURE,
    Channel.TIKTOK,
    CLUB_LIFE,
    "May we show photographs on our TikTok account?",
    "Anybody can look at the account. The trustees have not decided yet whether we want one.",
)
CLOSED = Asked(
    "Pictures on X",
    Means.PICTURE,
    Channel.X,
    CLUB_LIFE,
    "May we show photographs on our account on X?",
    "Anybody could look at the account, which has been closed since.",
)
POLISH = (
    "Pictures on our website",
    "Czy możemy pokazywać zdjęcia na naszej stronie internetowej?",
    "Nigdy nie podajemy pełnego imienia i nazwiska obok twarzy dziecka. Zdjęcia starsze niż dwa lata usuwamy.",
    (
        "Powiedz o tym komukolwiek z nas, zadzwoń pod numer 0191 496 0100 albo napisz na adres "
        "hello@harbourlights.example. Nie musisz podawać powodu. Od tej chwili nie pokazujemy niczego nowego, a to, "
        "co możemy usunąć, usuwamy tego samego dnia."
    ),
)


def load(organisation: Organisation, people: dict[str, Person]) -> None:
    by = people["coordinator"]
    for asked in (*QUESTIONS, CLOSED, DRAFT):
        made = _write(asked, by)
        if asked is not DRAFT:
            designing.open_question(made, by=by)
        if asked is CLOSED:
            designing.close_question(made, by=by)
    title, text, explanation, withdrawal = POLISH
    words = {"text": text, "explanation": explanation, "withdrawal": withdrawal}
    designing.translate(question(title), by=by, language="pl", **words)


def question(title_start: str) -> Question:
    """The first question whose title begins like this, such as "Pictures on Facebook". Raises LookupError."""
    found = Question.objects.filter(title__startswith=title_start).order_by("place", "pk").first()
    if found is None:
        raise LookupError(f"The example charity asks nothing that begins with “{title_start}”.")
    return found


def _write(asked: Asked, by: Person) -> Question:
    made = designing.create(
        asked.title, by=by, means=asked.means, channel=asked.channel, what_for=asked.what_for, **asked.terms
    )
    designing.write_words(made, by=by, text=asked.text, explanation=asked.explanation, withdrawal=WITHDRAWAL)
    return made
