"""What start.py does: sets the project up beside itself, and runs or tests it. Standard library only."""
