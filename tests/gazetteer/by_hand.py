"""What people call places that no list has: short names, names in the language of the place."""

AREAS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("GB", ("UK", "U.K.", "Great Britain", "Britain", "United Kingdom"), ("uk",)),
    ("GB/ENG", ("England", "Angleterre", "Inglaterra", "Inghilterra", "Англия"), ("eng",)),
    ("GB/SCT", ("Scotland", "Alba"), ("sco", "sct")),
    ("GB/WLS", ("Wales", "Cymru"), ("wls",)),
    ("GB/NIR", ("Northern Ireland",), ("nir", "ni")),
    (
        "US",
        (
            "USA",
            "US",
            "U.S.",
            "U.S.A.",
            "America",
            "United States of America",
            "the States",
            "США",
            "EE. UU.",
            "EEUU",
            "EUA",
            "ABD",
        ),
        (),
    ),
    ("AE", ("UAE", "Emirates", "U.A.E.", "ОАЭ"), ()),
    ("NZ", ("NZ", "Aotearoa"), ()),
    ("NL", ("Holland", "the Netherlands", "Nederland"), ()),
    ("CZ", ("Czech Republic", "Czechia"), ()),
    ("CI", ("Ivory Coast",), ()),
    ("TR", ("Turkey", "Türkiye"), ()),
    ("VN", ("Viet Nam", "Vietnam"), ()),
    ("KR", ("South Korea", "Korea", "Republic of Korea"), ()),
    ("KP", ("North Korea",), ()),
    ("CD", ("DRC", "DR Congo", "Congo", "Democratic Republic of the Congo"), ()),
    ("CG", ("Congo", "Republic of the Congo"), ()),
    ("MM", ("Burma", "Myanmar"), ()),
    ("SZ", ("Swaziland", "Eswatini"), ()),
    ("MK", ("Macedonia", "North Macedonia"), ()),
    ("CV", ("Cape Verde", "Cabo Verde"), ()),
    ("TL", ("East Timor", "Timor-Leste"), ()),
    ("BA", ("Bosnia",), ()),
    ("TT", ("Trinidad",), ()),
    ("PS", ("Palestine", "State of Palestine", "Palästina", "Palestina"), ()),
    ("IE", ("Republic of Ireland", "Southern Ireland", "Eire"), ()),
    ("GP", ("Guadalupe",), ()),
    ("ZA", ("ЮАР", "RSA"), ()),
    ("PH", ("Phils",), ()),
    ("RU", ("Russia", "Russian Federation"), ()),
    ("CN", ("China", "PRC", "mainland China"), ()),
    ("IR", ("Iran",), ()),
    ("SY", ("Syria",), ()),
    ("LA", ("Laos",), ()),
    ("VA", ("Vatican", "Holy See"), ()),
    ("US/DC", ("DC", "D.C.", "District of Columbia", "Washington DC", "Washington, D.C."), ()),
    ("US/NY", ("New York State", "Upstate New York"), ()),
    ("CA/01", ("Alberta",), ("ab",)),
    ("CA/02", ("British Columbia", "BC", "B.C."), ("bc",)),
    ("CA/03", ("Manitoba",), ("mb",)),
    ("CA/04", ("New Brunswick",), ("nb",)),
    ("CA/05", ("Newfoundland", "Newfoundland and Labrador"), ("nl", "nfld")),
    ("CA/07", ("Nova Scotia",), ("ns",)),
    ("CA/08", ("Ontario",), ("on", "ont")),
    ("CA/09", ("Prince Edward Island", "PEI"), ("pe",)),
    ("CA/10", ("Quebec", "Québec"), ("qc", "pq")),
    ("CA/11", ("Saskatchewan",), ("sk", "sask")),
    ("CA/12", ("Yukon", "Yukon Territory"), ("yt",)),
    ("CA/13", ("Northwest Territories", "NWT"), ("nt",)),
    ("CA/14", ("Nunavut",), ("nu",)),
    ("AU/01", ("Australian Capital Territory",), ("act",)),
    ("AU/02", ("New South Wales", "NSW"), ("nsw",)),
    ("AU/03", ("Northern Territory",), ("nt",)),
    ("AU/04", ("Queensland", "QLD"), ("qld",)),
    ("AU/05", ("South Australia",), ("sa",)),
    ("AU/06", ("Tasmania",), ("tas",)),
    ("AU/07", ("Victoria",), ("vic",)),
    ("AU/08", ("Western Australia",), ("wa",)),
    ("DE/02", ("Bavaria", "Bayern"), ()),
    ("DE/01", ("Baden-Württemberg",), ()),
    ("DE/05", ("Hesse", "Hessen"), ()),
    ("DE/06", ("Lower Saxony", "Niedersachsen"), ()),
    ("DE/07", ("North Rhine-Westphalia", "Nordrhein-Westfalen", "NRW"), ()),
    ("DE/13", ("Saxony", "Sachsen"), ()),
    ("ES/56", ("Catalonia", "Cataluña", "Catalunya"), ()),
    ("ES/51", ("Andalusia", "Andalucía"), ()),
    (
        "ES/53",
        (
            "Canary Islands",
            "Canaries",
            "Canarias",
            "Islas Canarias",
            "Gran Canaria",
            "Fuerteventura",
            "Lanzarote",
            "La Palma",
        ),
        (),
    ),
    ("ES/07", ("Balearic Islands", "Mallorca", "Majorca"), ()),
    ("PT/23", ("Azores", "Açores"), ()),
    ("PT/10", ("Madeira",), ()),
    ("IT/16", ("Tuscany", "Toscana"), ()),
    ("IT/09", ("Lombardy", "Lombardia"), ()),
    ("IT/15", ("Sicily", "Sicilia"), ()),
    ("IT/14", ("Sardinia", "Sardegna"), ()),
    ("ID/02", ("Bali",), ()),
    ("US/HI", ("Hawaii", "Hawai'i"), ()),
)
"""Codes of country and region as GeoNames has them, names, and codes that tell others of one name apart."""

