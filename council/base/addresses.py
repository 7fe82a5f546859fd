"""Which addresses of the internet may be asked on somebody's behalf: public ones, and no disguise of others."""

import ipaddress

GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # the last 32 bits are an IPv4 address
REFUSED_6 = tuple(
    ipaddress.IPv6Network(net) for net in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
)  # Teredo and other protocols, documentation, 6to4 (an IPv4 address in disguise)
REFUSED_4 = tuple(
    ipaddress.IPv4Network(net) for net in ("192.0.0.0/24", "192.88.99.0/24")
)  # protocols, 6to4 relays; the rest is known to the standard library as not global


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet: not to this machine, a private or local network, a group, or nobody."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv4Address):
        return _is_public_4(found)
    if found.scope_id is not None:
        return False
    if found in NAT64:
        return _is_public_4(ipaddress.IPv4Address(int(found) & 0xFFFF_FFFF))
    return found in GLOBAL_UNICAST and found.is_global and not any(found in net for net in REFUSED_6)


def _is_public_4(address: ipaddress.IPv4Address) -> bool:
    odd = address.is_multicast or address.is_reserved or any(address in net for net in REFUSED_4)
    return address.is_global and not odd
