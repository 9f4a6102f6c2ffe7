"""The addresses of referrals and of the answers to them."""

from django.urls import path

from .views import answer, referral, register, remarks

app_name = "referrals"
ANSWER = "svar/<str:number>/"
REFERRAL = "<str:number>/"

urlpatterns = [
    path("", register.referral_list, name="referrals"),
    path("ny/", referral.new, name="new_referral"),
    path("fran-utkast/<int:pk>/", referral.refer_draft, name="refer_draft"),
    path("svar/", register.answer_list, name="answers"),
    path(ANSWER, answer.detail, name="answer"),
    path(ANSWER + "tilldela/", answer.assign, name="assign_answer"),
    path(ANSWER + "skriv/", answer.write, name="write_answer"),
    path(ANSWER + "klart/", answer.finish, name="finish_answer"),
    path(ANSWER + "till-namnden/", answer.lay_before, name="lay_answer_before"),
    path(ANSWER + "beslut/", answer.decide, name="decide_answer"),
    path(ANSWER + "lamna-in/", answer.submit, name="submit_answer"),
    path(ANSWER + "lamna-in-utan-namnd/", answer.submit_without_board, name="submit_without_board"),
    path(ANSWER + "avsta/", answer.abstain, name="abstain"),
    path(ANSWER + "mer-tid/", answer.ask_for_time, name="ask_for_time"),
    path(ANSWER + "mer-tid/svar/", answer.answer_wish, name="answer_wish"),
    path(ANSWER + "registrera/", answer.register, name="register_answer"),
    path(ANSWER + "word/", answer.as_file, name="answer_as_word"),
    path(REFERRAL, referral.detail, name="referral"),
    path(REFERRAL + "andra/", referral.edit, name="edit_referral"),
    path(REFERRAL + "dokument/", referral.document, name="write_document"),
    path(REFERRAL + "till-utkastet/", referral.texts_to_draft, name="texts_to_draft"),
    path(REFERRAL + "mottagare/", referral.recipients, name="recipients"),
    path(REFERRAL + "fler-mottagare/", referral.add_recipient, name="add_recipient"),
    path(REFERRAL + "skicka/", referral.send, name="send_referral"),
    path(REFERRAL + "paminn/", referral.remind, name="remind_referral"),
    path(REFERRAL + "dra-tillbaka/", referral.withdraw, name="withdraw_referral"),
    path(REFERRAL + "matris/", referral.matrix, name="matrix"),
    path(REFERRAL + "sammanstall/", referral.compile_answers, name="compile_answers"),
    path(REFERRAL + "sammanstallning/", referral.compilation, name="compilation"),
    path(REFERRAL + "synpunkter/", remarks.remark_list, name="remarks"),
    path(REFERRAL + "synpunkter/<int:pk>/", remarks.reply, name="reply_to_remark"),
    path(REFERRAL + "andringar/", referral.differences, name="differences"),
    path(REFERRAL + "till-kommunstyrelsen/", referral.lay_before_board, name="lay_before_board"),
    path(REFERRAL + "beslut/", referral.decide, name="decide_referral"),
    path(REFERRAL + "aterkoppla/", referral.feed_back, name="feed_back"),
]
