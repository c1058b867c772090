"""The walls between the rooms, held by reading the source."""
