"""What a stage of recruitment can need before the next one. Each charity chooses from these (`Recruitment.needs`).

A need is either noted by hand, as an `ApplicationStep` with its date, or computed from what is on file anyway: a
permission, references, a check. A key never changes: rows carry it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from volunteers.states import OPEN_STAGES, Stage


@dataclass(frozen=True)
class Need:
    """`is_computed`: nobody ticks it; it is met when the rows say so. `stage` is where it is suggested."""

    key: str
    label: Promise
    hint: Promise
    stage: Stage
    is_computed: bool = False
    only_young: bool = False  # asked for people under 18 only

    @property
    def is_noted(self) -> bool:
        return not self.is_computed


NEEDS: dict[str, Need] = {
    need.key: need
    for need in (
        Need(
            "permission",
            _("Answered whether they may be looked up online"),
            _("Yes or no, with the words that were shown. No is an answer too, and nobody is asked twice."),
            Stage.APPLIED,
            is_computed=True,
        ),
        Need(
            "explained",
            _("Told what internet use means in this position"),
            _("The application form tells it and notes the day. Otherwise somebody tells it and notes the day."),
            Stage.APPLIED,
        ),
        Need(
            "privacy",
            _("Shown where privacy settings are explained"),
            _("The application form shows it and notes the day. It is help for the applicant, not a test."),
            Stage.STAGE_ONE,
        ),
        Need(
            "age",
            _("Old enough for the position"),
            _("Their date of birth is on file, and they have reached the youngest age of the position."),
            Stage.STAGE_ONE,
            is_computed=True,
        ),
        Need(
            "parent",
            _("A parent or carer agrees"),
            _("For applicants under 18: a parent or carer was spoken to, or has written, and agrees."),
            Stage.STAGE_ONE,
            only_young=True,
        ),
        Need(
            "online_check",
            _("Looked up online"),
            _("Met when the check is closed. With the answer no, or where checks are off, there is none to do."),
            Stage.STAGE_ONE,
            is_computed=True,
        ),
        Need(
            "interview",
            _("Interview"),
            _("Who was there, and how it went."),
            Stage.INTERVIEW,
        ),
        Need(
            "references",
            _("References"),
            _("As many have answered as the charity asks for."),
            Stage.CHECKS,
            is_computed=True,
        ),
        Need(
            "identity",
            _("Identity seen"),
            _("Which documents were seen, by whom. No copy is kept."),
            Stage.CHECKS,
        ),
        Need(
            "criminal",
            _("Criminal-record check"),
            _("What the position asks for is on file, and decided on."),
            Stage.CHECKS,
            is_computed=True,
        ),
        Need(
            "risk",
            _("Risk assessed while a check is awaited"),
            _("Only where somebody is to begin before the check has come. Regulated work never begins before it."),
            Stage.CHECKS,
            is_computed=True,
        ),
        Need(
            "agreement",
            _("Confidentiality agreement signed"),
            _("The volunteer’s own agreement, apart from the policy."),
            Stage.DECISION,
        ),
        Need(
            "decision",
            _("Decision noted"),
            _("Who decided, when, and on what."),
            Stage.DECISION,
        ),
    )
}

STAGES = tuple(stage for stage in OPEN_STAGES if stage != Stage.ENQUIRY)
"""The stages that can need something. An enquiry needs nothing."""


def of_stage(needs: Mapping[str, Any], stage: str) -> list[Need]:
    """The needs of a stage, in the order of the catalogue. A key that is known no more is left out."""
    wanted = needs.get(stage, ())
    return [need for key, need in NEEDS.items() if key in wanted]


def label(key: str) -> Promise | str:
    """What a need is called; a key that is known no more stands for itself."""
    need = NEEDS.get(key)
    return need.label if need else key


def to_do(key: str) -> Promise | str:
    """What meets a need."""
    need = NEEDS.get(key)
    return need.hint if need else ""


def choices(keys: Iterable[str] = ()) -> list[tuple[str, Promise]]:
    """For a form: every need, or those named."""
    named = set(keys)
    return [(key, need.label) for key, need in NEEDS.items() if not named or key in named]
