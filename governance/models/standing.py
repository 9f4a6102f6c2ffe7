"""What a person is in the city today: offices held, rights on bodies, secret matters let into. Every page asks this,
so one statement answers it."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from governance.language import bilingual
from governance.prepared import kept_cursor


@dataclass(frozen=True)
class HeldOffice:
    """An office somebody holds, with the names a page needs."""

    role: str
    title_sv: str
    title_en: str
    body_id: int
    body_slug: str
    body_name_sv: str
    body_name_en: str
    # Held in the name of somebody who is away: who that is, and by which row; empty for an office of one's own.
    for_name: str = ""
    for_id: int = 0
    substitution_id: int = 0
    title = bilingual("title")
    body_name = bilingual("body_name")

    @property
    def said(self) -> str:
        """The title; of an office held in another's name with "for" and whose it is."""
        if not self.for_name:
            return self.title
        return gettext("for %(who)s") % {"who": in_the_name_of(self.for_name, self.title)}


@dataclass(frozen=True)
class Away:
    """That somebody stands in for a person in an office of theirs today."""

    name: str
    until: date
    title_sv: str
    title_en: str
    title = bilingual("title")

    @property
    def office(self) -> str:
        """The title inside a sentence."""
        return small(self.title)


def in_the_name_of(name: str, office: str) -> str:
    """ "Y (office)"."""
    return f"{name} ({small(office)})"


def acting_for(name: str, whom: str) -> str:
    """ "X for Y (office)"; the name alone for who acts in their own. There is no other way to say it."""
    return gettext("%(name)s for %(whom)s") % {"name": name, "whom": whom} if whom else name


def small(title: str) -> str:
    """A title inside a sentence begins with a small letter; an abbreviation stays as it is."""
    return title[:1].lower() + title[1:] if title[1:2].islower() else title


# Of these offices a substitute gets none of what the role gives: what an administrator does to persons, offices and
# accounts is how everybody else comes by their rights. What is lent of them all the same asks the offices themselves.
NEVER_LENT = ("administrator",)


@dataclass(frozen=True)
class Standing:
    """A person's offices by body, ids of bodies by right, and ids of secret matters.

    `city` is the latest change to any body and how many there are: what was read of the bodies under one `city` still
    holds under it. The latest alone would not do, for of two changes at once the later may be seen first.
    """

    offices: tuple[HeldOffice, ...]
    bodies: dict[str, set[int]]
    secret_matters: list[int]
    city: tuple[int, int]
    away: tuple[Away, ...] = ()

    @property
    def roles(self) -> set[str]:
        """The roles held today, in the own name or another's; of what is never lent the own ones alone."""
        return {held.role for held in self.offices if not held.for_name or held.role not in NEVER_LENT}


def standing_of(person_id: int, day: date) -> Standing:
    """Read now. Rights are guardian's rows, which `access.sync_rights` keeps in line with the appointments."""
    with kept_cursor() as cursor:
        cursor.execute(_STANDING, {"person": person_id, "day": day})
        offices, rights, secrets, city, away = cursor.fetchone()
    bodies: dict[str, set[int]] = {}
    for right, ids in rights or ():
        bodies[right] = set(ids)
    held = tuple(HeldOffice(*each) for each in offices or ())
    told = tuple(Away(name, date.fromisoformat(until), *title) for name, until, *title in away or ())
    return Standing(held, bodies, secrets, tuple(city), told)


# A substitution runs as `SubstitutionQuerySet.in_force` says; a test holds the two to each other.
_STANDING = """
SELECT
  (SELECT json_agg(json_build_array(o.role, o.title_sv, o.title_en, b.id, b.slug, b.name_sv, b.name_en,
                                    held.for_name, held.for_id, held.substitution_id)
                   ORDER BY held.for_name <> '', b.name_sv, o.role)
     FROM (SELECT a.office_id, '' AS for_name, 0 AS for_id, 0 AS substitution_id
             FROM governance_appointment a
             JOIN governance_person p ON p.id = a.person_id AND p.is_active
            WHERE a.person_id = %(person)s AND a.since <= %(day)s AND (a.until IS NULL OR a.until >= %(day)s)
           UNION ALL
           SELECT a.office_id, absent.name, absent.id, s.id
             FROM governance_substitution s
             JOIN governance_person p ON p.id = s.substitute_id AND p.is_active
             JOIN governance_appointment a ON a.id = s.appointment_id
              AND a.since <= %(day)s AND (a.until IS NULL OR a.until >= %(day)s)
             JOIN governance_person absent ON absent.id = a.person_id AND absent.is_active
            WHERE s.substitute_id = %(person)s AND s.since <= %(day)s AND s.until >= %(day)s
              AND (s.ended_on IS NULL OR s.ended_on > %(day)s)) AS held
     JOIN governance_office o ON o.id = held.office_id
     JOIN governance_body b ON b.id = o.body_id),
  (SELECT json_agg(json_build_array(codename, ids))
     FROM (SELECT q.codename, array_agg(r.content_object_id) AS ids
             FROM governance_bodyuserobjectpermission r
             JOIN auth_permission q ON q.id = r.permission_id
            WHERE r.user_id = %(person)s
            GROUP BY q.codename) AS rights),
  ARRAY(SELECT matter_id FROM governance_secrecygrant
         WHERE person_id = %(person)s AND ended_at IS NULL AND (until IS NULL OR until >= %(day)s)),
  (SELECT ARRAY[coalesce(max(history_id), 0), count(*)] FROM governance_historicalbody),
  (SELECT json_agg(json_build_array(p.name, s.until, o.title_sv, o.title_en) ORDER BY s.until, s.id)
     FROM governance_appointment a
     JOIN governance_person me ON me.id = a.person_id AND me.is_active
     JOIN governance_substitution s ON s.appointment_id = a.id
     JOIN governance_person p ON p.id = s.substitute_id AND p.is_active
     JOIN governance_office o ON o.id = a.office_id
    WHERE a.person_id = %(person)s AND a.since <= %(day)s AND (a.until IS NULL OR a.until >= %(day)s)
      AND s.since <= %(day)s AND s.until >= %(day)s AND (s.ended_on IS NULL OR s.ended_on > %(day)s))
"""
