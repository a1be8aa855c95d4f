"""A real worker that is really killed, in the middle of its mails: nothing lost, nothing doubled."""

import signal
import subprocess
import sys
import time
from collections import Counter

import pytest

from tests.e2e.installations import ROOT, Installation, installation
from tests.e2e.mailboxes import mailbox

PEOPLE = 60
KILLS = 3
LEASE_SECONDS = 2

CHARITY = f"""
from datetime import time
from django.utils import timezone
from organisations.models import Organisation, Settings
from people.models import Person
from policies.models import Policy, PolicyVersion
from safeguard.partial_dates import PartialDate
from safeguard.scoping import acting_for

charity = Organisation.objects.create(name="Harbour Lights", slug="harbour-lights", nation="england")
with acting_for(charity):
    Settings.objects.create(quiet_from=time(0), quiet_until=time(0), reminders_every_day=True)
    for n in range({PEOPLE}):
        owner = Person.objects.create(name=f"Owner {{n}}", email=f"owner{{n}}@harbour.example")
        policy = Policy.objects.create(
            title=f"Policy {{n}}", slug=f"policy-{{n}}", owner=owner, next_review=PartialDate(2025, 5)
        )
        PolicyVersion.objects.create(policy=policy, number=1, status="in_force", in_force_at=timezone.now())
"""

LOOK_NOW = "from reminders.tasks import send_all; send_all.delay()"

LEFT = """
from organisations.models import Organisation
from reminders.models import Digest, Reminder
from safeguard.scoping import acting_for
with acting_for(Organisation.objects.get()):
    print(Reminder.objects.filter(status="sent").count(), Digest.objects.exclude(status="sent").count())
"""


@pytest.fixture
def post():
    with mailbox(seconds_a_mail=0.03) as made:
        yield made


@pytest.fixture
def charity(tmp_path, post):
    with installation(
        tmp_path / "var", EMAIL_URL=f"smtp://127.0.0.1:{post.port}", REMINDERS_LEASE_SECONDS=str(LEASE_SECONDS)
    ) as made:
        made.manage("migrate")
        made.manage("createcachetable")
        made.manage("shell", "-c", CHARITY)
        yield made


@pytest.fixture
def start_worker(charity):
    """`start_worker()` starts one more; whatever still runs at the end of the test is stopped."""
    started = []

    def start() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "celery", "-A", "safeguard", "worker", "-P", "threads", "-c", "2"]
        with charity.folder.with_suffix(".worker").open("ab") as output:
            started.append(
                subprocess.Popen(command, cwd=ROOT, env=charity.told, stdout=output, stderr=subprocess.STDOUT)
            )
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def left(charity: Installation) -> tuple[int, int]:
    sent, open_digests = charity.manage("shell", "-c", LEFT).split()[-2:]
    return int(sent), int(open_digests)


def test_no_reminder_is_lost_or_doubled_when_the_worker_is_killed(charity, post, start_worker):
    for kill in range(KILLS):
        running = start_worker()
        charity.manage("shell", "-c", LOOK_NOW)
        post.wait_for((kill + 1) * 8)
        running.send_signal(signal.SIGKILL)
        running.wait()
        time.sleep(LEASE_SECONDS + 0.1)  # what the killed worker held becomes free

    start_worker()
    deadline = time.monotonic() + 120
    while left(charity) != (PEOPLE, 0) and time.monotonic() < deadline:
        charity.manage("shell", "-c", LOOK_NOW)

    assert left(charity) == (PEOPLE, 0)
    by_person = Counter(str(mail["To"]) for mail in post.mails)
    by_message = Counter(str(mail["Message-ID"]) for mail in post.mails)
    assert set(by_person) == {f"owner{n}@harbour.example" for n in range(PEOPLE)}
    assert len(by_message) == PEOPLE  # a mail that came again came under the same name
    assert len(post.mails) <= PEOPLE + KILLS
