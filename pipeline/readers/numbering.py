"""List numbers as they are printed: 3, c, C, iii, III and the forms Word knows."""

from __future__ import annotations

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"))
_ROMAN_UNITS = ((9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
# HTML's list types, by the names that Word has for the same.
_HTML = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


def roman(number: int) -> str:
    """A number from 1 in small Roman numerals."""
    done = ""
    for value, letters in _ROMAN + _ROMAN_UNITS:
        while number >= value:
            done, number = done + letters, number - value
    return done


def letters(number: int) -> str:
    """1 is a, 26 is z, 27 is aa, 28 is bb, as Word counts."""
    return chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1)


def counted(number: int, form: str) -> str:
    """A number as it is printed in a form: an HTML list type (`a`) or a Word number format (`lowerLetter`)."""
    form = _HTML.get(form, form)
    if number < 1 or number > 5000:
        return str(number)
    if form in ("lowerLetter", "upperLetter"):
        return letters(number) if form == "lowerLetter" else letters(number).upper()
    if form in ("lowerRoman", "upperRoman"):
        return roman(number) if form == "lowerRoman" else roman(number).upper()
    if form == "decimalZero":
        return f"{number:02}"
    if form.startswith("decimalFullWidth"):
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
    if form == "decimalEnclosedCircle" and number <= 20:
        return chr(0x245F + number)
    return "" if form in ("none", "bullet") else str(number)