CITIES: dict[tuple[str, str], tuple[str, ...]] = {
    ("US", "New York City"): ("NYC", "New York", "N.Y.C.", "Manhattan"),
    ("US", "Los Angeles"): ("LA", "L.A."),
    ("US", "San Francisco"): (
        "SF",
        "San Fran",
        "Frisco",
        "SF Bay Area",
    ),
    ("US", "Washington"): ("Washington DC", "Washington, D.C."),
    ("US", "Philadelphia"): ("Philly",),
    ("US", "Las Vegas"): ("Vegas",),
    ("US", "New Orleans"): ("NOLA",),
    ("MY", "Kuala Lumpur"): ("KL",),
    ("ID", "Jakarta"): (
        "Jakarta Selatan",
        "Jakarta Utara",
        "Jakarta Barat",
        "Jakarta Timur",
        "Jakarta Pusat",
    ),
    ("MX", "Mexico City"): ("CDMX", "Ciudad de México", "México DF"),
    ("BR", "Rio de Janeiro"): ("Rio",),
    ("BR", "São Paulo"): ("Sampa",),
    ("AR", "Buenos Aires"): ("BsAs", "CABA"),
    ("IN", "Mumbai"): ("Bombay",),
    ("IN", "Kolkata"): ("Calcutta",),
    ("IN", "Chennai"): ("Madras",),
    ("IN", "Bengaluru"): ("Bangalore",),
    ("VN", "Ho Chi Minh City"): ("Saigon", "HCMC"),
    ("ES", "Las Palmas de Gran Canaria"): ("Las Palmas",),
    ("RU", "Saint Petersburg"): ("St. Petersburg", "Sankt-Peterburg", "Piter"),
    ("SA", "Jeddah"): ("Jiddah",),
    ("DE", "Frankfurt am Main"): ("Frankfurt",),
    ("GB", "Newcastle upon Tyne"): ("Newcastle",),
    ("PL", "Łódź"): ("Lodz",),
    ("IL", "Tel Aviv"): ("Tel Aviv", "TLV"),
}
"""Names of cities, by country and name as GeoNames has them."""

