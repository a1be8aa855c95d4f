"""Rows for the example charity, part by part."""
