"""Somebody says in their own words that they do not want to live: numbers are offered, once.

Only words decide, never a face, and only these few explicit ones, looked through by people. What
looks like them and means something else (jokes, figures of speech, what others said, a "not") is
left alone: docs/care.md tells how. Nothing of it is shown to anybody else, and nothing is kept but
when it was offered last.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable

from analysis.report import Report
from storage import notices, persons
from storage.database import Connection
from storage.entries import Entry

#: The notice that offers numbers.
OFFERS = "care"

#: After an offer nobody is asked again for so long.
PAUSE = dt.timedelta(hours=24)

#: What is explicit. Each is one way to say it of oneself.
_EXPLICIT = re.compile(
    r"""
      죽고\s?싶 | 죽어\s?버리고\s?싶 | 그만\s?살고\s?싶 | 살고\s?싶지\s?(?:가\s?|도\s?|는\s?)?않
    | 살기\s?싫 | 더는?\s?살\s?이유가\s?없 | 살\s?이유가\s?없
    | 자살하고\s?싶 | 자살할\s?(?:거|것|생각|까) | 자살\s?(?:생각|충동)
    | 스스로\s?목숨을 | 목숨을\s?끊고\s?싶 | 자해(?:를\s?)?(?:하고\s?싶|했|할\s?것)
    | \bi\s(?:\w+\s){0,3}?(?:want(?:ed)?\sto|wanna)\s(?:just\s)?die\b
    | \bi\s(?:\w+\s){0,3}?wish\si\s(?:was|were)\sdead\b
    | \b(?:kill|killing)\smyself\b | \bend(?:ing)?\smy\s(?:own\s)?life\b
    | \bi(?:\sam|'m|\sfeel|'ve\sbeen|\shave\sbeen)\s(?:\w+\s){0,2}?suicidal\b
    | \bi\s(?:\w+\s){0,2}?(?:don't|do\snot)\swant\sto\s(?:live|be\salive)\b
    | \bi(?:'d|\swould)\sbe\sbetter\soff\sdead\b
    | \b(?:hurt|hurting|harm|harming)\smyself\son\spurpose\b
    """,
    re.VERBOSE,
)

#: What means something else, in the same sentence.
_OTHERWISE = re.compile(
    r"""
      죽고\s?싶지\s?(?:는\s?|도\s?|가\s?)?않
    | 싶은\s?(?:건|것은|게|마음은)\s?(?:전혀\s?)?(?:아니|없)
    | (?:생각|충동|마음)(?:은|도|이|을)?\s?(?:전혀\s?|하나도\s?)?
      (?:없|안\s?(?:해|했|들)|해\s?본\s?적\s?없)
    | 자살하고\s?싶지\s?않 | 살기\s?싫(?:은|다는)?\s?(?:건|것은|게)\s?아니
    | (?:쪽팔|창피|민망|부끄|웃겨|웃기|귀여|예뻐|맛있)\S*\s(?:정말\s|진짜\s)?죽고\s?싶
    | 죽고\s?싶(?:냐|니|대|댔|다고\s?(?:했|하|말|그러|그랬)|어\s?하는)
    | (?:싶|싫)\S*\s?(?:라고|다고|대요?)\s?(?:했|하더|말했|그랬|외쳤|노래)
    | 싶었(?:는데|지만|어도).*(?:지금은|이제는|이젠)
    | (?:드라마|영화|소설|노래|가사|뉴스|기사|주인공|게임|만화|책에서)
    | \b(?:don't|do\snot|didn't|did\snot|never|wouldn't|no\slonger)\s(?:\w+\s){0,2}?(?:want\sto\s)?
      (?:die|kill(?:ing)?\smyself|end\smy\slife|hurt\smyself)\b
    | \bnot\s(?:\w+\s)?suicidal\b | \bdie\s(?:of|from|laughing|for)\b | \bmyself\slaughing\b
    | \b(?:he|she|they|someone|somebody|friend|character)\s(?:\w+\s)?(?:said|says|told|sang|sings)\b
    | \b(?:movie|film|song|lyrics|novel|show|book|news|episode|game)\b
    | \bused\sto\b
    """,
    re.VERBOSE,
)

_SENTENCES = re.compile(r"[.!?…。\n]+")

#: What others said stands in quotation marks.
_QUOTED = re.compile(r"[\"“‘「『][^\"”’」』]*[\"”’」』]")


def says_so(texts: Iterable[str]) -> bool:
    """Whether one of these texts says it in so many words."""
    return any(_is_explicit(sentence) for text in texts for sentence in _sentences(text))


def _sentences(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return [" ".join(part.split()) for part in _SENTENCES.split(_QUOTED.sub(" ", plain))]


def _is_explicit(sentence: str) -> bool:
    return bool(_EXPLICIT.search(sentence)) and not _OTHERWISE.search(sentence)


def own_words(entry: Entry, report: Report) -> Iterable[str]:
    """What the author has said and written in an entry."""
    heard = report.transcript.text if report.transcript else ""
    return [text for text in (entry.title, entry.caption, entry.text, heard) if text]


async def consider(connection: Connection, entry: Entry, report: Report, now: dt.datetime) -> bool:
    """Offer numbers to the author, privately, if their own words ask for it; whether it did.

    `entry` is as it was before `report`. Not to who has said no, not twice in a day, and not anew
    when an entry is analysed once more.
    """
    if entry.import_id is not None or entry.report is not None:
        return False
    author = await persons.get(connection, entry.author_id)
    if author.kind != "person" or not author.offers_help or not says_so(own_words(entry, report)):
        return False
    last = author.help_offered_at
    if last is not None and now - last < PAUSE:
        return False
    await persons.change(connection, author.id, help_offered_at=now)
    await notices.add(connection, author.id, OFFERS, now)
    return True
