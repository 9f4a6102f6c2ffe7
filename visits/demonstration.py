"""The demonstration's visits: invented requests from real cities, in every state a visit can be in.

Persons and occasions are invented, and every matter says so. The old ones have fixed days, so that the annual
report of a past year stays the same; those that are going on are counted from today.
"""

from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from engagements.actions.promises import Said, keep_promise
from governance import access
from governance.models import Body, Ground, Matter, Notice, Office, OutboxEntry, Person

from . import actions, clock, invitation_rights
from .actions import open as open_actions
from .actions import programme
from .models import Visit

TRAFFIC, ENVIRONMENT, DEVELOPMENT = "trafiknamnden", "miljo-och-halsoskyddsnamnden", "exploateringsnamnden"
PORTS, BOARD = "stockholms-hamnar", "kommunstyrelsen"
Values = dict[str, Any]


@transaction.atomic
def load() -> int:
    """Create the examples where there are none. Returns how many were created."""
    if Visit.objects.filter(matter__is_invented=True).exists():
        return 0
    before = Visit.objects.count()
    for make in (_years_past, _under_way):
        make()
    _keep_quiet()
    return Visit.objects.count() - before


def _log(body: str, on: date, organisation: str, city: str, country: str, **more: Any) -> Visit:
    """A request that came in two days before it was logged, from a delegation that does not exist."""
    about = more.pop("about")
    values: Values = {
        "title": f"Besök från {organisation} om {about}",
        "counterpart": organisation,
        "organisation_kind": "city",
        "city": city,
        "country": country,
        "received_on": on - timedelta(days=2),
        "language": "en",
        "payer": "guest",
        "themes": ["climate"],
        "bodies_wanted": list(Body.objects.filter(slug=body)),
        **more,
    }
    return actions.log(values, by=_officer(body), body=Body.objects.get(slug=body), on=on, is_invented=True)


def _assess(visit: Visit, on: date, verdicts: str, why: str, *directions: str, special: str = "") -> Visit:
    """`verdicts`: one letter per ground in the strategy's order, y(es), p(artly) or n(o)."""
    words = {"y": "yes", "p": "partly", "n": "no"}
    grounds = Ground.objects.filter(strategy__key="2016").order_by("position").values_list("key", flat=True)
    answers = {
        key: (words[letter], why if letter != "n" else "")
        for key, letter in zip(grounds, verdicts, strict=True)
    }
    return actions.assess(
        visit,
        by=_owner(visit),
        answers=answers,
        supports=dict.fromkeys(directions, why),
        specially_prioritised=bool(special),
        special_reason=special,
        on=on,
    )


def _came(visit: Visit, since: date, days: int, figures: tuple[int, int, int], **more: Any) -> Visit:
    """Planned, carried out with groups, persons and persons from abroad."""
    by, until = _owner(visit), since + timedelta(days=days - 1)
    groups, persons, abroad = figures
    hosts = more.pop("hosts", "Två handläggare")
    visit = actions.plan(visit, by=by, since=since, until=until, hosts=hosts, on=since - timedelta(days=10))
    return actions.carry_out(
        visit,
        by=by,
        since=since,
        until=until,
        groups=groups,
        persons=persons,
        persons_from_abroad=abroad,
        hours=Decimal(more.pop("hours", 8)),
        costs=[(kind, Decimal(amount), payer) for kind, amount, payer in more.pop("costs", ())],
        on=until + timedelta(days=1),
        **more,
    )


def _follow(visit: Visit, learnings: str, promise: str = "", close: bool = True) -> Visit:
    """What the city promised was to be kept within two months, and was."""
    by = _owner(visit)
    visit.matter.refresh_from_db()
    on = (visit.matter.ends_on or timezone.localdate()) + timedelta(days=12)
    visit = actions.follow_up(
        visit,
        by=by,
        learnings=learnings,
        contacts_made="Två nya kontakter på motsvarande avdelning.",
        promises=[Said(promise, "city", on + timedelta(days=60))] if promise else [],
        on=on,
    )
    for each in visit.matter.promised.all():
        keep_promise(each, by=by, outcome="Det är gjort (exempel).", kept_on=on + timedelta(days=40))
    visit.matter.refresh_from_db()
    return actions.close(visit, by=by, on=on + timedelta(days=2)) if close else visit


