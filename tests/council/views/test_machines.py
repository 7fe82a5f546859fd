from xml.etree import ElementTree


def test_a_healthy_site_says_ok(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok")


def test_a_site_without_its_database_says_so(client, site):
    site.storage.root.joinpath("ratsfenster.db").unlink()
    site.database.close()
    site.storage.root.rename(site.storage.root.with_name("away"))
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.headers["retry-after"]


def test_robots_may_read_all_but_searches_and_media(client):
    lines = client.get("/robots.txt").text.splitlines()
    assert "Disallow: /suche" in lines
    assert "Disallow: /en/suche" in lines
    assert "Disallow: /" not in lines


def test_the_sitemap_names_what_is_public_and_nothing_else(client, hold, site):
    public, hidden = hold("Öffentlich"), hold("Verborgen", publish=False)
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
    addresses = {element.text for element in tree.iter() if element.tag.endswith("loc")}
    assert f"{site.settings.address}/aufzeichnungen/{public.recording_id}" in addresses
    assert f"{site.settings.address}/sitzungen/{public.meeting_id}" in addresses
    assert not any(
        address.endswith((f"gen/{hidden.recording_id}", f"gen/{hidden.meeting_id}")) for address in addresses
    )


def test_the_towns_coat_of_arms_is_shown_and_can_do_no_harm(client):
    answer = client.get("/wappen")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert "sandbox" in answer.headers["content-security-policy"]
