"""How the embedded English model comes about: convert, train, evaluate, pack. `python -m training --help`."""
