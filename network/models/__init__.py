"""The international network: its contact persons, what they tell and ask one another, and what they see abroad."""

from .comparing import CityProfile, Definition, Indicator, IndicatorValue, Ranking, RankingPlace
from .competence import LANGUAGES, Competence, Participant, Training
from .horizon import Analysis, Observation
from .mandates import Mandate
from .meetings import MeetingReply, NetworkMeeting
from .messages import NetworkMessage, Receipt
from .questions import NetworkAnswer, NetworkQuestion
from .written import Written

__all__ = [
    "LANGUAGES",
    "Analysis",
    "CityProfile",
    "Competence",
    "Definition",
    "Indicator",
    "IndicatorValue",
    "Mandate",
    "MeetingReply",
    "NetworkAnswer",
    "NetworkMeeting",
    "NetworkMessage",
    "NetworkQuestion",
    "Observation",
    "Participant",
    "Ranking",
    "RankingPlace",
    "Receipt",
    "Training",
    "Written",
]
