"""Parts of the example charity's cast."""
