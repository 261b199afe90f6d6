//! HMAC-SHA-256 (RFC 2104 over FIPS 180-4), with the key's two blocks hashed once.

use sha2::{Digest, Sha256};

/// The block of SHA-256, in bytes.
const BLOCK_BYTES: usize = 64;

/// A key that is ready to sign.
#[derive(Clone)]
pub(crate) struct HmacKey {
    inner: Sha256,
    outer: Sha256,
}

impl HmacKey {
    /// A key of any length; one longer than a block is hashed first.
    pub(crate) fn new(key: &[u8]) -> Self {
        let hashed: [u8; 32];
        let key = if key.len() > BLOCK_BYTES {
            hashed = Sha256::digest(key).into();
            &hashed
        } else {
            key
        };
        let padded = |pad: u8| {
            let mut block = [pad; BLOCK_BYTES];
            for (byte, key) in block.iter_mut().zip(key) {
                *byte ^= key;
            }
            Sha256::new().chain_update(block)
        };
        Self {
            inner: padded(0x36),
            outer: padded(0x5c),
        }
    }

    /// The code of a message given in parts.
    pub(crate) fn sign(&self, parts: &[&[u8]]) -> [u8; 32] {
        let inner = parts.iter().fold(self.inner.clone(), Digest::chain_update);
        self.outer
            .clone()
            .chain_update(inner.finalize())
            .finalize()
            .into()
    }
}

impl std::fmt::Debug for HmacKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("HmacKey(..)")
    }
}

#[cfg(test)]
mod tests;
