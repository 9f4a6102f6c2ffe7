"""Commands that speak Swedish or, with --lang en, English: their help, their errors and what they print."""

import re
from typing import Any, NoReturn, cast

from django.core.management.base import BaseCommand, CommandParser, DjangoHelpFormatter
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from .language import Language

# The words of the options that every command has from Django, by where their values go.
COMMON = {
    "help": gettext_lazy("show this help and do nothing else"),
    "version": gettext_lazy("show the version of Django and do nothing else"),
    "verbosity": gettext_lazy("how much is told: 0 least, 1 normal, 3 most"),
    "settings": gettext_lazy("the Python path of other settings"),
    "pythonpath": gettext_lazy("a folder to look for Python modules in"),
    "traceback": gettext_lazy("show where in the code an error arose"),
    "no_color": gettext_lazy("write without colours"),
    "force_color": gettext_lazy("write in colours also where no person reads"),
    "skip_checks": gettext_lazy("skip the checks of the installation"),
}
# What argparse says when an option is wrong, and how we say it.
WRONG = (
    (r"the following arguments are required: (?P<what>.+)", gettext_lazy("%(what)s is missing.")),
    (r"unrecognized arguments: (?P<what>.+)", gettext_lazy("This command does not know %(what)s.")),
    (r"argument (?P<what>.+): expected one argument", gettext_lazy("%(what)s needs a value.")),
    (
        r"argument (?P<what>.+): not allowed with argument (?P<other>.+)",
        gettext_lazy("%(what)s and %(other)s cannot be given together."),
    ),
    (
        r"argument (?P<what>.+): invalid choice: (?P<value>.+) \(choose from (?P<values>.+)\)",
        gettext_lazy("%(value)s does not work for %(what)s. Choose one of these: %(values)s."),
    ),
)


class SpokenCommand(BaseCommand):
    """A command with --lang. Its `help` is lazy, and what `add_arguments` and `do` say goes through gettext."""

    help: Any = ""
    lang: Language = "sv"

    def run_from_argv(self, argv: list[str]) -> None:
        # Help and errors are told before the options have been read.
        wish = re.search(r"(?:^| )--lang[= ](sv|en)(?: |$)", " ".join(argv))
        self.lang = cast(Language, wish[1]) if wish else "sv"
        super().run_from_argv(argv)

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        with override(self.lang):
            kwargs.setdefault("formatter_class", _formatter(_("usage: ")))
            parser = super().create_parser(prog_name, subcommand, **kwargs)
            parser.add_argument(
                "--lang",
                choices=("sv", "en"),
                default="sv",
                help=_("the language, Swedish unless en is given"),
            )
            parser.description = str(self.help)
            parser._positionals.title, parser._optionals.title = _("to be given"), _("options")
            for action in parser._actions:
                if action.dest in COMMON:
                    action.help = str(COMMON[action.dest])
        if parser.called_from_command_line:
            parser.error = self._refuser(parser)  # type: ignore[method-assign]
        return parser

    def handle(self, *args: Any, lang: Language, **options: Any) -> None:
        with override(lang):
            self.do(lang=lang, **options)

    def do(self, *args: Any, **options: Any) -> None:
        raise NotImplementedError

    def _refuser(self, parser: CommandParser) -> Any:
        def refuse(message: str) -> NoReturn:
            with override(self.lang):
                said = _in_our_words(message)
                parser.exit(2, f"{parser.format_usage()}{parser.prog}: {said}\n")

        return refuse


def _formatter(prefix: str) -> type[DjangoHelpFormatter]:
    class Formatter(DjangoHelpFormatter):
        def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = prefix) -> None:
            super().add_usage(usage, actions, groups, prefix)

    return Formatter


def _in_our_words(message: str) -> str:
    for pattern, words in WRONG:
        if match := re.fullmatch(pattern, message, re.S):
            return str(words) % match.groupdict()
    return message
