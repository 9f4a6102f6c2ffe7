"""Administration of the organisation, for administrators only: bodies, offices, persons, appointments."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from . import access
from .authority import Question, rule
from .models import Act, Appointment, Body, Office, Person
from .texts import TextField

# Logging in, out and the like are the product's own pages.
NOT_HERE = {"login", "logout", "password_change", "password_change_done", "view_on_site"}


class OrganisationSite(admin.AdminSite):
    """The administration pages, without doors of their own."""

    site_header = _("Administration of the organisation")
    site_title = _("Administration")
    index_title = _("Bodies, offices, persons and appointments")
    enable_nav_sidebar = (
        False  # it is built by a script and moves the page aside; four lists are one step away
    )

    def get_urls(self) -> list[Any]:
        urls = [url for url in super().get_urls() if getattr(url, "name", None) not in NOT_HERE]
        for url in urls:
            if isinstance(url, URLPattern):  # where a stranger is sent: the product's own login page
                url.callback.login_url = None
        return urls

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Who holds no administrator's office is refused, instead of being sent to log in as somebody else."""
        checked = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args: Any, **kw: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect("login")
            if not self.has_permission(request):
                words = gettext("Only administrators open these pages.")
                raise PermissionDenied(access.only_administrators(request.user, words))
            return checked(request, *args, **kw)

        return guarded


site = OrganisationSite(name="admin")


class WholeRowForm(forms.ModelForm):
    """Checks the rules of the database on the row as it will be, also on what the form does not let one change."""

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.errors:
            return
        try:
            self.instance.validate_constraints()
        except ValidationError as broken:
            self.add_error(None, broken)


class Chosen(AutocompleteSelect):
    """A choice among many. What was sent and is no id is nothing chosen when the form is shown again."""

    def optgroups(self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None) -> list[Any]:
        ids = [each for each in map(str, value) if each.isascii() and each.isdigit() and len(each) < 19]
        return super().optgroups(name, ids, attr)


class OrganisationAdmin(admin.ModelAdmin):
    """Asks which office one holds, never the permissions of Django, which nobody has. Nothing is deleted."""

    actions = None
    form = WholeRowForm
    list_per_page = 50
    # Slugs, addresses and links are texts too to Django, and have fields of their own.
    formfield_overrides = {
        models.CharField: {"form_class": TextField},
        models.SlugField: {},
        models.EmailField: {},
        models.URLField: {},
    }
    # What a row is about. Another thing is another row: records of its time refer to this one.
    fixed: tuple[str, ...] = ()
    scripts: tuple[str, ...] = (
        "vendor/jquery/jquery.min.js",
        "jquery.init.js",
        "core.js",
        "admin/RelatedObjectLookups.js",
    )

    @property
    def media(self) -> forms.Media:
        """The scripts that are used here. Django's own list holds one more, for slugs of other alphabets, that weighs
        as much as all the rest."""
        return forms.Media(js=[f"admin/js/{name}" for name in self.scripts])

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Only the filters one sees: any other would answer questions about columns that are not shown."""
        return lookup.removesuffix("__exact") in self.list_filter and "\x00" not in str(value)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """No name holds a NUL, and the database takes none."""
        return super().get_search_results(request, queryset, search_term.replace("\x00", ""))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kw: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kw.setdefault("widget", Chosen(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kw)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return _administers(request)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return _administers(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return _administers(request)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return _administers(request)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """What has ended gets an end date."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> tuple[str, ...]:
        return self.fixed if obj else ()

    # Django saves the form and what follows (save_related) in one transaction: the row and its rights, or neither.
    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        for person in self.concerned(form.instance):
            access.sync_rights(person)

    def concerned(self, row: Any) -> Any:
        """The persons whose rights may change with this row."""
        return []


@admin.register(Body, site=site)
class BodyAdmin(OrganisationAdmin):
    list_display = ("name_sv", "kind", "since", "until")
    list_filter = ("kind",)
    search_fields = ("name_sv", "name_en", "administration_sv")
    prepopulated_fields = {"slug": ("name_sv",)}
    scripts = (*OrganisationAdmin.scripts, "urlify.js", "prepopulate.js")
    fixed = ("slug", "kind")
    fields = (
        "name_sv",
        "slug",
        "kind",
        "name_en",
        "administration_sv",
        "parent",
        "replaces",
        "since",
        "until",
        "source",
    )

    def get_prepopulated_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        return {} if obj else self.prepopulated_fields

    def concerned(self, row: Body) -> Any:
        """Some offices read every body, also a new one."""
        roles = [*access.ON_EVERY_BODY, access.Role.SECRETARY]
        return Person.objects.filter(appointments__office__role__in=roles).distinct()