def _years_past() -> None:
    """Carried out, declined and cancelled in 2024 and 2025."""
    visit = _log(
        TRAFFIC,
        date(2024, 4, 10),
        "Helsingfors stad",
        "Helsingfors",
        "FI",
        about="bussar i stadstrafik",
        size=9,
        language="sv",
        wishes=[["2024-06-04", "2024-06-05"]],
        purpose="Hur bussar prioriteras i trafiksignaler.",
        benefit="Erfarenheter av spårväg som ersätter stombussar.",
        contact_name="Kaisa Exempelsson",
    )
    visit = _assess(visit, date(2024, 4, 12), "yyppnny", "Två huvudstäder med samma fråga.", "cooperation")
    visit = actions.accept(
        visit, by=_owner(visit), reasons="Vi delar samma utmaning och lär av varandra.", on=date(2024, 4, 16)
    )
    visit = _came(visit, date(2024, 6, 4), 2, (1, 9, 9), hours=12, costs=[("meals", 3200, "city")])
    _follow(visit, "Signalprioritering behöver följas upp varje kvartal för att hålla.")

    visit = _log(
        DEVELOPMENT,
        date(2025, 1, 15),
        "Hamburgs stad",
        "Hamburg",
        "DE",
        about="hållbar stadsutveckling",
        themes=["city_development", "climate"],
        size=64,
        wishes=[["2025-03-18", "2025-03-20"]],
        purpose="Studiebesök i Norra Djurgårdsstaden i tre grupper.",
        benefit="HafenCitys arbete med höga vattenstånd.",
    )
    visit = _assess(
        visit,
        date(2025, 1, 20),
        "yyyppnn",
        "HafenCity ligger före oss i klimatanpassning.",
        "profiling",
        "cooperation",
    )
    visit = actions.accept(
        visit, by=_owner(visit), reasons="Båda städerna bygger vid vatten.", on=date(2025, 1, 22)
    )
    visit = _came(
        visit,
        date(2025, 3, 18),
        3,
        (3, 64, 61),
        countries=["DE", "DK"],
        hours=42,
        costs=[("meals", 9800, "city"), ("travel", 6400, "guest")],
    )
    _follow(
        visit, "Marköverlåtelse med klimatkrav kan följas upp gemensamt.", "Vi skickar våra avtalsmallar."
    )

    visit = _log(
        ENVIRONMENT,
        date(2025, 2, 3),
        "Köpenhamns kommun",
        "Köpenhamn",
        "DK",
        about="luft och buller",
        size=14,
        language="sv",
        wishes=[["2025-04-09", "2025-04-09"]],
        purpose="Mätning av luftkvalitet vid skolor.",
        benefit="Deras nät av enkla mätare.",
    )
    visit = _assess(
        visit,
        date(2025, 2, 5),
        "yypynny",
        "Huvudstad med jämförbara data.",
        "horizon-scanning",
        "cooperation",
    )
    visit = actions.accept(
        visit, by=_owner(visit), reasons="Vi kan jämföra våra mätningar direkt.", on=date(2025, 2, 10)
    )
    visit = _came(visit, date(2025, 4, 9), 1, (1, 14, 13), costs=[("meals", 2100, "city")])
    _follow(visit, "Enkla mätare räcker för att se förändring över tid.")

    visit = _log(
        DEVELOPMENT,
        date(2025, 4, 2),
        "Seouls storstadsförvaltning",
        "Seoul",
        "KR",
        about="bostäder och kollektivtrafik",
        themes=["city_development"],
        size=38,
        interpreter=True,
        wishes=[["2025-06-10", "2025-06-11"]],
        purpose="Hur bostäder byggs nära stationer.",
        offer="En genomgång av deras digitala stadsmodell.",
    )
    visit = _assess(
        visit, date(2025, 4, 9), "ppyyynn", "Digital stadsmodell på en nivå vi inte nått.", "profiling"
    )
    visit = actions.accept_changed(
        visit,
        by=_owner(visit),
        reasons="Vi har inte personal för två dagar.",
        changes="En dag i stället för två, den 10 juni.",
        on=date(2025, 4, 15),
    )
    visit = _came(
        visit,
        date(2025, 6, 10),
        1,
        (2, 38, 38),
        hours=18,
        costs=[("interpreter", 14500, "guest"), ("meals", 5600, "city"), ("gift", 900, "city")],
    )
    _follow(visit, "Stadsmodellen används i samråd; värt att pröva i ett mindre område.")

    visit = _log(
        TRAFFIC,
        date(2025, 8, 18),
        "Oslo kommun",
        "Oslo",
        "NO",
        about="vinterväghållning",
        size=6,
        language="sv",
        wishes=[["2025-10-14", "2025-10-14"]],
        purpose="Sopsaltning av cykelbanor.",
        benefit="Deras upphandling av eldrivna plogbilar.",
    )
    visit = _assess(visit, date(2025, 8, 20), "yyynpny", "Nordisk huvudstad, samma vinter.", "cooperation")
    visit = actions.accept(
        visit, by=_owner(visit), reasons="Samma fråga, samma klimat.", on=date(2025, 8, 22)
    )
    visit = _came(visit, date(2025, 10, 14), 1, (1, 6, 6), hours=6)
    _follow(visit, "Eldrivna fordon klarar sopsaltning men kräver laddning i depån.")

    visit = _log(
        PORTS,
        date(2025, 9, 1),
        "Tallinns hamn",
        "Tallinn",
        "EE",
        about="landström till färjor",
        organisation_kind="company",
        size=9,
        wishes=[["2025-11-05", "2025-11-05"]],
        purpose="Landström vid Värtahamnen.",
        needs_clearance=True,
    )
    visit = _assess(visit, date(2025, 9, 4), "ypypnpn", "Samma rederier i båda hamnarna.", "cooperation")
    visit = actions.accept(
        visit, by=_owner(visit), reasons="Hamnarna har samma trafik och kan samordna.", on=date(2025, 9, 8)
    )
    visit = _came(visit, date(2025, 11, 5), 1, (1, 9, 8), costs=[("meals", 1850, "shared")])
    _follow(visit, "Gemensamma krav på rederierna ger snabbare införande.", close=False)

    visit = _log(
        ENVIRONMENT,
        date(2025, 9, 22),
        "Kyivs stadsförvaltning",
        "Kyiv",
        "UA",
        about="energi och återuppbyggnad",
        political_level="high",
        political_level_reason="Delegationen leds av biträdande borgmästaren",
        head_of_delegation="Olena Exempelko",
        head_title="Deputy Mayor",
        size=11,
        wishes=[["2025-11-19", "2025-11-20"]],
        bodies_wanted=list(
            Body.objects.filter(slug__in=[ENVIRONMENT, DEVELOPMENT, "stockholm-vatten-och-avfall"])
        ),
        purpose="Fjärrvärme och reservkraft under krig.",
        benefit="Beredskap för avbrott i el och värme.",
        payer="shared",
    )
    visit = actions.hand_over_to_ks(
        visit, by=_officer(ENVIRONMENT), reasons="Rör tre verksamheter.", on=date(2025, 9, 23)
    )
    coordinator = _coordinator()
    visit = actions.take_over(visit, by=coordinator, on=date(2025, 9, 24))
    visit = _assess(
        visit,
        date(2025, 9, 26),
        "yyyyyny",
        "Beredskap som ingen annan stad har prövat.",
        "cooperation",
        "horizon-scanning",
        special="Kunskapen behövs i stadens eget beredskapsarbete.",
    )
    visit = actions.accept(
        visit, by=coordinator, reasons="Besöket är särskilt prioriterat.", on=date(2025, 9, 30)
    )
    visit = _came(
        visit,
        date(2025, 11, 19),
        2,
        (1, 11, 11),
        hours=54,
        costs=[("meals", 12400, "city"), ("travel", 4200, "city"), ("gift", 1500, "city")],
    )
    _follow(
        visit, "Reservkraft för vattenverken prövas varje månad, inte varje år.", "Ett digitalt möte i vår."
    )

    visit = _log(
        ENVIRONMENT,
        date(2025, 10, 6),
        "Universitetet i Exempelstad",
        "Milano",
        "IT",
        about="avfall",
        organisation_kind="university",
        size=45,
        wishes=[["2025-10-27", "2025-10-28"]],
        purpose="Studieresa för masterstudenter.",
    )
    visit = _assess(visit, date(2025, 10, 8), "nnnnpnn", "Visar staden för studenter.", "profiling")
    actions.decline(
        visit,
        by=_owner(visit),
        reasons="The department cannot receive 45 persons at three weeks' notice.",
        alternative="We would gladly give a digital lecture of one hour in November.",
        on=date(2025, 10, 9),
    )

    visit = _log(
        TRAFFIC,
        date(2025, 5, 5),
        "Istanbuls storstadskommun",
        "Istanbul",
        "TR",
        about="trängselskatt",
        size=10,
        wishes=[["2025-09-02", "2025-09-03"]],
        purpose="Trängselskattens införande.",
    )
    visit = _assess(visit, date(2025, 5, 7), "ppnnynn", "Stort intresse för Stockholms lösning.", "profiling")
    visit = actions.accept(
        visit, by=_owner(visit), reasons="Visar Stockholms lösning för en stor stad.", on=date(2025, 5, 9)
    )
    actions.cancel(
        visit,
        by=_owner(visit),
        who="cancelled_by_guest",
        reasons="Delegationen fick ändra sin resa.",
        on=date(2025, 8, 20),
    )


