"""From an e-mail to a half-filled form: what was found, and in which words, for the officer to check."""

from .message import GREATEST_MAIL, Mail, NotAMail, read_file, read_pasted
from .reading import Found, read_request

__all__ = ["GREATEST_MAIL", "Found", "Mail", "NotAMail", "read_file", "read_pasted", "read_request"]
