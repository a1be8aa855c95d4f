"""The forms of this room, one module for each part."""
