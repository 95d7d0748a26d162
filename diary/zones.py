"""Time zones by the names that people have for them: cities in every language, or "UTC+9"."""

from __future__ import annotations

import hashlib
import re
import zoneinfo
from collections.abc import Mapping, Sequence
from functools import cache

from languages import world
from languages.catalogue import LANGUAGES, SOURCE

#: Zones that are offered to everybody, after those of the language's own country.
_WORLD = (
    "Europe/London", "Europe/Berlin", "America/New_York", "America/Chicago", "America/Los_Angeles",
    "Australia/Sydney", "Asia/Singapore", "Asia/Tokyo", "Asia/Seoul",
)  # fmt: skip

#: One city for each clock that many people live by, from west to east.
ROUND_THE_WORLD = (
    "Pacific/Honolulu", "America/Anchorage", "America/Los_Angeles", "America/Denver",
    "America/Phoenix", "America/Mexico_City", "America/Chicago", "America/New_York",
    "America/Bogota", "America/Halifax", "America/Sao_Paulo", "Atlantic/Azores", "Europe/London",
    "Europe/Berlin", "Africa/Lagos", "Africa/Cairo", "Africa/Johannesburg", "Europe/Istanbul",
    "Africa/Nairobi", "Asia/Tehran", "Asia/Dubai", "Asia/Karachi", "Asia/Kolkata",
    "Asia/Kathmandu", "Asia/Dhaka", "Asia/Yangon", "Asia/Bangkok", "Asia/Singapore", "Asia/Seoul",
    "Australia/Adelaide", "Australia/Sydney", "Pacific/Auckland", "Pacific/Apia",
)  # fmt: skip

#: Zones of a country that are few enough to be offered before the rest of the world's.
_FEW = 2

#: Of a word that fits more zones than these nobody could choose.
MOST = 8

#: Cities that have no zone of their own name, and Korean names of cities and countries.
_CITIES: Mapping[str, str] = {
    name: zone
    for zone, names in {
        "Asia/Seoul": "서울 부산 대구 인천 광주 대전 울산 제주 한국 busan incheon daegu korea jeju",
        "Asia/Tokyo": "도쿄 동경 오사카 교토 후쿠오카 일본 osaka kyoto fukuoka sapporo japan",
        "Asia/Shanghai": "상하이 상해 베이징 북경 중국 beijing shenzhen guangzhou china",
        "Asia/Hong_Kong": "홍콩",
        "Asia/Taipei": "타이베이 대만 taiwan",
        "Asia/Singapore": "싱가포르 싱가폴",
        "Asia/Bangkok": "방콕 태국 thailand",
        "Asia/Ho_Chi_Minh": "호찌민 호치민 사이공 하노이 베트남 hanoi saigon vietnam",
        "Asia/Yangon": "양곤 랑군 rangoon",
        "Europe/Kyiv": "키이우 키예프 kiev",
        "Asia/Manila": "마닐라 필리핀 cebu",
        "Asia/Jakarta": "자카르타 인도네시아",
        "Asia/Makassar": "발리 bali",
        "Asia/Kuala_Lumpur": "쿠알라룸푸르 말레이시아",
        "Asia/Kolkata": "콜카타 인도 뭄바이 델리 mumbai delhi bangalore india chennai",
        "Asia/Dubai": "두바이",
        "Europe/Istanbul": "이스탄불 튀르키예 ankara",
        "Europe/London": "런던 영국 manchester edinburgh uk england scotland",
        "Europe/Lisbon": "리스본 포르투갈 lisboa porto portugal",
        "Europe/Paris": "파리 프랑스 lyon france",
        "Europe/Berlin": "베를린 독일 뮌헨 프랑크푸르트 함부르크 munich frankfurt hamburg germany",
        "Europe/Madrid": "마드리드 바르셀로나 스페인 barcelona spain",
        "Europe/Rome": "로마 밀라노 이탈리아 milan italy",
        "Europe/Amsterdam": "암스테르담 네덜란드 netherlands",
        "Europe/Zurich": "취리히 스위스 geneva bern zürich",
        "Europe/Vienna": "빈 비엔나 오스트리아 wien",
        "Europe/Prague": "프라하 체코",
        "Europe/Moscow": "모스크바",
        "America/New_York": "뉴욕 보스턴 워싱턴 boston washington philadelphia atlanta miami",
        "America/Chicago": "시카고 댈러스 휴스턴 dallas houston austin",
        "America/Denver": "덴버 salt_lake_city",
        "America/Los_Angeles": (
            "로스앤젤레스 샌프란시스코 시애틀 라스베이거스 la san_francisco seattle portland "
            "san_diego las_vegas"
        ),
        "America/Vancouver": "밴쿠버",
        "America/Toronto": "토론토 ottawa montreal",
        "Pacific/Honolulu": "호놀룰루 하와이 hawaii",
        "America/Sao_Paulo": "상파울루 브라질 rio_de_janeiro",
        "Australia/Sydney": "시드니 캔버라 canberra",
        "Australia/Melbourne": "멜버른",
        "Australia/Brisbane": "브리즈번",
        "Pacific/Auckland": "오클랜드 뉴질랜드 wellington",
    }.items()
    for name in names.split()
}  # fmt: skip

_OFFSET = re.compile(r"(?:utc|gmt)?([+-])(\d{1,2})(?::?(\d\d))?")