def _under_way() -> None:
    """What stands on somebody's desk today: in time, late, stopped, passed on, a duplicate."""
    today = timezone.localdate()

    def ago(working_days: int) -> date:
        return clock.before(today, working_days)

    visit = _log(
        TRAFFIC,
        ago(120),
        "Rotterdams stad",
        "Rotterdam",
        "NL",
        about="vintercykling",
        size=18,
        purpose="Cykling året om.",
        contact_name="Joost Voorbeeld",
    )
    visit = _assess(visit, ago(117), "pnnpynn", "De har visat intresse sedan tidigare.", "profiling")
    actions.decline(
        visit,
        by=_owner(visit),
        reasons="The department has already received three visits on the same subject this year.",
        alternative="The film and the report on clearing cycle tracks with brush and brine are in English.",
        on=ago(114),
    )
    visit = _log(
        DEVELOPMENT,
        ago(4),
        "City of Rotterdam",
        "Rotterdam",
        "NL",
        about="täthet och grönska",
        themes=["city_development"],
        size=15,
        wishes=[_week(today, 9)],
        purpose="Gröna tak och gårdar i nya kvarter.",
        contact_name="Joost Voorbeeld",
        benefit="Rotterdams arbete med vattentorg.",
    )
    actions.begin_assessment(visit, by=_owner(visit), on=ago(3))

    visit = _log(
        ENVIRONMENT,
        ago(16),
        "Warszawas stad",
        "Warszawa",
        "PL",
        about="energieffektiva skolor",
        themes=["climate", "education"],
        size=12,
        wishes=[_week(today, 6)],
        purpose="Hur skolor värms med återvunnen värme.",
        benefit="Deras energiavtal.",
    )
    actions.begin_assessment(visit, by=_owner(visit), on=ago(14))

    visit = _log(
        TRAFFIC,
        ago(9),
        "Lissabons stad",
        "Lissabon",
        "PT",
        about="parkering",
        size=7,
        purpose="Parkeringspolitik i innerstaden.",
    )
    actions.ask_guest(
        visit,
        by=_owner(visit),
        question="När önskar ni komma, och vilka frågor är viktigast för er?",
        on=ago(7),
    )

    visit = _log(
        TRAFFIC,
        ago(6),
        "Tokyos storstadsförvaltning",
        "Tokyo",
        "JP",
        about="tillgänglighet och klimat",
        size=16,
        political_level="high",
        political_level_reason="Delegationen leds av viceguvernören",
        head_title="Vice Governor",
        bodies_wanted=list(Body.objects.filter(slug__in=[TRAFFIC, ENVIRONMENT])),
        interpreter=True,
        media=True,
        wishes=[_week(today, 12)],
        purpose="Tillgänglighet för äldre i kollektivtrafik, och klimatbudget.",
        benefit="Tokyos utsläppshandel för fastigheter.",
    )
    actions.hand_over_to_ks(visit, by=_owner(visit), reasons="Viceguvernör, två verksamheter.", on=ago(5))

    visit = _log(
        TRAFFIC,
        ago(3),
        "Krakows stad",
        "Krakow",
        "PL",
        about="miljözoner",
        size=8,
        wishes=[_week(today, 8)],
        purpose="Hur miljözoner mäts och följs upp.",
    )
    actions.forward(
        visit,
        by=_owner(visit),
        to=Body.objects.get(slug=ENVIRONMENT),
        reasons="Frågorna rör luftmätning.",
        on=ago(2),
    )

    visit = _log(
        DEVELOPMENT,
        ago(24),
        "Wiens stad",
        "Wien",
        "AT",
        about="billiga bostäder",
        themes=["city_development", "social"],
        size=20,
        wishes=[_week(today, 4)],
        purpose="Markpolitik och hyresrätter.",
        benefit="Wiens kommunala bostäder.",
    )
    visit = _assess(
        visit,
        ago(20),
        "yyyypny",
        "Europas mest sammanhållna bostadspolitik.",
        "cooperation",
        "horizon-scanning",
    )
    visit = actions.accept(
        visit, by=_owner(visit), reasons="Vi kan lära av hur Wien håller hyrorna nere.", on=ago(19)
    )
    since, until = (date.fromisoformat(day) for day in _week(today, 4))
    actions.plan(
        visit,
        by=_owner(visit),
        since=since,
        until=until,
        hosts="Två planerare",
        place="Tekniska nämndhuset",
        on=ago(15),
    )
    _vienna(visit, since, until, today)
    _letters(today)

    _log(
        PORTS,
        ago(1),
        "Portos hamn",
        "Porto",
        "PT",
        about="kryssningstrafik",
        organisation_kind="company",
        size=5,
        wishes=[_week(today, 10)],
        purpose="Hur kryssningsfartyg tas emot nära staden.",
    )


