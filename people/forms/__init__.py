"""Forms about people: they check and have the words; services write."""
