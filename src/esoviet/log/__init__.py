"""The Merkle tree log: hashes, tiles, checkpoints, cosignatures, receipts."""
