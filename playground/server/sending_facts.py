"""The methods that send what needs no file: places, contacts, dice."""

from typing import Any

from playground.server.access import Request, writable_chat
from playground.server.parameters import Parameters
from playground.server.refusals import bad_request
from playground.server.sending import post

Json = dict[str, Any]

DICE = {"🎲": 6, "🎯": 6, "🏀": 5, "⚽": 5, "🎳": 6, "🎰": 64}


async def send_location(request: Request) -> Json:
    """Send a place on the map; live ones the stand-in does not have."""
    chat = writable_chat(request)
    return post(request, chat, {"location": _location(request.parameters)})


async def send_venue(request: Request) -> Json:
    """Send a place with its name and address."""
    chat, values = writable_chat(request), request.parameters
    title, address = values.text("title").strip(), values.text("address").strip()
    if not title or not address:
        raise bad_request(f"venue {'address' if title else 'title'} must be non-empty")
    location = _location(values)
    venue = {"location": location, "title": title, "address": address}
    return post(request, chat, {"venue": venue, "location": location})


async def send_contact(request: Request) -> Json:
    """Send somebody's number."""
    chat, values = writable_chat(request), request.parameters
    names = ("phone_number", "first_name", "last_name", "vcard")
    contact = {name: values.text(name) for name in names if values.text(name).strip()}
    if "phone_number" not in contact:
        raise bad_request("phone number must be non-empty")
    if "first_name" not in contact:
        raise bad_request("first name must be non-empty")
    return post(request, chat, {"contact": contact})


async def send_dice(request: Request) -> Json:
    """Throw a die; here each value comes in its turn."""
    chat = writable_chat(request, "can_send_other_messages")
    emoji = request.parameters.text("emoji") or "🎲"
    if emoji not in DICE:
        raise bad_request("wrong dice emoji specified")
    value = len(chat.every_message) % DICE[emoji] + 1
    return post(request, chat, {"dice": {"emoji": emoji, "value": value}})


def _location(values: Parameters) -> Json:
    """Return a Location; refuse what is no place on earth."""
    try:
        latitude, longitude = (float(values.values[name]) for name in ("latitude", "longitude"))
    except (KeyError, TypeError, ValueError):
        raise bad_request("latitude or longitude is empty") from None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):  # noqa: PLR2004  degrees
        raise bad_request("wrong latitude or longitude specified")
    return {"latitude": latitude, "longitude": longitude}
