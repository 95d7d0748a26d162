"""Invitations: who may make and answer them, and what the wrong token learns (nothing)."""

import datetime as dt
import hashlib
import secrets

import pytest

from diary import departures, invitations, members
from diary.errors import AlreadyMember, Closed, NoInvitation, NotYours, TooMany, Unaskable
from storage import diaries, notices, persons
from storage import invitations as rows
from storage.database import Connection, Database
from tests.diary.given import NOON
from tests.diary.shared import Family, family, stand

DAY = dt.timedelta(days=1)


async def link(connection: Connection, home: Family, uses: int = 1) -> tuple[int, str]:
    return await invitations.make_link(connection, home.jiwoo, home.diary.id, uses, NOON)


async def kinds(connection: Connection, person_id: int) -> list[str]:
    return [notice.kind for notice in await notices.of_person(connection, person_id)]


async def state(connection: Connection, invitation_id: int) -> str:
    found = await rows.get(connection, invitation_id)
    assert found is not None
    return found.state


async def test_a_link_makes_a_member_once_and_the_inviter_hears_it(database: Database) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        number, token = await link(connection, home)
        offer = await invitations.open_link(connection, home.seorin, token, NOON)
        assert (offer.diary.id, offer.inviter.id) == (home.diary.id, home.jiwoo.id)
        assert not await members.is_member(connection, home.diary.id, home.seorin.id)
        await invitations.accept(connection, home.seorin, number, NOON)
        assert await members.is_member(connection, home.diary.id, home.seorin.id)
        assert await state(connection, number) == "accepted"
        again = await invitations.accept(connection, home.seorin, number, NOON)
        assert again.is_member
        assert await kinds(connection, home.jiwoo.id) == ["joined"]
        with pytest.raises(Closed) as closed:
            await invitations.open_link(connection, home.mallory, token, NOON)
        assert closed.value.reason == "used"


async def test_a_link_for_several_ends_with_the_last(database: Database) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        number, token = await link(connection, home, uses=2)
        for person in (home.seorin, home.mallory):
            await invitations.open_link(connection, person, token, NOON)
        await invitations.accept(connection, home.seorin, number, NOON)
        assert await state(connection, number) == "pending"
        await invitations.accept(connection, home.mallory, number, NOON)
        assert await state(connection, number) == "accepted"


async def test_of_two_who_opened_a_single_link_the_first_gets_in(database: Database) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        number, token = await link(connection, home)
        for person in (home.seorin, home.mallory):
            await invitations.open_link(connection, person, token, NOON)
        await invitations.accept(connection, home.seorin, number, NOON)
        with pytest.raises(Closed):
            await invitations.accept(connection, home.mallory, number, NOON)
        assert not await members.is_member(connection, home.diary.id, home.mallory.id)


async def test_only_the_hash_of_a_token_is_kept(database: Database) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        _, token = await link(connection, home)
        found = await connection.exec_driver_sql("SELECT * FROM invitations")
        [row] = found.mappings().all()
    assert row["token_hash"] == hashlib.sha256(token.encode()).hexdigest()
    assert token not in str(dict(row))
    assert len(token) == 32
    assert len(f"inv_{token}") <= 64


async def test_whoever_has_not_seen_the_link_can_neither_accept_nor_decline(
    database: Database,
) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        number, _ = await link(connection, home)
        asked = await invitations.ask(connection, home.jiwoo, home.diary.id, home.seorin, NOON)
        for act in (invitations.accept, invitations.decline):
            for guess in (number, asked, 999):
                with pytest.raises(NotYours):
                    await act(connection, home.mallory, guess, NOON)
        assert not await members.is_member(connection, home.diary.id, home.mallory.id)


@pytest.mark.parametrize("outsider", ["seorin", "mallory", "gone", "unknown"])
async def test_only_members_who_are_in_the_chat_can_invite_or_look(
    database: Database, outsider: str
) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        number, _ = await link(connection, home)
        person = {"seorin": home.seorin, "mallory": home.mallory}.get(outsider, home.emma)
        later = NOON + dt.timedelta(seconds=61) if outsider == "unknown" else NOON
        if outsider == "gone":
            await stand(connection, home.emma, "left", NOON)
        with pytest.raises(NotYours):
            await invitations.make_link(connection, person, home.diary.id, 1, later)
        with pytest.raises(NotYours):
            await invitations.ask(connection, person, home.diary.id, home.seorin, later)
        with pytest.raises(NotYours):
            await invitations.open_ones(connection, person, home.diary.id, later)
        with pytest.raises(NotYours):
            await invitations.revoke(connection, person, number, later)
        with pytest.raises(NotYours):
            await invitations.revoke(connection, person, 999, later)


