"""What time zones are called for short, and in full; where it can mean several, all of them."""

_PARIS, _LONDON, _NEW_YORK = "Europe/Paris", "Europe/London", "America/New_York"

_ABBREVIATIONS = {
    "est edt eastern et useast eastus easternus useastern useastcoast": (_NEW_YORK,),
    "centralus": ("America/Chicago",),
    "cdt": ("America/Chicago", "America/Havana"),
    "cst": ("America/Chicago", "Asia/Shanghai", "America/Mexico_City", "America/Havana"),
    "central ct": ("America/Chicago", "America/Mexico_City", "Australia/Adelaide", _PARIS),
    "mst mountain mt": ("America/Denver", "America/Phoenix"),
    "mdt": ("America/Denver",),
    "pst pdt pacific pt uswest westus westernus uswestern uswestcoast": ("America/Los_Angeles",),
    "akst akdt alaska": ("America/Anchorage",),
    "hst hdt hawaii": ("Pacific/Honolulu",),
    "ast atlantic": ("America/Halifax", "America/Puerto_Rico", "Asia/Riyadh"),
    "adt": ("America/Halifax",),
    "nst ndt": ("America/St_Johns",),
    "art": ("America/Argentina/Buenos_Aires",),
    "brt": ("America/Sao_Paulo",),
    "clt clst": ("America/Santiago",),
    "cot": ("America/Bogota",),
    "pet": ("America/Lima",),
    "vet": ("America/Caracas",),
    "bot": ("America/La_Paz",),
    "ect": ("America/Guayaquil", _PARIS),
    "uyt": ("America/Montevideo",),
    "bst": (_LONDON, "Asia/Dhaka"),
    "british uk": (_LONDON,),
    "wet": ("Europe/Lisbon", "Atlantic/Canary"),
    "west": ("Europe/Lisbon", "America/Los_Angeles"),  # a summer time, and a coast
    "cet cest met mest mez mesz centraleuropean": (_PARIS, "Europe/Berlin"),
    "eet eest easterneuropean": ("Europe/Athens", "Europe/Kyiv", "Africa/Cairo", "Asia/Beirut"),
    "msk moscow": ("Europe/Moscow",),
    "trt": ("Europe/Istanbul",),
    "wat westafrica": ("Africa/Lagos",),
    "cat centralafrica": ("Africa/Maputo",),
    "sast southafrica": ("Africa/Johannesburg",),
    "eat eastafrica": ("Africa/Nairobi",),
    "gst gulf": ("Asia/Dubai",),
    "irst irdt": ("Asia/Tehran",),
    "pkt": ("Asia/Karachi",),
    "uzt": ("Asia/Tashkent",),
    "yekt": ("Asia/Yekaterinburg",),
    "almt": ("Asia/Almaty",),
    "ist": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"),
    "indian india": ("Asia/Kolkata",),
    "israel idt": ("Asia/Jerusalem",),
    "irish": ("Europe/Dublin",),
    "npt": ("Asia/Kathmandu",),
    "bdt bangladesh": ("Asia/Dhaka",),
    "mmt": ("Asia/Yangon",),
    "ict indochina": ("Asia/Bangkok",),
    "wib": ("Asia/Jakarta",),
    "wita": ("Asia/Makassar",),
    "wit": ("Asia/Jayapura",),
    "pht phst philippine": ("Asia/Manila",),
    "sgt singapore": ("Asia/Singapore",),
    "myt": ("Asia/Kuala_Lumpur",),
    "hkt hongkong": ("Asia/Hong_Kong",),
    "china beijing": ("Asia/Shanghai",),
    "sst": ("Pacific/Pago_Pago", "Asia/Singapore"),
    "jst japan": ("Asia/Tokyo",),
    "kst korea": ("Asia/Seoul",),
    "awst westernaustralia westernaustralian": ("Australia/Perth",),
    "acst": ("Australia/Adelaide", "Australia/Darwin"),
    "acdt": ("Australia/Adelaide",),
    "aest easternaustralia easternaustralian": ("Australia/Sydney", "Australia/Brisbane"),
    "aedt": ("Australia/Sydney",),
    "nzst nzdt nzt newzealand": ("Pacific/Auckland",),
    "chst": ("Pacific/Guam",),
    "fjt": ("Pacific/Fiji",),
}

_SUFFIXES = (
    "standardtime",
    "daylighttime",
    "summertime",
    "daylightsavingtime",
    "timezone",
    "time",
    "standard",
)

_ZONES = {name: zones for names, zones in _ABBREVIATIONS.items() for name in names.split()}

_FULL_ONLY = frozenset(
    [
        "eastern",
        "central",
        "mountain",
        "atlantic",
        "alaska",
        "hawaii",
        "british",
        "uk",
        "centraleuropean",
        "easterneuropean",
        "moscow",
        "westafrica",
        "centralafrica",
        "southafrica",
        "eastafrica",
        "gulf",
        "indian",
        "india",
        "israel",
        "irish",
        "bangladesh",
        "indochina",
        "philippine",
        "singapore",
        "hongkong",
        "china",
        "beijing",
        "japan",
        "korea",
        "westernaustralia",
        "westernaustralian",
        "easternaustralia",
        "easternaustralian",
        "newzealand",
    ]
)
"""Names that are places or words by themselves, and mean a zone only with "time" behind them."""


def zones_called(key: str) -> tuple[str, ...]:
    """The zones that this is a name of, by its key (`bot.domain.typed.key`); none if it is no such name."""
    for suffix in _SUFFIXES:
        if key.endswith(suffix) and (short := key.removesuffix(suffix)) in _ZONES:
            return _ZONES[short]
    return _ZONES.get(key, ()) if key not in _FULL_ONLY else ()
