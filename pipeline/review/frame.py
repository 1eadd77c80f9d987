"""The frame of every page: one HTML file with its style, script and data inside, which can load and send nothing.

A report's text is untrusted. It is escaped wherever it is HTML, its rows are JSON in which no tag can close, scripts put it on
the page as text only, and the page's Content Security Policy (W3C CSP Level 3) lets nothing run but the one script and nothing
load at all.
"""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

ASSETS = Path(__file__).parent / "assets"


@cache
def asset(name: str) -> str:
    """A style sheet or script that is put into pages."""
    return (ASSETS / name).read_text(encoding="utf-8")


def page(*, title: str, body: str, data: Any, script: str) -> str:
    """A whole page.

    Args:
        title: plain text.
        body: HTML, already escaped.
        data: what the script works on, as JSON.
        script: name of the page's own script in assets/.
    """
    style, code = asset("style.css"), asset("common.js") + asset(script)
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(code)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'
        f'<link rel="icon" href="data:,">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n{body}\n"
        f'<script type="application/json" id="data">{as_json(data)}</script>\n<script>{code}</script>\n</body>\n</html>\n'
    )


def as_json(data: Any) -> str:
    """JSON that can stand inside a `<script>`: no `<`, `>` or `&` in it, and no line ends but those of JSON."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def link(place: str) -> str:
    """A relative path as an address: nothing in it can be taken for a scheme, a host or an attribute's end."""
    return quote(place if place.startswith("../") else f"./{place}", safe="/.")


def _hash(text: str) -> str:
    # The browser hashes what stands between the tags, with line ends as one character.
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
