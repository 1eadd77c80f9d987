"""Who is who: frames become directives whose parties have canonical identities."""

from pipeline.resolve.resolver import resolve

__all__ = ["resolve"]
