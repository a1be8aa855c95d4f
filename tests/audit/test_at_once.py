"""Many writers, one chain."""

from django.db import transaction

from audit import services, verifying
from audit.models import AuditEvent
from organisations.models import Organisation
from safeguard.scoping import acting_for

WRITERS, EACH = 6, 8


def test_people_who_write_at_the_same_time_make_one_unbroken_chain(at_once, charity, chair):
    """From the first event on, which makes the head."""

    def write(writer):
        with acting_for(charity):
            for turn in range(EACH):
                with transaction.atomic():
                    Organisation.objects.filter(pk=charity.pk).exists()
                    services.record("changed", charity, by=chair, detail={"writer": writer, "turn": turn})

    answers = at_once(*[lambda writer=writer: write(writer) for writer in range(WRITERS)])

    def look():
        with acting_for(charity):
            return list(AuditEvent.objects.as_chain().values_list("number", flat=True))

    assert answers == [None] * WRITERS
    assert at_once(look) == [list(range(1, WRITERS * EACH + 1))]
    verdict = at_once(lambda: verifying.verify(charity))[0]
    assert (verdict.broken, verdict.head.partition(":")[0]) == (None, str(WRITERS * EACH))


def test_verifying_does_not_mistake_a_writer_for_a_forger(at_once, charity, chair):
    def write():
        with acting_for(charity):
            for _turn in range(20):
                services.record("changed", charity, by=chair)

    def verify():
        return [verifying.verify(charity).broken for _turn in range(10)]

    assert at_once(write, verify) == [None, [None] * 10]
