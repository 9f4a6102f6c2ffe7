"""The pages of EU projects."""
