"""Keys: random key, wraps for passphrase, recovery code and OS keyring."""
