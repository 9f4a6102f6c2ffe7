"""What a person is in the city today: offices held, rights on bodies, secret matters let into. Every page asks this,
so one statement answers it."""

from dataclasses import dataclass
from datetime import date

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
    title = bilingual("title")
    body_name = bilingual("body_name")


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


def standing_of(person_id: int, day: date) -> Standing:
    """Read now. Rights are guardian's rows, which `access.sync_rights` keeps in line with the appointments."""
    with kept_cursor() as cursor:
        cursor.execute(_STANDING, {"person": person_id, "day": day})
        offices, rights, secrets, city = cursor.fetchone()
    bodies: dict[str, set[int]] = {}
    for right, ids in rights or ():
        bodies[right] = set(ids)
    return Standing(tuple(HeldOffice(*held) for held in offices or ()), bodies, secrets, tuple(city))


_STANDING = """
SELECT
  (SELECT json_agg(json_build_array(o.role, o.title_sv, o.title_en, b.id, b.slug, b.name_sv, b.name_en)
                   ORDER BY b.name_sv, o.role)
     FROM governance_appointment a
     JOIN governance_office o ON o.id = a.office_id
     JOIN governance_body b ON b.id = o.body_id
     JOIN governance_person p ON p.id = a.person_id AND p.is_active
    WHERE a.person_id = %(person)s AND a.since <= %(day)s AND (a.until IS NULL OR a.until >= %(day)s)),
  (SELECT json_agg(json_build_array(codename, ids))
     FROM (SELECT q.codename, array_agg(r.content_object_id) AS ids
             FROM governance_bodyuserobjectpermission r
             JOIN auth_permission q ON q.id = r.permission_id
            WHERE r.user_id = %(person)s
            GROUP BY q.codename) AS rights),
  ARRAY(SELECT matter_id FROM governance_secrecygrant
         WHERE person_id = %(person)s AND ended_at IS NULL AND (until IS NULL OR until >= %(day)s)),
  (SELECT ARRAY[coalesce(max(history_id), 0), count(*)] FROM governance_historicalbody)
"""
