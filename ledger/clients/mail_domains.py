"""Mail domains that tell nobody's name: everybody may have an address there."""

EVERYBODYS = frozenset(
    {"gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "hotmail.co.uk", "live.com", "yahoo.com",
     "yahoo.co.uk", "icloud.com", "me.com", "aol.com", "btinternet.com", "gmx.de", "gmx.net", "web.de", "proton.me"}
)  # fmt: skip
