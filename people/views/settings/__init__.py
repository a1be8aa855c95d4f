"""The charity's settings: pages for the chair, the lead and the technical administrator."""