def _letters(today: date) -> None:
    """One visit with letters at every step, and one whose letters are closed: nothing says that it is special."""
    visit = _log(
        TRAFFIC,
        clock.before(today, 22),
        "Nairobis stad",
        "Nairobi",
        "KE",
        about="gåvänliga gator",
        size=4,
        wishes=[_week(today, 9)],
        purpose="To learn how Stockholm makes its streets safe to walk on, in winter too.",
        benefit="Nairobis arbete med gång och cykel till skolorna.",
        contact_name="Akinyi Mfano",
        wants_letter=True,
    )
    visit = _assess(
        visit,
        clock.before(today, 20),
        "yyypyny",
        "Nairobi har planerat om hela stråk på kort tid.",
        "cooperation",
        special="Trafikkontoret ska göra samma sak i ytterstaden och behöver kunskapen i år.",
    )
    _planned(visit, _week(today, 9), clock.before(today, 18))
    passports = [
        ("Akinyi", "Mfano", "Director of Mobility", "AK1100221", 1500),
        ("Baraka", "Mfano", "Street Engineer", "AK1100222", 900),
        ("Chausiku", "Mfano", "Planner", "AK1100223", 200),
        ("Daudi", "Mfano", "Adviser", "AK1100224", 90),
    ]
    by, own = _owner(visit), Visit.objects.get(pk=visit.pk).invitations
    for given, family, title, number, days in passports:
        told = {
            "given_names": given,
            "family_name": family,
            "title": title,
            "organisation": "Nairobi City County",
        }
        passport = {
            "nationality": "KE",
            "number": number,
            "expires_on": today + timedelta(days=days),
            "born_on": date(1980, 5, 17),
            "applies_at": "Embassy of Sweden in Nairobi",
        }
        place = actions.invite_delegate(visit, by=by)
        open_actions.change_delegate(place, {**told, "needs_letter": True}, passport, by_link=True)
    first, second = list(own.order_by("pk").values_list("pk", flat=True))[:2]
    actions.review(visit, [first, second], by=by)
    signers = invitation_rights.signers(Matter.objects.get(pk=visit.pk), today)
    if signers:
        actions.approve(visit, [first], by=signers[0])
        actions.issue(visit, [first], by=by)

    visit = _log(
        TRAFFIC,
        clock.before(today, 12),
        "Rabats stad",
        "Rabat",
        "MA",
        about="spårvagnar",
        size=6,
        wishes=[_week(today, 11)],
        purpose="Hur spårväg byggs i en gammal stad.",
        contact_name="Yasmine Mithal",
        wants_letter=True,
    )
    visit = _assess(visit, clock.before(today, 10), "ypnpynn", "De bygger ut snabbt.", "cooperation")
    _planned(visit, _week(today, 11), clock.before(today, 8))


