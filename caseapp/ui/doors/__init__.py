"""What stands before the main window: the first start, the unlocking, the demonstration being built."""
