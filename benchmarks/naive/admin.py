"""The admin does it all."""

from django.contrib import admin
from guardian.shortcuts import get_objects_for_user
from simple_history.admin import SimpleHistoryAdmin

from .models import Board, Decision, Document, Matter, Partner


class DecisionInline(admin.TabularInline):
    model = Decision
    extra = 1


class DocumentInline(admin.TabularInline):
    model = Document
    extra = 1


@admin.register(Matter)
class MatterAdmin(SimpleHistoryAdmin):
    list_display = ("number", "title", "kind", "status", "board", "partner", "opened_on", "due_on")
    list_filter = ("board", "status", "kind")
    search_fields = ("title", "description", "partner__name")
    list_per_page = 25
    inlines = (DecisionInline, DocumentInline)

    def get_queryset(self, request):
        if request.user.is_superuser:
            return super().get_queryset(request)
        return get_objects_for_user(request.user, "naive.view_matter").order_by("-opened_on")

    def has_module_permission(self, request):
        return True

    def has_view_permission(self, request, obj=None):
        return obj is None or request.user.is_superuser or request.user.has_perm("naive.view_matter", obj)


admin.site.register([Board, Partner])
