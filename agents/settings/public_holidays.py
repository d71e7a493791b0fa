"""Public holidays by country and region, as plain dates: part of the site, so that its fingerprint tells of changes."""

import warnings
from datetime import date
from functools import cache
from typing import Final

from agents.settings.values import nearest

YEARS: Final = range(1990, 2041)
"""From the earliest time of an event to beyond the longest target; the same in every year, so that a site is too."""


@cache
def public_holidays(place: str) -> tuple[str, ...]:
    """The ISO dates of the public holidays of `KR` or `DE-BY`, sorted; a ValueError for an unknown place.

    Substitutes for holidays on a Sunday are among them where the country knows that. Of years that nobody has fixed
    yet, the dates that depend on the moon are as expected today.
    """
    import holidays  # noqa: PLC0415 - a third of a second that a site without holidays need not wait

    country, dash, region = place.partition("-")
    countries = holidays.list_supported_countries(include_aliases=False)
    if country not in countries:
        hint = nearest(country.upper(), list(countries))
        raise ValueError(f"{country!r} is no country with known holidays, such as KR or DE{hint}")
    if dash and region not in countries[country]:
        known = f"its regions: {', '.join(countries[country])}" if countries[country] else "it has no regions here"
        raise ValueError(f"{region!r} is no region of {country}; {known}")
    with warnings.catch_warnings():
        # Said of countries whose holidays are not known for all of the years.
        warnings.simplefilter("ignore")
        days: list[date] = list(holidays.country_holidays(country, subdiv=region or None, years=YEARS))
    return tuple(sorted(day.isoformat() for day in days if day.year in YEARS))
