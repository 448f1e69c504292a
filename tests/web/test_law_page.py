"""The law is read on a page, in one's own language or in the one that binds."""

import re

import pytest

from tests.web.served import Served


def law(served: Served, language: str, query: str = "") -> str:
    return served.get(f"/law{query}", headers={"accept-language": language}).text


def test_the_law_comes_in_the_readers_language(served: Served) -> None:
    assert "The first entry of a log founds the assembly." in law(served, "fr")
    assert "La primera entrada de un registro funda la asamblea." in law(served, "es")


@pytest.mark.parametrize("language", ["en", "es"])
def test_it_says_nothing_of_how_it_is_written_and_its_table_has_a_list_for_a_phone(
    served: Served, language: str
) -> None:
    page = law(served, language)
    assert "!--" not in page.partition('class="prose"')[2]
    table = page.partition('<table class="stack">')[2].partition("</table>")[0]
    rows = table.partition("</thead>")[2].split("<tr>")[1:]
    heads = re.findall(r"<th[^>]*>(.*?)</th>", table)
    assert len(rows) > 25
    assert len(heads) == 8
    for row in rows:
        cells = re.findall(r'<td(?: data-means="([^"]*)")?>(.*?)</td>', row)
        assert len(cells) == len(heads)
        assert [means for means, said in cells[1:] if said] == [
            head for head, (_, said) in zip(heads[1:], cells[1:], strict=True) if said
        ]


def test_the_translation_says_that_the_english_text_binds_and_leads_to_it(served: Served) -> None:
    spanish = law(served, "es")
    assert "El texto que obliga es <a" in spanish
    assert spanish.count('href="/law?language=en"') == 2
    assert "The host decides nothing." in law(served, "es", "?language=en")


def test_each_text_says_in_which_language_it_is(served: Served) -> None:
    assert '<div class="prose" lang="es"' in law(served, "es")
    assert '<div class="prose" lang="en"' in law(served, "es", "?language=en")


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_link_in_the_law_leads_somewhere(served: Served, language: str) -> None:
    prose = law(served, language).partition('class="prose"')[2].partition("</main>")[0]
    links = re.findall(r'href="([^"]+)"', prose)
    assert [link for link in links if served.get(link).status_code != 200] == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_clause_is_one_paragraph_however_its_lines_are_broken(
    served: Served, language: str
) -> None:
    assert "<br" not in law(served, language).partition('class="prose"')[2]