async def test_an_own_diary_invites_nobody(database: Database) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        own = await diaries.add(
            connection, home.jiwoo.id, home.jiwoo.telegram_id, "Asia/Seoul", 4, NOON
        )
        with pytest.raises(NotYours):
            await invitations.make_link(connection, home.jiwoo, own.id, 1, NOON)


@pytest.mark.parametrize("end", ["revoked", "expired", "used", "declined", "frozen"])
async def test_an_invitation_that_is_over_says_so_only_to_the_right_token(
    database: Database, end: str
) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        number, token = await link(connection, home)
        await invitations.open_link(connection, home.mallory, token, NOON)
        now = NOON
        if end == "revoked":
            await invitations.revoke(connection, home.jiwoo, number, now)
        elif end == "expired":
            now += invitations.LASTS
            await rows.expire(connection, now)
            assert await state(connection, number) == "expired"
        elif end == "frozen":
            await diaries.change(connection, home.diary.id, state="frozen")
        else:
            await invitations.open_link(connection, home.seorin, token, now)
            act = invitations.accept if end == "used" else invitations.decline
            await act(connection, home.seorin, number, now)
        for attempt in (
            invitations.open_link(connection, home.mallory, token, now),
            invitations.accept(connection, home.mallory, number, now),
        ):
            with pytest.raises(Closed) as closed:
                await attempt
            assert closed.value.reason == {"frozen": "revoked"}.get(end, end)
        wrong = ("A" if token[0] != "A" else "B") + token[1:]
        with pytest.raises(NoInvitation):
            await invitations.open_link(connection, home.mallory, wrong, now)
        assert not await members.is_member(connection, home.diary.id, home.mallory.id)


async def test_somebody_asked_by_name_is_asked_once_and_told_privately(
    database: Database,
) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        first = await invitations.ask(connection, home.jiwoo, home.diary.id, home.seorin, NOON)
        second = await invitations.ask(connection, home.emma, home.diary.id, home.seorin, NOON)
        assert first == second
        assert await kinds(connection, home.seorin.id) == ["invited"]
        await invitations.accept(connection, home.seorin, first, NOON)
        assert await members.is_member(connection, home.diary.id, home.seorin.id)
        with pytest.raises(AlreadyMember):
            await invitations.ask(connection, home.jiwoo, home.diary.id, home.seorin, NOON)


async def test_after_a_no_nobody_of_the_diary_asks_for_thirty_days(database: Database) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        number = await invitations.ask(connection, home.jiwoo, home.diary.id, home.seorin, NOON)
        await invitations.decline(connection, home.seorin, number, NOON)
        await invitations.decline(connection, home.seorin, number, NOON)
        assert await kinds(connection, home.jiwoo.id) == ["declined"]
        assert await state(connection, number) == "declined"
        for asker, days in ((home.jiwoo, 0), (home.emma, 1), (home.emma, 29)):
            at = NOON + days * DAY
            await stand(connection, asker, "member", at)
            with pytest.raises(Unaskable):
                await invitations.ask(connection, asker, home.diary.id, home.seorin, at)
        later = NOON + 30 * DAY
        await stand(connection, home.emma, "member", later)
        assert await invitations.ask(connection, home.emma, home.diary.id, home.seorin, later)


async def test_who_said_no_who_blocked_the_bot_and_who_is_unknown_look_alike(
    database: Database,
) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        number = await invitations.ask(connection, home.jiwoo, home.diary.id, home.seorin, NOON)
        await invitations.decline(connection, home.seorin, number, NOON)
        await persons.set_blocked(connection, home.mallory.telegram_id, NOON)
        mallory = await persons.get(connection, home.mallory.id)
        for nobody in (home.seorin, mallory, None):
            with pytest.raises(Unaskable) as unaskable:
                await invitations.ask(connection, home.emma, home.diary.id, nobody, NOON)
            assert str(unaskable.value) == str(Unaskable())


