"""How days are written where a page says nothing else: the month in full, as everywhere on screen and paper."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y, H:i"
