"""Fills the naive app with as many matters as the product has, in the same words."""

from django.contrib.auth.models import Permission, User
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

BOARDS, PARTNERS = 50, 5000


def fill(matters: int) -> None:
    call_command("migrate", verbosity=0)
    call_command("migrate", "--run-syncdb", verbosity=0)  # our own app has no migrations and refers to theirs
    boss = User.objects.create_superuser("boss", password=None)
    officer = User.objects.create_user("officer", password=None, is_staff=True)
    view = Permission.objects.get(codename="view_matter", content_type__app_label="naive")
    partners = max(20, min(PARTNERS, matters // 100))
    statements = (
        ("INSERT INTO naive_board (name) SELECT 'Board ' || i FROM generate_series(1, %s) i", [BOARDS]),
        ("INSERT INTO naive_partner (name, country) SELECT 'Partner ' || i, 'NO' FROM generate_series(1, %s) i",
         [partners]),
        ("""INSERT INTO naive_matter (number, title, kind, status, board_id, partner_id, opened_on, due_on, description,
                                      next_review_on)
            SELECT 2006 + i * 20 / %(n)s || '-' || i, 'Study visit about climate ' || i,
                   (ARRAY['visit', 'visit', 'membership', 'project'])[1 + mod(i, 4)],
                   (ARRAY['closed', 'closed', 'received', 'assessing'])[1 + mod(i / 4, 4)],
                   1 + mod(i, %(boards)s), 1 + mod(i, %(partners)s), date '2006-01-01' + (i * 7500 / %(n)s)::int,
                   date '2006-02-01' + (i * 7500 / %(n)s)::int, repeat('What they want to see. ', 5), NULL
              FROM generate_series(1::bigint, %(n)s) i""", {"n": matters, "boards": BOARDS, "partners": partners}),
        ("""INSERT INTO naive_historicalmatter (id, number, title, kind, status, board_id, partner_id, opened_on,
                   due_on, description, next_review_on, history_date, history_type)
            SELECT id, number, title, kind, status, board_id, partner_id, opened_on, due_on, description,
                   next_review_on, now(), '+' FROM naive_matter""", []),
        ("""INSERT INTO naive_decision (matter_id, paragraph, decided_on, text)
            SELECT id, '1', opened_on + 30, 'Approved.' FROM naive_matter WHERE mod(id, 3) = 0""", []),
        # Every third object somebody's: the officer may see those of one board in five.
        ("""INSERT INTO guardian_userobjectpermission (object_pk, content_type_id, permission_id, user_id)
            SELECT id::text, %s, %s, CASE WHEN mod(board_id, 5) = 0 THEN %s::int ELSE %s::int END FROM naive_matter""",
         [view.content_type_id, view.pk, officer.pk, boss.pk]),
        # The same long matter as the product has.
        ("INSERT INTO naive_decision (matter_id, paragraph, decided_on, text) "
         "SELECT 5, i::text, %s, 'Tabled.' FROM generate_series(1, 50) i", [timezone.localdate()]),
        ("INSERT INTO naive_document (matter_id, name) SELECT 5, 'file ' || i FROM generate_series(1, 30) i", []),
        ("""INSERT INTO naive_historicalmatter (id, number, title, kind, status, board_id, partner_id, opened_on,
                   due_on, description, next_review_on, history_date, history_type)
            SELECT id, number, title, kind, status, board_id, partner_id, opened_on, due_on, description,
                   next_review_on, now(), '~' FROM naive_matter CROSS JOIN generate_series(1, 199) WHERE id = 5""", []),
    )  # fmt: skip
    with connection.cursor() as cursor:
        for statement, parameters in statements:
            cursor.execute(statement, parameters)
        cursor.execute("ANALYZE")
