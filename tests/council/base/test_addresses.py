import pytest

from council.base.addresses import is_public


@pytest.mark.parametrize("address", ["8.8.8.8", "193.99.144.80", "2606:4700:4700::1111", "64:ff9b::808:808"])
def test_addresses_of_the_internet_are_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.5.4", "192.168.178.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "240.0.0.1", "255.255.255.255", "192.0.0.1", "192.88.99.1", "198.18.0.1", "203.0.113.7",
        "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "fec0::1", "ff02::1", "2001:db8::1", "2001::1", "5f00::1",
    ],
)  # fmt: skip
def test_addresses_of_this_machine_private_networks_groups_and_nobody_are_not(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "::127.0.0.1",
        "2002:7f00:1::",
        "2002:808:808::",
        "64:ff9b::7f00:1",
        "64:ff9b:1::a00:1",
    ],
)
def test_an_address_in_disguise_is_not(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["", "example.org", "2130706433", "0x7f000001", "127.1", "8.8.8.8.8"])
def test_what_is_no_address_is_not(address):
    assert not is_public(address)
