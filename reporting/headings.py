"""The headings of the annual report: the city's own, then the parts that this register adds."""

from dataclasses import dataclass

from governance.language import active_language


@dataclass(frozen=True)
class Heading:
    """Rubrik. One section of the report; its text is written by the coordinator, its figures are counted.

    `about` tells the writer what belongs under the heading.
    """

    key: str
    sv: str
    en: str
    about_sv: str
    about_en: str

    @property
    def title(self) -> str:
        return self.en if active_language() == "en" else self.sv

    @property
    def about(self) -> str:
        return self.about_en if active_language() == "en" else self.about_sv


HEADINGS = (
    Heading(
        "summary",
        "Året i korthet",
        "The year in brief",
        "Vad som präglade året: tre till fem meningar som går att läsa för sig.",
        "What marked the year: three to five sentences that can be read on their own.",
    ),
    # The next four are the headings of the section "Internationella relationer" in the city's annual report.
    Heading(
        "networks",
        "Samarbete inom internationella organisationer och nätverk",
        "Cooperation within international organisations and networks",
        "Medlemskap som gav mest, nya och avslutade medlemskap, förtroendeposter.",
        "The memberships that gave most, new and ended ones, posts of trust.",
    ),
    Heading(
        "legislation",
        "EU:s lagstiftning med påverkan på Stockholm",
        "EU legislation with effect on Stockholm",
        "Frågor där staden tog ställning eller påverkade, och vad det ledde till.",
        "Questions where the city took a position or advocated, and what came of it.",
    ),
    Heading(
        "eu_funding",
        "EU-finansiering som stärker kvalitén i stadens verksamheter",
        "EU funding that strengthens the quality of the city's operations",
        "Projekt som började eller slutade och vad de gav verksamheten.",
        "Projects that began or ended and what they gave the operations.",
    ),
    Heading(
        "visits",
        "Internationella besök och evenemang stärker bilden av Stockholm",
        "International visits and events strengthen the image of Stockholm",
        "Betydande besök, teman som efterfrågades och vad staden själv lärde sig.",
        "Significant visits, themes in demand and what the city itself learnt.",
    ),
    Heading(
        "agreements",
        "Samarbetsavtal och intentionsavtal",
        "Cooperation agreements and letters of intent",
        "Vad avtalen gav, vilka som började, upphörde eller vilar, och om något undantag beslutades.",
        "What the agreements gave, which began, ended or lie dormant, and whether any exception was decided.",
    ),
    Heading(
        "declarations",
        "Deklarationer och initiativ",
        "Declarations and initiatives",
        "Vad staden ställde sig bakom, vad det kostar och hur det går med det staden har lovat.",
        "What the city stood behind, what it costs and how what the city promised is going.",
    ),
    Heading(
        "aid",
        "Projekt av biståndskaraktär",
        "Aid-like projects",
        "Var staden bistod med expertis, vem som betalade, och om något undantag beslutades.",
        "Where the city lent its expertise, who paid, and whether any exception was decided.",
    ),
    Heading(
        "profiling",
        "Goda exempel och information om staden",
        "Good examples and information on the city",
        "Vad staden visade för andra, och vad som behöver revideras.",
        "What the city showed others, and what needs revising.",
    ),
    Heading(
        "decisions",
        "Ärenden och beslut",
        "Matters and decisions",
        "Vem som beslutade vad, och om något beslut rättades.",
        "Who decided what, and whether any decision was corrected.",
    ),
    Heading(
        "coverage",
        "Internationella kontaktpersoner",
        "International contact persons",
        "Var kontaktperson saknas och vad som görs åt det.",
        "Where a contact person is missing and what is done about it.",
    ),
    Heading(
        "horizon",
        "Omvärldsbevakning",
        "Horizon scanning",
        "Vad staden såg i omvärlden, vad det betyder för Stockholm och vad som gjordes åt det.",
        "What the city saw abroad, what it means for Stockholm and what was done about it.",
    ),
    Heading(
        "costs",
        "Kostnader för det internationella arbetet",
        "Costs of the international work",
        "Vad kostnaderna består av och vad som inte är räknat.",
        "What the costs consist of and what is not counted.",
    ),
)
BY_KEY = {heading.key: heading for heading in HEADINGS}
