"""Time zones by the names that people have for them: cities in two languages, or "UTC+9"."""

from __future__ import annotations

import hashlib
import re
import zoneinfo
from collections.abc import Mapping, Sequence
from functools import cache

#: Zones that are offered first, by language.
LIKELY: Mapping[str, Sequence[str]] = {
    "ko": ("Asia/Seoul", "Asia/Tokyo", "America/Los_Angeles", "America/New_York", "Europe/Berlin"),
    "en": (
        "Europe/London", "Europe/Berlin", "America/New_York", "America/Chicago",
        "America/Los_Angeles", "Australia/Sydney", "Asia/Singapore", "Asia/Seoul",
    ),
}  # fmt: skip

#: Of a word that fits more zones than these nobody could choose.
MOST = 6

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
        "Asia/Ho_Chi_Minh": "호찌민 호치민 하노이 베트남 hanoi saigon vietnam",
        "Asia/Manila": "마닐라 필리핀 cebu",
        "Asia/Jakarta": "자카르타 인도네시아",
        "Asia/Makassar": "발리 bali",
        "Asia/Kuala_Lumpur": "쿠알라룸푸르 말레이시아",
        "Asia/Kolkata": "콜카타 인도 뭄바이 델리 mumbai delhi bangalore india chennai",
        "Asia/Dubai": "두바이",
        "Europe/Istanbul": "이스탄불 튀르키예 ankara",
        "Europe/London": "런던 영국 manchester edinburgh uk england scotland",
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

_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+-])(\d{1,2})(?::?00)?")


def is_zone(name: str) -> bool:
    """Whether this is a time zone by its IANA name."""
    return name in _every()


def find(text: str) -> Sequence[str]:
    """The zones that somebody may mean, the likeliest first; none, or at most MOST.

    Of a whole name there is one; the beginning of a city's may fit several.
    """
    wanted = "_".join(text.lower().replace(",", " ").split())
    if not wanted:
        return ()
    if wanted in _CITIES:
        return (_CITIES[wanted],)
    if whole := [name for name in _every() if wanted in {name.lower(), _city(name)}]:
        # Old names say the same as new ones: the region comes before "US", "GB" and the like.
        return (min(whole, key=lambda name: ("/" not in name, len(name), name)),)
    if offset := _fixed(wanted):
        return (offset,)
    begun = {name for name in _every() if "/" in name and _city(name).startswith(wanted)}
    begun |= {zone for city, zone in _CITIES.items() if city.startswith(wanted)}
    return sorted(begun) if len(begun) <= MOST and len(wanted) > 1 else ()


def code(name: str) -> str:
    """Eight letters and digits that stand for a zone on a button."""
    return hashlib.sha256(name.encode()).hexdigest()[:8]


def decode(wanted: str) -> str | None:
    """The zone of a button; None for what no button carries."""
    return next((name for name in _every() if code(name) == wanted), None)


def _fixed(wanted: str) -> str | None:
    """A whole number of hours from UTC: POSIX, and so the name, counts them the other way."""
    match = _OFFSET.fullmatch(wanted.replace("_", ""))
    if match is None:
        return None
    sign = "-" if match[1] == "+" else "+"
    name = f"Etc/GMT{sign}{int(match[2])}"
    return name if is_zone(name) else None


@cache
def _korean() -> Mapping[str, str]:
    """The first Korean name of each zone that has one."""
    found: dict[str, str] = {}
    for name, zone in _CITIES.items():
        if not name.isascii() and "가" <= name[0] <= "힣":
            found.setdefault(zone, name)
    return found


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


def title(name: str, language: str = "en") -> str:
    """A zone as people call it: its city, in Korean where it is known, or "UTC+9"."""
    if language == "ko" and name in (known := _korean()):
        return known[name]
    offset = re.fullmatch(r"Etc/GMT([+-])(\d+)", name)
    if offset is not None:
        return f"UTC{'-' if offset[1] == '+' else '+'}{offset[2]}"
    return name.rpartition("/")[2].replace("_", " ")
