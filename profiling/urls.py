"""The addresses of profiling. The first ones are open to all the world."""

from django.urls import path

from .views import examples, information, messages, open_page

app_name = "profiling"
EXAMPLE = "goda-exempel/<int:pk>/"
MESSAGE = "budskap/<int:pk>/"
ENTRY = "stadsinformation/<int:pk>/"

urlpatterns = [
    path("om-staden/", open_page.about_the_city, name="about"),
    path("om-staden/pa-svenska/", open_page.about_the_city, {"language": "sv"}, name="about_sv"),
    path("om-staden/bild/<int:pk>/", open_page.open_picture, name="open_picture"),
    path("om-staden/dokument/<int:pk>/", open_page.open_document, name="open_document"),
    path("goda-exempel/", examples.example_list, name="examples"),
    path("goda-exempel/nytt/", examples.new, name="new_example"),
    path(EXAMPLE, examples.example, name="example"),
    path(EXAMPLE + "andra/", examples.edit, name="edit_example"),
    path(EXAMPLE + "publicering/", examples.publish, name="publish_example"),
    path(EXAMPLE + "bild/", examples.picture, name="example_picture"),
    path(EXAMPLE + "historik/", examples.history, name="example_history"),
    path("budskap/", messages.message_list, name="messages"),
    path("budskap/nytt/", messages.new, name="new_message"),
    path(MESSAGE + "andra/", messages.edit, name="edit_message"),
    path(MESSAGE + "publicering/", messages.publish, name="publish_message"),
    path(MESSAGE + "historik/", messages.history, name="message_history"),
    path("stadsinformation/", information.information_list, name="information"),
    path("stadsinformation/nytt/", information.new, name="new_information"),
    path(ENTRY + "andra/", information.edit, name="edit_information"),
    path(ENTRY + "publicering/", information.publish, name="publish_information"),
    path(ENTRY + "dokument/", information.document, name="information_document"),
    path(ENTRY + "historik/", information.history, name="information_history"),
]