#: What no fixed zone is there for: the place that lives by this clock, all year where there is one.
_PARTS: Mapping[str, str] = {
    "-0930": "Pacific/Marquesas",
    "-0330": "America/St_Johns",
    "+0330": "Asia/Tehran",
    "+0430": "Asia/Kabul",
    "+0530": "Asia/Kolkata",
    "+0545": "Asia/Kathmandu",
    "+0630": "Asia/Yangon",
    "+0845": "Australia/Eucla",
    "+0930": "Australia/Darwin",
    "+1030": "Australia/Lord_Howe",
    "+1245": "Pacific/Chatham",
}

#: What is said behind the name of a Korean city.
_SUFFIX = re.compile(r"(?<=..)_?(?:특별|광역)?시$")


def is_zone(name: str) -> bool:
    """Whether this is a time zone by its IANA name."""
    return name in _every()


def likely(language: str) -> Sequence[str]:
    """Zones that are offered first to who speaks this language."""
    home = [name for name in world.home_zones(language) if is_zone(name)]
    first = home if len(home) <= _FEW else []
    return tuple(dict.fromkeys([*first, *_WORLD]))


def at(latitude: float, longitude: float) -> str | None:
    """The zone of a place on earth, of the sea too; None where nothing is known.

    The borders (timezone-boundary-builder, by tzfpy) take some 35 MB, so they are loaded when
    somebody first asks.
    """
    from tzfpy import get_tz  # noqa: PLC0415 - see above

    found: str = get_tz(longitude, latitude)
    return found if is_zone(found) else None


def find(text: str) -> Sequence[str]:
    """The zones that somebody may mean, the likeliest first; none, or at most MOST.

    Of a whole name there is one; the beginning of a city's may fit several, and a country may have
    several clocks. Behind a comma stands what the place lies in.
    """
    for said in (text, text.partition(",")[0], _SUFFIX.sub("", text.strip())):
        wanted = _folded(said.replace(",", " "))
        found = _named(wanted) or _of_country(wanted) or _begun(wanted)
        if found:
            return found
    return ()


def _folded(name: str) -> str:
    return "_".join(name.lower().replace("−", "-").split())


def _named(wanted: str) -> Sequence[str]:
    if wanted in _CITIES:
        return (_CITIES[wanted],)
    if whole := [name for name in _every() if wanted in {name.lower(), _city(name)}]:
        # Old names say the same as new ones: the region comes before "US", "GB" and the like.
        return (min(whole, key=lambda name: ("/" not in name, len(name), name)),)
    if wanted in (known := _translated()):
        return (known[wanted],)
    offset = _fixed(wanted.replace("_", ""))
    return (offset,) if offset else ()


def _of_country(wanted: str) -> Sequence[str]:
    """The clocks of a country; of the many that a large one has, those that most people live by."""
    found = {
        zone
        for language in LANGUAGES
        for zone in world.countries(language).get(wanted.replace("_", " "), ())
        if is_zone(zone)
    }
    known = {*ROUND_THE_WORLD, *_WORLD, *_CITIES.values()}
    return sorted(found if len(found) <= _FEW else found & known or found)[:MOST]


def _begun(wanted: str) -> Sequence[str]:
    """The zones of cities whose name begins like this."""
    begun = {name for name in _every() if "/" in name and _city(name).startswith(wanted)}
    begun |= {zone for city, zone in _CITIES.items() if city.startswith(wanted)}
    begun |= {zone for city, zone in _translated().items() if city.startswith(wanted)}
    return sorted(begun) if len(begun) <= MOST and len(wanted) > 1 else ()


@cache
def _translated() -> Mapping[str, str]:
    """The zone of each city that is named in a language spoken here."""
    return {
        _folded(city): zone
        for language in LANGUAGES
        for zone, city in world.cities(language).items()
        if is_zone(zone)
    }


def code(name: str) -> str:
    """Eight letters and digits that stand for a zone on a button."""
    return hashlib.sha256(name.encode()).hexdigest()[:8]


def decode(wanted: str) -> str | None:
    """The zone of a button; None for what no button carries."""
    return next((name for name in _every() if code(name) == wanted), None)


def _fixed(wanted: str) -> str | None:
    """So far from UTC. Whole hours: POSIX, and so the name, counts them the other way."""
    match = _OFFSET.fullmatch(wanted)
    if match is None:
        return None
    if match[3] not in {None, "00"}:
        return _PARTS.get(f"{match[1]}{int(match[2]):02d}{match[3]}")
    sign = "-" if match[1] == "+" else "+"
    name = f"Etc/GMT{sign}{int(match[2])}"
    return name if is_zone(name) else None


def _city(name: str) -> str:
    return name.rpartition("/")[2].lower()


@cache
def _every() -> frozenset[str]:
    """All zones that this machine knows, without those that are no place's clock."""
    return frozenset(
        name
        for name in zoneinfo.available_timezones()
        if not name.startswith(("SystemV/", "posix/", "right/"))
        and name not in {"localtime", "Factory"}
    )


def title(name: str, language: str = SOURCE) -> str:
    """A zone as people call it: its city in their language, or "UTC+9"."""
    offset = re.fullmatch(r"Etc/GMT([+-])(\d+)", name)
    if offset is not None:
        return f"UTC{'-' if offset[1] == '+' else '+'}{offset[2]}"
    return world.cities(language).get(name) or name.rpartition("/")[2].replace("_", " ")
