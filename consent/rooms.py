from people.navigation import Room

ROOMS: list[Room] = []
