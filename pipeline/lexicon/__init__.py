"""What can be listed: countries, bodies, memberships, and the words that parties are made of. Data are the CSV files beside."""

from pipeline.lexicon.gazetteer import Gazetteer
from pipeline.lexicon.lexicon import Lexicon, Named, load
from pipeline.lexicon.loader import rows, version
from pipeline.lexicon.names import printed
from pipeline.lexicon.rows import Body, Country

__all__ = ["Body", "Country", "Gazetteer", "Lexicon", "Named", "load", "printed", "rows", "version"]
