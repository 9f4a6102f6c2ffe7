"""The addresses of planning and follow-up."""

from django.urls import path

from .views import account, handing, plan, registers, rounds

app_name = "planning"
ROUND = "omgangar/<int:pk>/"
PLAN = "planer/<str:number>/"
LINE = PLAN + "rader/<int:pk>/"
ACCOUNT = "redovisningar/<str:number>/"
# What is done with a plan and an account alike.
HANDED = "inlamning/<str:number>/"

urlpatterns = [
    path("", rounds.round_list, name="rounds"),
    path("omgangar/ny/", rounds.new, name="new_round"),
    path(ROUND, rounds.detail, name="round"),
    path(ROUND + "andra/", rounds.edit, name="edit_round"),
    path(ROUND + "lagg-till/", rounds.add_body, name="add_to_round"),
    path(ROUND + "paminn/", rounds.remind, name="remind_round"),
    path(ROUND + "las/", rounds.lock, name="lock_round"),
    path(ROUND + "oppna-igen/", rounds.reopen, name="reopen_round"),
    path(ROUND + "historik/", rounds.history, name="round_history"),
    path("planer/", registers.plan_list, name="plans"),
    path("rader/", registers.line_list, name="lines"),
    path("utan-rad/", registers.unplanned_list, name="unplanned"),
    path("redovisningar/", registers.account_list, name="accounts"),
    path(PLAN, plan.detail, name="plan"),
    path(PLAN + "skriv/", plan.write, name="write_plan"),
    path(PLAN + "rader/ny/", plan.add_line, name="add_line"),
    path(LINE, plan.edit_line, name="edit_line"),
    path(LINE + "ta-bort/", plan.remove_line, name="remove_line"),
    path(LINE + "arende/", plan.tie, name="tie_line"),
    path(LINE + "arende/<int:tie_pk>/ta-bort/", plan.untie, name="untie_line"),
    path(ACCOUNT, account.detail, name="account"),
    path(ACCOUNT + "skriv/", account.write, name="write_account"),
    path(ACCOUNT + "utfall/", account.outcomes, name="tell_outcomes"),
    path(ACCOUNT + "rakna/", account.count_again, name="count_account"),
    path(HANDED + "klar/", handing.mark_ready, name="mark_ready"),
    path(HANDED + "skriv-vidare/", handing.take_back, name="take_back"),
    path(HANDED + "skicka-tillbaka/", handing.send_back, name="send_back"),
    path(HANDED + "lamna-in/", handing.submit, name="submit"),
    path(HANDED + "granska/", handing.begin_review, name="begin_review"),
    path(HANDED + "komplettera/", handing.ask_completion, name="ask_completion"),
    path(HANDED + "godkann/", handing.accept, name="accept"),
    path(HANDED + "las/", handing.lock, name="lock"),
    path(HANDED + "ratta/", handing.reopen, name="reopen"),
    path(HANDED + "kopior/<int:edition>/", handing.kept_copy, name="kept_copy"),
    path(HANDED + "word/", handing.as_word, name="as_word"),
]
