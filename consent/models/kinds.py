"""What may be asked about: by which means, on which channel."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Means(TextChoices):
    """What is done: a picture is made or shown, a story told, a person contacted, data passed on."""

    PICTURE = "picture", _("Photographs")
    FILM = "film", _("Film or sound")
    STORY = "story", _("Their story or words")
    MESSAGING = "messaging", _("Contact by text or messaging app")
    SOCIAL_MEDIA = "social_media", _("Contact by social media")
    VIDEO_CALL = "video_call", _("Contact by video call")
    DISCLOSURE = "disclosure", _("Data passed to somebody else")


IMAGES = frozenset({Means.PICTURE, Means.FILM})
"""What the picture log and the rules for children of under seven are about."""

SHOWN = IMAGES | {Means.STORY}
"""What is published, and can be taken down."""

CONTACT = frozenset({Means.MESSAGING, Means.SOCIAL_MEDIA, Means.VIDEO_CALL})
"""Ways in which the charity talks with somebody: one consent for each (IL-41)."""


class Channel(TextChoices):
    """Where it happens or is shown. To take a picture is one thing, to publish it another (IL-6)."""

    TAKEN = "taken", _("Taken with the charity's own device, shown to nobody")
    TAKEN_PHONE = "taken_phone", _("Taken with somebody's own phone, shown to nobody")
    INTERNAL = "internal", _("Inside the charity: walls, reports to members")
    PRIVATE_GROUP = "private_group", _("In a private group of families or members")
    WEBSITE = "website", _("On the charity's website")
    FACEBOOK = "facebook", _("On Facebook")
    INSTAGRAM = "instagram", _("On Instagram")
    X = "x", _("On X")
    TIKTOK = "tiktok", _("On TikTok")
    YOUTUBE = "youtube", _("On YouTube")
    OTHER_PLATFORM = "other_platform", _("On another platform")
    PRINT = "print", _("In print: leaflets, posters, the annual report")
    PRESS = "press", _("In newspapers, radio or television")
    THIRD_PARTY = "third_party", _("To a named person or organisation")
    CONVERSATION = "conversation", _("Between the charity and the person")


PLATFORMS = frozenset(
    {Channel.FACEBOOK, Channel.INSTAGRAM, Channel.X, Channel.TIKTOK, Channel.YOUTUBE, Channel.OTHER_PLATFORM}
)
PUBLIC = PLATFORMS | {Channel.WEBSITE, Channel.PRINT, Channel.PRESS}
"""Anybody may see it; copies cannot be called back (BC-41)."""

TAKING = frozenset({Channel.TAKEN, Channel.TAKEN_PHONE})
NAMED = frozenset({Channel.OTHER_PLATFORM, Channel.THIRD_PARTY})
"""They need a name: which platform, who receives it."""

CHANNELS_OF = {
    **dict.fromkeys(IMAGES, tuple(c for c in Channel if c not in {Channel.THIRD_PARTY, Channel.CONVERSATION})),
    Means.STORY: tuple(c for c in Channel if c not in TAKING | {Channel.THIRD_PARTY, Channel.CONVERSATION}),
    **dict.fromkeys(CONTACT, (Channel.CONVERSATION,)),
    Means.DISCLOSURE: (Channel.THIRD_PARTY,),
}
"""The channels that make sense for each means."""
