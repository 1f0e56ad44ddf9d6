"""What comes in: files of every kind, and the texts in them, are right, rejected or an error."""