@admin.register(Office, site=site)
class OfficeAdmin(OrganisationAdmin):
    list_display = ("title_sv", "body", "role")
    list_filter = ("role",)
    list_select_related = ("body",)
    search_fields = ("title_sv", "title_en", "body__name_sv")
    autocomplete_fields = ("body",)
    fixed = ("body", "role")
    fields = ("body", "role", "title_sv", "title_en")


class PersonForm(forms.ModelForm):
    """A person; with a first password when new. Nobody sets another's password afterwards."""

    first_password = forms.CharField(
        label=_("First password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        required=False,
        help_text=_("Leave empty if the person logs in through the city's login service."),
    )

    class Meta:
        model = Person
        fields = ("username", "name", "email", "language", "is_active")

    def clean_first_password(self) -> str:
        password = self.cleaned_data["first_password"]
        if password:
            validate_password(password, self.instance)
        return password

    def save(self, commit: bool = True) -> Person:
        if self.instance.pk is None:
            self.instance.set_password(self.cleaned_data["first_password"] or None)
        return super().save(commit)


@admin.register(Person, site=site)
class PersonAdmin(OrganisationAdmin):
    form = PersonForm
    list_display = ("name", "username", "email", "is_active")
    list_filter = ("is_active",)
    search_fields = ("name", "username", "email")
    fixed = ("username",)

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        fields = ["username", "name", "email", "language", "is_active"]
        return fields if obj else [*fields, "first_password"]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kw: Any) -> Any:
        if change:  # without the password's field
            kw["form"] = forms.ModelForm
        return super().get_form(request, obj, change, **kw)

    def concerned(self, row: Person) -> Any:
        return [row]


class AppointmentForm(WholeRowForm):
    """An appointment. Nobody gives themselves an office, and a contact person is appointed by the head alone."""

    by: Person

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        person = cleaned.get("person") or getattr(self.instance, "person", None)
        if person == self.by:
            raise forms.ValidationError(_("Nobody appoints themselves. Ask another administrator."))
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The appointment cannot end before it begins."))
        office = cleaned.get("office") or getattr(self.instance, "office", None)
        if office and office.role == Office.Role.CONTACT_PERSON and self._gives_time(cleaned):
            raise forms.ValidationError(_for_the_head(office.body))
        return cleaned

    def _gives_time(self, entered: dict[str, Any]) -> bool:
        """Whether somebody would hold the office on a day they do not hold it now. To end it is to keep order."""
        row, until = self.instance, entered.get("until")
        if row.pk is None:
            return True
        is_longer = row.until is not None and (until is None or until > row.until)
        return is_longer or (entered.get("since") or row.since) < row.since


def _for_the_head(body: Body) -> str:
    """Who appoints a contact person instead, by which section."""
    ruling = rule(Question(Act.APPOINT_CONTACT_PERSON), on=timezone.localdate())
    heads = ", ".join(person.name for person in access.holders(Office.Role.HEAD, body))
    who = (
        gettext("At %(body)s that is %(heads)s, on the page of the body.")
        if heads
        else gettext("%(body)s has no head in the register: appoint the head first.")
    )
    return f"{ruling.explanation()} {who % {'body': body.name, 'heads': heads}}"


@admin.register(Appointment, site=site)
class AppointmentAdmin(OrganisationAdmin):
    form = AppointmentForm
    list_display = ("person", "office", "since", "until")
    list_filter = ("office__role",)
    list_select_related = ("person", "office__body")
    search_fields = ("person__name", "office__title_sv", "office__body__name_sv")
    autocomplete_fields = ("office", "person")
    fixed = ("office", "person", "appointed_by")
    fields = ("office", "person", "since", "until")

    def get_form(self, request: HttpRequest, *args: Any, **kw: Any) -> Any:
        made = super().get_form(request, *args, **kw)
        return type(made.__name__, (made,), {"by": request.user})

    def save_model(self, request: HttpRequest, obj: Appointment, form: Any, change: bool) -> None:
        if not change:
            obj.appointed_by = request.user
        super().save_model(request, obj, form, change)

    def concerned(self, row: Appointment) -> Any:
        return [row.person]


def _administers(request: HttpRequest) -> bool:
    return access.has_role(request.user, access.Role.ADMINISTRATOR)