async def test_who_declines_a_link_is_not_named_to_the_inviter(database: Database) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        number, token = await link(connection, home, uses=2)
        await invitations.open_link(connection, home.seorin, token, NOON)
        await invitations.decline(connection, home.seorin, number, NOON)
        [notice] = await notices.of_person(connection, home.jiwoo.id)
        assert (notice.kind, notice.subject_id) == ("declined", None)
        assert await state(connection, number) == "pending"


async def test_owners_revoke_every_invitation_members_their_own(database: Database) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        owners, _ = await link(connection, home)
        emmas = await invitations.ask(connection, home.emma, home.diary.id, home.seorin, NOON)
        seen = await invitations.open_ones(connection, home.emma, home.diary.id, NOON)
        assert [one.id for one in seen] == [emmas]
        with pytest.raises(NotYours):
            await invitations.revoke(connection, home.emma, owners, NOON)
        seen = await invitations.open_ones(connection, home.jiwoo, home.diary.id, NOON)
        assert [one.id for one in seen] == [emmas, owners]
        await invitations.revoke(connection, home.jiwoo, emmas, NOON)
        [notice] = await notices.of_person(connection, home.seorin.id)
        assert notice.state == "dropped"
        with pytest.raises(Closed):
            await invitations.revoke(connection, home.jiwoo, emmas, NOON)


async def test_invitations_fall_with_the_membership_of_who_made_them(database: Database) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        number, _ = await invitations.make_link(connection, home.emma, home.diary.id, 5, NOON)
        await departures.left(connection, home.diary, home.emma, NOON)
        assert await state(connection, number) == "revoked"


async def test_who_was_put_out_needs_a_newer_invitation(database: Database) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        _, old = await link(connection, home, uses=5)
        later = NOON + dt.timedelta(seconds=1)
        await departures.remove(connection, home.jiwoo, home.diary.id, home.emma.id, later)
        with pytest.raises(Closed):
            await invitations.open_link(connection, home.emma, old, later)
        later += dt.timedelta(seconds=1)
        number, new = await invitations.make_link(connection, home.jiwoo, home.diary.id, 1, later)
        await invitations.open_link(connection, home.emma, new, later)
        await invitations.accept(connection, home.emma, number, later)
        assert await members.is_member(connection, home.diary.id, home.emma.id)


async def test_invitations_of_a_day_are_limited(database: Database) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        for _ in range(invitations.MOST_A_DAY):
            await link(connection, home)
        with pytest.raises(TooMany):
            await link(connection, home)
        with pytest.raises(TooMany):
            await invitations.ask(connection, home.jiwoo, home.diary.id, home.seorin, NOON)
        await invitations.make_link(connection, home.emma, home.diary.id, 1, NOON)


async def test_a_hundred_thousand_guessed_tokens_find_nothing_and_change_nothing(
    database: Database,
) -> None:
    """Random ones, neighbours of right ones, hashes, and whatever else a client may send."""
    async with database.writing() as connection:
        home = await family(connection)
        made = [await link(connection, home, uses=5) for _ in range(20)]
        tokens = [token for _, token in made]
        guesses = [secrets.token_urlsafe(24) for _ in range(90_000)]
        guesses += [near for token in tokens for near in _neighbours(token)]
        assert len(guesses) >= 100_000
        before = await _everything(connection)
        found = 0
        for start in range(0, len(guesses), 1000):
            found += len(await invitations.look_up(connection, guesses[start : start + 1000]))
        assert found == 0
        for guess in guesses[:200] + guesses[-300:]:
            with pytest.raises(NoInvitation):
                await invitations.open_link(connection, home.mallory, guess, NOON)
        assert await _everything(connection) == before
        assert set(await invitations.look_up(connection, tokens)) == set(tokens)


def _neighbours(token: str) -> list[str]:
    """Tokens that differ in one character, or are longer, shorter, or something else."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    near = [
        token[:place] + letter + token[place + 1 :]
        for place in range(len(token))
        for letter in letters[::4]
        if letter != token[place]
    ]
    return [
        *near, token[:-1], token + "A", token.swapcase(), token[::-1], "", "' OR 1=1 --", "%", "é",
        invitations.digest(token), token + "\n", *[f"{token}{n}" for n in range(60)],
    ]  # fmt: skip


async def _everything(connection: Connection) -> list[object]:
    tables = ("invitations", "invitation_answers", "members", "notices", "diaries")
    found = [await connection.exec_driver_sql(f"SELECT * FROM {table}") for table in tables]  # noqa: S608
    return [rows.all() for rows in found]
