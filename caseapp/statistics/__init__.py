"""The yearly figures as declarations, one engine, frozen results."""
