import pytest
from django.test import RequestFactory

from people.models import Person
from safeguard.paging import page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def five(scope):
    return [Person.objects.create(name=f"Person {number}") for number in range(5)]


def turn(url, *, order, without=()):
    request = RequestFactory().get(url)
    return page_of(request, Person.objects.exclude(pk__in=without), order=order, size=2)


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

    assert turn(first.next, order="search_text", without=[five[1].pk]).rows == five[2:4]


@pytest.mark.parametrize(
    "typed", ["after=x", "after=%00", "before=-1", "before=99999999999999999999", "after=99999999"]
)
def test_an_address_typed_badly_begins_at_the_beginning(five, typed):
    page = turn(f"/list/?{typed}", order="search_text")

    assert (page.rows, page.previous) == (five[:2], "")
