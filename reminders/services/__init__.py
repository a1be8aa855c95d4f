"""Planning what is due, and sending it: one person, one mail, one day."""
