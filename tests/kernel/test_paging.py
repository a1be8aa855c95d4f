import pytest
from django.test import RequestFactory

from people.models import Person
from safeguard.paging import page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def five(scope):
    return [Person.objects.create(name=f"Person {number}") for number in range(5)]


def turn(url, *, order, without=(), within=None):
    request = RequestFactory().get(url)
    found = Person.objects.exclude(pk__in=without)
    return page_of(request, found, order=order, size=2, within=within)


@pytest.mark.parametrize(("order", "keys"), [("search_text", [0, 1, 2, 3, 4]), ("-search_text", [4, 3, 2, 1, 0])])
def test_a_list_is_turned_to_its_end_and_back(five, order, keys):
    first = turn("/list/?q=x", order=order)
    second = turn(first.next, order=order)
    third = turn(second.next, order=order)
    back = turn(third.previous, order=order)
    begin = turn(back.previous, order=order)

    found = [[five.index(row) for row in page.rows] for page in (first, second, third, back, begin)]
    assert found == [keys[:2], keys[2:4], keys[4:], keys[2:4], keys[:2]]
    assert (first.previous, third.next, begin.previous) == ("", "", "")
    assert first.next == f"/list/?q=x&after={first.rows[-1].pk}"


def test_the_list_goes_on_where_the_last_row_stood_when_it_is_found_no_more(five):
    first = turn("/list/", order="search_text")

    further = turn(first.next, order="search_text", without=[five[1].pk], within=Person.objects.all())
    assert further.rows == five[2:4]


@pytest.mark.parametrize("side", ["after", "before"])
def test_a_row_that_they_may_not_know_of_is_as_one_that_does_not_exist(five, side):
    hidden = five[2].pk
    visible = Person.objects.exclude(pk=hidden)

    of_hidden = turn(f"/list/?{side}={hidden}", order="search_text", without=[hidden], within=visible)
    of_nothing = turn(f"/list/?{side}={hidden + 999}", order="search_text", without=[hidden], within=visible)

    assert (of_hidden.rows, of_hidden.previous) == (of_nothing.rows, of_nothing.previous) == (five[:2], "")
    assert turn(f"/list/?{side}={hidden}", order="search_text", without=[hidden]).rows == five[:2]


@pytest.mark.parametrize(
    "typed", ["after=x", "after=%00", "before=-1", "before=99999999999999999999", "after=99999999"]
)
def test_an_address_typed_badly_begins_at_the_beginning(five, typed):
    page = turn(f"/list/?{typed}", order="search_text")

    assert (page.rows, page.previous) == (five[:2], "")


def test_rows_that_only_we_can_choose_are_looked_for_portion_by_portion(five, monkeypatch):
    monkeypatch.setattr("safeguard.paging.PORTION", 2)
    portions = []

    def odd(rows):
        portions.append(len(rows))
        return [row for row in rows if int(row.name[-1]) % 2]

    def turned(url):
        return page_of(RequestFactory().get(url), Person.objects.all(), order="search_text", size=1, keep=odd)

    first = turned("/list/")
    assert (first.rows, portions) == ([five[1]], [2, 2])  # one more than the page takes tells that it goes on
    second = turned(first.next)
    assert (second.rows, second.next) == ([five[3]], "")
    assert turned(second.previous).rows == [five[1]]
