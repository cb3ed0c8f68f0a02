"""The gazetteer: countries, US states, cities, ZIP codes and the miles between them."""

from careercenter.places.countries import COUNTRIES, country_name
from careercenter.places.gazetteer import (
    EARTH_RADIUS_MILES,
    Place,
    distance_miles,
    distance_miles_between,
    find_city,
    find_place,
    find_zip,
    is_city,
    list_cities,
)
from careercenter.places.states import STATES, state_choices, state_name

__all__ = ["COUNTRIES", "EARTH_RADIUS_MILES", "STATES", "Place", "country_name", "distance_miles",
           "distance_miles_between", "find_city", "find_place", "find_zip", "is_city", "list_cities",
           "state_choices", "state_name"]
