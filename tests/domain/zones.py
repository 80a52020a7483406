"""Every time zone that a place can have."""

from zoneinfo import available_timezones

REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
EVERY_ZONE = sorted(zone for zone in available_timezones() if zone.startswith(REGIONS))
