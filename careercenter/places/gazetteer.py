"""ZIP codes and cities with their coordinates, from the data that the `zipcodes` package carries."""

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt

import zipcodes

EARTH_RADIUS_MILES = 3958.8


@dataclass(frozen=True, slots=True)
class Place:
    """A city at one of its ZIP codes. Latitude and longitude in degrees."""

    city: str
    state: str
    zip: str
    latitude: float
    longitude: float

    @property
    def label(self) -> str:
        return f"{self.city}, {self.state}"


@lru_cache(maxsize=1)
def _by_zip() -> dict[str, Place]:
    return {row["zip_code"]: Place(row["city"], row["state"], row["zip_code"],
                                   float(row["lat"]), float(row["long"]))
            for row in zipcodes.list_all()
            if row["zip_code_type"] != "MILITARY" and row["lat"] and row["long"]}


@lru_cache(maxsize=1)
def _by_city() -> dict[tuple[str, str], list[Place]]:
    cities: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for place in _by_zip().values():
        cities[place.city.casefold(), place.state].append(place)
    return cities


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    return frozenset(city for city, _ in _by_city())


def is_city(name: str) -> bool:
    """Whether a city of any state is called so."""
    return " ".join(name.split()).casefold() in _names()


def find_zip(code: str) -> Place | None:
    """The place of a ZIP code, five digits or ZIP+4; None if there is none."""
    return _by_zip().get(code.strip()[:5])


def find_city(city: str, state: str) -> Place | None:
    """A city at the ZIP code nearest to the middle of all of its own; None if it isn't known."""
    places = _by_city().get((" ".join(city.split()).casefold(), state.upper()))
    if not places:
        return None
    latitude = sum(place.latitude for place in places) / len(places)
    longitude = sum(place.longitude for place in places) / len(places)
    return min(places, key=lambda place: (place.latitude - latitude) ** 2 + (place.longitude - longitude) ** 2)


def list_cities(prefix: str, *, most: int = 8) -> list[Place]:
    """Cities whose names begin so, those with most ZIP codes (the larger ones) first."""
    folded = " ".join(prefix.split()).casefold()
    found = [places for (city, _), places in _by_city().items() if city.startswith(folded)] if folded else []
    return [places[0] for places in sorted(found, key=len, reverse=True)[:most]]


def find_place(text: str) -> Place | None:
    """A place as people write it: a ZIP code, or a city with its state as `Houston, TX` or `houston tx`."""
    text = " ".join(text.replace(",", " ").split())
    if text[:5].isdigit():
        return find_zip(text)
    city, _, state = text.rpartition(" ")
    return find_city(city, state) if city else None


def distance_miles(one: Place, other: Place) -> float:
    """The great-circle distance between two places."""
    return distance_miles_between(one.latitude, one.longitude, other.latitude, other.longitude)


def distance_miles_between(latitude: float, longitude: float, other_latitude: float,
                           other_longitude: float) -> float:
    """The great-circle distance, by the haversine formula; all in degrees."""
    lat1, lat2 = radians(latitude), radians(other_latitude)
    half = (sin((lat2 - lat1) / 2) ** 2
            + cos(lat1) * cos(lat2) * sin(radians(other_longitude - longitude) / 2) ** 2)
    return 2 * EARTH_RADIUS_MILES * asin(sqrt(half))
