"""What falls due in this room, part by part."""
