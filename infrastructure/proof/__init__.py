"""What lets a stranger check the ledger: the Merkle tree over its entries (RFC 6962)."""
