from council import streets


def test_a_list_has_one_name_a_line():
    read = streets.read("Bonner Straße\n\n  Am  Anger ;\r\nBonner Straße\x00\n12\n" + "x" * 201)
    assert read.names == ("Bonner Straße", "Am Anger")
    assert len(read.unread) == 2


def test_streets_are_kept_once_and_in_the_order_of_a_directory(site):
    with site.database.writing() as db:
        assert streets.add(db, ["Zeppelinallee", "Öhringer Weg", "Am Anger"]) == 3
        assert streets.add(db, ["Am Anger", "Olgastraße"]) == 1
        assert streets.remove(db, "Zeppelinallee")
        assert not streets.remove(db, "Zeppelinallee")
    with site.database.reading() as db:
        assert streets.names(db) == ["Am Anger", "Öhringer Weg", "Olgastraße"]
