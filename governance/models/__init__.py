"""Everything governance keeps, in the order it is built: strategy and organisation, authority, matters."""

from . import among as among
from .assignments import Assignment
from .authority import Act, AuthorityRule, Counterpart, Decider, PoliticalLevel, Power, Scope
from .delegation import DelegatedPower
from .drafting import StrategyDraft
from .feeds import Feed
from .lamps import Lamp, LampCount
from .late import Climb
from .matter import (
    BEGUN,
    Decision,
    DecisionEvent,
    Document,
    Draft,
    Kind,
    Matter,
    MatterParticipant,
    MatterSeries,
    Notice,
    SentForm,
    UntoldDecision,
)
from .meetings import AgendaItem, Attendance, ConflictOfInterest, Meeting, MeetingFile, MinutesSeries
from .organisation import Appointment, Body, BodyUserObjectPermission, Office, Person, in_force, the_body
from .outbox import Heartbeat, OutboxEntry
from .publications import NOTES, Publication
from .receptions import Reception
from .residents import Residents, ResidentTable
from .searching import DocumentText, NoticeSettings, SavedSearch, SearchWord
from .secrecy import SecrecyGrant, SecrecyMarking
from .strategy import Direction, Goal, Ground, Principle, Priority, Section, Strategy
from .substitutes import ActedFor, Substitution

__all__ = [
    "BEGUN",
    "NOTES",
    "Act",
    "ActedFor",
    "AgendaItem",
    "Appointment",
    "Assignment",
    "Attendance",
    "AuthorityRule",
    "Body",
    "BodyUserObjectPermission",
    "Climb",
    "ConflictOfInterest",
    "Counterpart",
    "Decider",
    "Decision",
    "DecisionEvent",
    "DelegatedPower",
    "Direction",
    "Document",
    "DocumentText",
    "Draft",
    "Feed",
    "Goal",
    "Ground",
    "Heartbeat",
    "Kind",
    "Lamp",
    "LampCount",
    "Matter",
    "MatterParticipant",
    "MatterSeries",
    "Meeting",
    "MeetingFile",
    "MinutesSeries",
    "Notice",
    "NoticeSettings",
    "Office",
    "OutboxEntry",
    "Person",
    "PoliticalLevel",
    "Power",
    "Principle",
    "Priority",
    "Publication",
    "Reception",
    "ResidentTable",
    "Residents",
    "SavedSearch",
    "Scope",
    "SearchWord",
    "SecrecyGrant",
    "SecrecyMarking",
    "Section",
    "SentForm",
    "Strategy",
    "StrategyDraft",
    "Substitution",
    "UntoldDecision",
    "in_force",
    "the_body",
]