def _planned(visit: Visit, week: list[str], on: date) -> None:
    """Accepted and planned on the days that were wished."""
    since, until = (date.fromisoformat(day) for day in week)
    visit = actions.accept(visit, by=_owner(visit), reasons="Vi lär av varandra.", on=on)
    actions.plan(visit, by=_owner(visit), since=since, until=until, place="Tekniska nämndhuset", on=on)


def _vienna(visit: Visit, since: date, until: date, today: date) -> None:
    """A programme of two days that has been confirmed, and another visit whose programme wants the same host."""
    by = _owner(visit)
    house = {
        "place": "Tekniska nämndhuset",
        "address": "Fleminggatan 4",
        "entrance": "Huvudentrén, receptionen",
    }
    hall = {"place": "Stadshuset", "address": "Hantverkargatan 1", "entrance": "Porten mot gården"}
    planner = {"host_name": "Maja Exempel", "host_office": "Planarkitekt", "host_phone": "08-508 00 001"}
    talk = programme.add_slot(
        visit,
        by=by,
        day=since,
        starts_at=time(9),
        ends_at=time(10, 30),
        topic="Land policy and rental housing",
        host=by,
        host_office="International secretary, City Development",
        room="Sal 3",
        speakers="Maja Exempel, planner\nOskar Påhitt, economist",
        equipment="Projektor, hörslinga",
        catering="Coffee",
        goal="Förstå hur Wien håller hyrorna nere utan att byggandet stannar.",
        cost=Decimal(1800),
        **house,
    )
    values: list[Values] = [
        {
            "starts_at": time(10, 45),
            "ends_at": time(12),
            "topic": "Walk in Hagastaden",
            "place": "Hagastaden",
            "address": "Norra stationsgatan 80",
            "travel_minutes": 15,
            "public_note": "Warm clothes and good shoes. We walk about two kilometres.",
            "internal_note": "Byggplatsen är avspärrad mot öster.",
            "risk": "Halka. Skyddsskor finns till alla.",
            "vehicle": "Buss 1",
            **planner,
        },
        {
            "starts_at": time(12, 30),
            "ends_at": time(14),
            "topic": "Lunch and summing up",
            "travel_minutes": 20,
            "catering": "Lunch, vegetarian for three",
            "gift": "Boken om stadens kvarter",
            "cost": Decimal(9600),
            "vehicle": "Buss 1",
            **planner,
            **hall,
        },
    ]
    for each in values:
        programme.add_slot(visit, by=by, day=since, **each)
    programme.add_slot(
        visit,
        by=by,
        day=until,
        starts_at=time(9, 30),
        ends_at=time(11, 30),
        topic="Workshop: municipal housing in two cities",
        room="Sal 3",
        goal="Enas om tre frågor att följa under året.",
        **planner,
        **house,
    )
    programme.describe_delegation(
        visit,
        by=by,
        delegation="Eva Beispiel, Head of Housing Research\nPaul Muster, Planning Director\n18 planners and economists",
    )
    programme.note_guest(visit, by=by, confirmed_on=clock.before(today, 6), how="E-post, finns i akten")
    programme.confirm(visit, by=by)
    programme.edit_slot(talk, by=by, ends_at=time(10, 15), public_note="Slides are in English.")
    programme.confirm(visit, by=by)
    _zurich(until, planner, house)


