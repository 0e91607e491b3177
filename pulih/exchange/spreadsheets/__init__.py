"""Spreadsheets people hand over and take away: read, refused row by row, and given back."""
