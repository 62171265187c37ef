"""From the names that synthesisers give their sounds to visemes (the keys of `visemes.POSES`)."""

import unicodedata

REST = "rest"

_IPA = {
    "a": "a", "ɑ": "a", "ɐ": "ah", "ɒ": "o", "æ": "ae", "ʌ": "ah", "ə": "schwa", "ɘ": "schwa", "ɵ": "oe", "ɚ": "er", "ɝ": "er",
    "ɜ": "er", "e": "e", "ɛ": "e", "ɪ": "ih", "ᵻ": "ih", "i": "i", "ɨ": "ih", "o": "o", "ɔ": "o", "ʊ": "uh", "u": "u", "ʉ": "u",
    "y": "y", "ʏ": "y", "ø": "oe", "œ": "oe", "ɤ": "ah", "ɯ": "ih", "ɞ": "oe", "ɶ": "oe", "ᵊ": "schwa",
    "p": "m", "b": "m", "m": "m", "ɓ": "m", "ʙ": "m", "ɱ": "f", "f": "f", "v": "f", "ʋ": "f", "β": "beta", "ɸ": "beta",
    "θ": "th", "ð": "th", "t": "t", "d": "t", "n": "t", "ɾ": "t", "ʈ": "t", "ɖ": "t", "ɳ": "t", "ɗ": "t", "ɲ": "j", "l": "l",
    "ɫ": "l", "ɭ": "l", "ɬ": "l", "ʎ": "l", "ɺ": "l", "s": "s", "z": "s", "ɕ": "s", "ʑ": "s", "ʂ": "sh", "ʐ": "sh", "ʃ": "sh",
    "ʒ": "sh", "ɧ": "sh", "k": "k", "ɡ": "k", "g": "k", "ŋ": "k", "x": "k", "ɣ": "k", "q": "k", "χ": "k", "ʁ": "k", "ʀ": "k",
    "ɢ": "k", "ɴ": "k", "h": "h", "ɦ": "h", "ħ": "h", "ʕ": "h", "ʔ": "k", "r": "t", "ɹ": "r", "ɻ": "r", "ɽ": "r", "w": "w",
    "ʍ": "w", "ɥ": "w", "ʷ": "w", "j": "j", "c": "j", "ɟ": "j", "ç": "j", "ʝ": "j",
}

_ARPABET = {
    "aa": "a", "ae": "ae", "ah": "ah", "ao": "o", "aw": "a u", "ax": "schwa", "ay": "a i", "b": "m", "ch": "t sh", "d": "t",
    "dh": "th", "dx": "t", "eh": "e", "er": "er", "ey": "e i", "f": "f", "g": "k", "hh": "h", "hv": "h", "ih": "ih", "iy": "i",
    "jh": "t sh", "k": "k", "l": "l", "m": "m", "n": "t", "ng": "k", "ow": "o u", "oy": "o i", "p": "m", "r": "r", "s": "s",
    "sh": "sh", "t": "t", "th": "th", "uh": "uh", "uw": "u", "v": "f", "w": "w", "y": "j", "z": "s", "zh": "sh",
    "el": "l", "em": "m", "en": "t", "axr": "er", "pau": REST, "h#": REST, "brth": REST, "sil": REST, "#": REST, "_": REST,
}

# Festival's Italian, Catalan, Czech and Finnish voices write SAMPA, stressed vowels with a 1, long ones with a colon.
_SAMPA = {
    "a": "a", "e": "e", "i": "i", "o": "o", "u": "u", "E": "e", "O": "o", "ax": "schwa", "y": "y", "a~": "ae", "{": "ae",
    "ae": "ae", "oe": "oe", "2": "oe", "@": "schwa", "p": "m", "b": "m", "m": "m", "f": "f", "v": "f", "B": "beta", "w": "w",
    "t": "t", "d": "t", "n": "t", "N": "k", "J": "j", "L": "l", "l": "l", "l1": "l", "r": "t", "rr": "t", "s": "s", "z": "s",
    "S": "sh", "Z": "sh", "ts": "t s", "dz": "t s", "tS": "t sh", "dZ": "t sh", "k": "k", "g": "k", "G": "k", "D": "th", "j": "j",
    "h": "h", "H": "h", "x": "k", "ng": "k", "c": "t s", "s~": "sh", "z~": "sh", "c~": "t sh", "dz~": "t sh", "r~": "sh",
    "n~": "j", "t~": "j", "d~": "j", "ch": "k", "#": REST, "_": REST, "pau": REST, "?": "k", "nn": "t", "ll": "l",
    "uw": "w", "iy": "j", "y1": "y", "q": "oe",
}

_RUSSIAN = {
    "aa": "a", "a": "ah", "ae": "ae", "ee": "e", "e": "e", "i": "ih", "ii": "i", "ur": "ih", "ay": "schwa", "oo": "o", "u": "uh",
    "uu": "u", "yy": "ih", "y": "ih", "b": "m", "bb": "m", "p": "m", "pp": "m", "m": "m", "mm": "m", "v": "f", "vv": "f", "f": "f",
    "ff": "f", "d": "t", "dd": "t", "t": "t", "tt": "t", "n": "t", "nn": "t", "l": "l", "ll": "l", "r": "t", "rr": "t", "s": "s",
    "ss": "s", "z": "s", "zz": "s", "c": "t s", "ch": "t sh", "sh": "sh", "sch": "sh", "zh": "sh", "j": "j", "k": "k", "kk": "k",
    "g": "k", "gg": "k", "h": "k", "hh": "k", "pau": REST, "#": REST,
}

TABLES = {"arpabet": _ARPABET, "sampa": _SAMPA, "russian": _RUSSIAN}


def from_ipa(name: str) -> list[str]:
    """One IPA symbol, affricate or diphthong -> its visemes in order; [rest] for a pause, [] for a mark without sound."""
    if name in ("", "_", "_:", "_|", "||"):
        return [REST]
    letters = [letter for letter in unicodedata.normalize("NFD", name) if letter in _IPA]
    visemes = []
    for letter in letters:
        if not visemes or visemes[-1] != _IPA[letter]:
            visemes.append(_IPA[letter])
    return visemes


def from_table(name: str, table: str) -> list[str]:
    names = TABLES[table]
    plain = name.rstrip("1:0234")
    found = names.get(name) or names.get(name.rstrip(":")) or names.get(plain) or names.get(plain[:1])
    if found is None:
        raise KeyError(f"{name!r} is not in the table {table}")
    return found.split()


VOWELS = frozenset("a ae ah schwa e i ih o u uh er y oe".split())


def shared_out(visemes: list[str], start: float, end: float) -> list[tuple[float, float, str]]:
    """Several visemes of one sound within its time: the first of a diphthong lasts longer, of an affricate shorter."""
    if len(visemes) == 1:
        return [(start, end, visemes[0])]
    first = 0.6 if visemes[0] in VOWELS else 0.4
    cut = start + first * (end - start)
    return [(start, cut, visemes[0])] + shared_out(visemes[1:], cut, end)