def _zurich(day: date, planner: Values, house: Values) -> None:
    visit = _log(
        DEVELOPMENT,
        clock.before(timezone.localdate(), 14),
        "Zürichs stad",
        "Zürich",
        "CH",
        about="kooperativt byggande",
        themes=["city_development"],
        size=6,
        wishes=[[day.isoformat(), day.isoformat()]],
        purpose="Hur marken lämnas till kooperativ.",
        benefit="Zürichs kooperativ bygger en tredjedel av bostäderna.",
        contact_name="Lukas Muster",
    )
    visit = _assess(
        visit, clock.before(timezone.localdate(), 12), "yypypny", "Samma frågor som vi har.", "cooperation"
    )
    visit = actions.accept(
        visit,
        by=_owner(visit),
        reasons="Vi kan lära av deras kooperativ.",
        on=clock.before(timezone.localdate(), 11),
    )
    by = _owner(visit)
    actions.plan(visit, by=by, since=day, until=day, on=clock.before(timezone.localdate(), 9))
    programme.add_slot(
        visit,
        by=by,
        day=day,
        starts_at=time(10),
        ends_at=time(11),
        topic="Cooperative building",
        room="Sal 5",
        **planner,
        **house,
    )
    programme.add_slot(
        visit,
        by=by,
        day=day,
        starts_at=time(11, 5),
        ends_at=time(12, 30),
        topic="Visit to a housing cooperative",
        place="Rinkeby",
        address="Exempelgatan 12",
        travel_minutes=30,
    )


def _week(today: date, weeks: int) -> list[str]:
    """Tuesday to Wednesday, so many weeks ahead."""
    tuesday = today + timedelta(days=7 * weeks + (1 - today.weekday()))
    return [tuesday.isoformat(), (tuesday + timedelta(days=1)).isoformat()]


def _officer(body: str) -> Person:
    """Who logs visits at the body."""
    return access.holders(Office.Role.CONTACT_PERSON, Body.objects.get(slug=body)).order_by("pk")[0]


def _coordinator() -> Person:
    return access.holders(Office.Role.COORDINATOR).order_by("pk")[0]


def _owner(visit: Visit) -> Person:
    """Who handles the visit now."""
    matter = Matter.objects.select_related("responsible", "body").get(pk=visit.matter_id)
    return matter.responsible or _officer(matter.body.slug)


def _keep_quiet() -> None:
    """Nobody gets mail about what is invented, and what is long past is no news."""
    OutboxEntry.objects.filter(kind="mail_notice", key__startswith="mail:visit:", done_at=None).delete()
    closed = Notice.objects.filter(matter__kind="visit", matter__closed_on__isnull=False)
    closed.filter(read_at=None).update(read_at=timezone.now())
