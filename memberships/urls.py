"""The addresses of memberships, under /medlemskap/."""

from django.urls import path

from .views import membership, proposal, register, review

app_name = "memberships"
REVIEW = "omprovningar/<str:number>/"
ONE = "<str:number>/"

urlpatterns = [
    path("", register.membership_list, name="list"),
    path("nytt/", proposal.new, name="new"),
    path("nytt/vem-beslutar/", proposal.new_ruling, name="new_ruling"),
    path("nytt/forum/", proposal.new_forums, name="new_forums"),
    path("omprovningar/", register.review_calendar, name="reviews"),
    path(REVIEW, review.detail, name="review"),
    path(REVIEW + "svar/", review.answer, name="answer_review"),
    path(REVIEW + "till-beslut/", review.send, name="send_review"),
    path(REVIEW + "beslut/", review.decide, name="decide_review"),
    path(ONE, membership.detail, name="detail"),
    path(ONE + "andra/", membership.edit, name="edit"),
    path(ONE + "berett/", membership.prepare, name="prepare"),
    path(ONE + "till-beslut/", membership.send, name="send"),
    path(ONE + "beslut/", membership.decide, name="decide"),
    path(ONE + "dra-tillbaka/", membership.withdraw, name="withdraw"),
    path(ONE + "intrade/", membership.join, name="join"),
    path(ONE + "uppsagning/", membership.give_notice, name="give_notice"),
    path(ONE + "uttrade/", membership.leave, name="leave"),
    path(ONE + "omprovning/", membership.open_review, name="open_review"),
    path(ONE + "representanter/", membership.add_representative, name="add_representative"),
    path(ONE + "representanter/<int:pk>/", membership.end_representative, name="end_representative"),
    path(ONE + "huvudman/", membership.add_co_owner, name="add_co_owner"),
    path(ONE + "huvudman/<int:pk>/", membership.end_co_owner, name="end_co_owner"),
    path(ONE + "fortroendeposter/", membership.add_post, name="add_post"),
    path(ONE + "fortroendeposter/<int:pk>/", membership.end_post, name="end_post"),
    path(ONE + "avgifter/", membership.record_fee, name="record_fee"),
]
