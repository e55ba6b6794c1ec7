"""The field itself, with the standard library only: code lists, periods, money, labels."""