ZONES: dict[str, tuple[str, ...]] = {
    "America/Goose_Bay": ("Labrador",),
    "Australia/Lord_Howe": ("Lord Howe Island",),
    "Pacific/Easter": ("Easter Island", "Isla de Pascua", "Rapa Nui"),
}
"""Names of places with a zone, but without a city."""

COUNTIES: dict[str, dict[str, int]] = {
    "GB/ENG": {
        "Bedfordshire": 700, "Berkshire": 950, "Buckinghamshire": 840, "Cambridgeshire": 900,
        "Cheshire": 1100, "Cornwall": 575, "Cumbria": 500, "Derbyshire": 1070, "Devon": 1230,
        "Dorset": 780, "Durham": 870, "Essex": 1870, "Gloucestershire": 940, "Hampshire": 1880,
        "Herefordshire": 190, "Hertfordshire": 1200, "Kent": 1900, "Lancashire": 1550,
        "Leicestershire": 1100, "Lincolnshire": 1110, "Merseyside": 1440, "Middlesex": 2000,
        "Norfolk": 925, "Northamptonshire": 800, "Northumberland": 325, "Nottinghamshire": 1170,
        "Oxfordshire": 740, "Shropshire": 510, "Somerset": 990, "Staffordshire": 1150, "Suffolk": 770,
        "Surrey": 1220, "Sussex": 1740, "East Sussex": 850, "West Sussex": 890, "Tyne and Wear": 1150,
        "Warwickshire": 610, "West Midlands": 2950, "Wiltshire": 760, "Worcestershire": 610,
        "Yorkshire": 5480, "East Anglia": 2600, "Greater Manchester": 2950,
    },
    "GB/SCT": {"Fife": 370, "Lothian": 900, "Highlands": 240, "Orkney": 22, "Shetland": 23, "Ayrshire": 370},
    "GB/WLS": {"Gwent": 590, "Gwynedd": 120, "Pembrokeshire": 125, "Powys": 135},
    "GB/NIR": {"Antrim": 650, "Armagh": 195, "Down": 550, "Fermanagh": 65, "Tyrone": 190},
}  # fmt: skip
"""Parts of a region that have no code of their own, by it, and how many thousands live there."""

MEANT = {
    ("ES", "Barcelona"), ("ES", "Zaragoza"), ("GB", "Birmingham"), ("GB", "Bristol"), ("GB", "Manchester"),
    ("GR", "Athens"), ("BG", "Sofia"), ("US", "San Francisco"), ("US", "San Antonio"), ("MX", "Cancún"),
    ("PK", "Islamabad"), ("CL", "Santiago"), ("LK", "Colombo"), ("NZ", "Wellington"),
}  # fmt: skip
"""Cities that are meant by their name alone, though others of that name are not so much smaller."""

SHORT = frozenset({"la", "sf", "dc", "kl", "uk", "us", "nz", "bc"})
"""Names of two letters that are nothing else in a question for a place."""

NO_PLACES = frozenset(
    """
    none nothing nowhere home here there where somewhere everywhere anywhere earth world moon mars
    local default auto unknown same other mine work office school later soon today tomorrow morning
    evening night yes yeah okay hello test asdf qwerty east west north south central eastern western
    northern southern time zone timezone remote online internet city town village country europe
    asia africa siberia space please help stop cancel name come can along than say save turn room
    roles rest basic lone dual google free normal manage buy date hire store mage man pen rich ron
    young university airport quarter any
    """.split()
)
"""Words that are no place here, though somewhere something small is called so."""
