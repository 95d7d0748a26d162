"""Cities, countries and languages as a language calls them, after CLDR (Babel)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

from babel import Locale
from babel.core import get_global

from languages.dates import locale

#: What CLDR still calls by an older name than the language's own authority does: for Korean the
#: loanword transcriptions of the National Institute of Korean Language.
_RENAMED: Mapping[str, Mapping[str, str]] = {
    "ko": {
        "Asia/Yangon": "양곤",
        "Asia/Ho_Chi_Minh": "호찌민",
        "Europe/Kyiv": "키이우",
        "America/Nuuk": "누크",
    }
}


@cache
def cities(language: str) -> Mapping[str, str]:
    """The city of a time zone by its IANA name, old and new, where CLDR has a name for it."""
    newest, renamed = get_global("zone_aliases"), _RENAMED.get(language, {})
    found: dict[str, str] = {}
    for zone, says in locale(language).time_zones.items():
        now = newest.get(zone, zone)
        if city := renamed.get(now) or says.get("city"):
            found[zone] = found[now] = city
    return found


@cache
def countries(language: str) -> Mapping[str, Sequence[str]]:
    """The time zones of each country, by its name in small letters."""
    zones, found = get_global("territory_zones"), defaultdict[str, list[str]](list)
    for code, name in locale(language).territories.items():
        found[name.lower()] += zones.get(code, ())
    return {name: has for name, has in found.items() if has}


def home_zones(language: str) -> Sequence[str]:
    """The time zones of the country that a language is at home in; none where that is unclear."""
    home = get_global("likely_subtags").get(language, "").rpartition("_")[2]
    return tuple(get_global("territory_zones").get(home, ()))


def country_of(zone: str) -> str:
    """The country of a time zone as two letters; empty for one that lies in none."""
    newest = get_global("zone_aliases").get(zone, zone)
    found = str(get_global("zone_territories").get(newest, ""))
    return "" if found in {"001", "ZZ"} else found


def country_name(code: str, language: str) -> str:
    """What a language calls a country; its letters where it has no name for it."""
    return str(locale(language).territories.get(code, code))


def language_name(code: str, language: str) -> str:
    """What a language calls another one."""
    return str(locale(language).languages.get(code, code))


def own_name(language: str) -> str:
    """What a language calls itself, such as 日本語; also one that is not spoken here."""
    return Locale.parse(language).get_language_name() or language
