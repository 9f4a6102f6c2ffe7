"""One model with everything in it, history by the package, no index but those Django makes by itself."""

from django.db import models
from simple_history.models import HistoricalRecords


class Board(models.Model):
    name = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.name


class Partner(models.Model):
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=2)

    def __str__(self) -> str:
        return self.name


class Matter(models.Model):
    number = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=30)
    status = models.CharField(max_length=40)
    board = models.ForeignKey(Board, models.CASCADE)
    partner = models.ForeignKey(Partner, models.CASCADE)
    opened_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    description = models.TextField(blank=True)
    next_review_on = models.DateField(null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["-opened_on"]

    def __str__(self) -> str:
        return self.title


class Decision(models.Model):
    matter = models.ForeignKey(Matter, models.CASCADE)
    paragraph = models.CharField(max_length=20)
    decided_on = models.DateField()
    text = models.TextField()


class Document(models.Model):
    matter = models.ForeignKey(Matter, models.CASCADE)
    name = models.CharField(max_length=200)
