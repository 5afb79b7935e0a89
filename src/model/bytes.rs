//! Bytes looked at in blocks.

/// Whether all bytes are as they should be. Blocks are looked at by vector instructions, for nothing is decided within
/// one; what is left of the last block is looked at with bytes before it.
#[inline]
pub(crate) fn all(bytes: &[u8], is_good: impl Fn(u8) -> bool) -> bool {
    let (blocks, rest) = bytes.as_chunks::<16>();
    if let Some(last) = bytes.last_chunk::<16>() {
        return blocks.iter().all(|block| all_of(block, &is_good)) && (rest.is_empty() || all_of(last, &is_good));
    }
    match (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        (Some(first), Some(last)) => all_of(first, &is_good) & all_of(last, &is_good),
        _ => bytes.iter().all(|byte| is_good(*byte)),
    }
}

#[inline]
fn all_of<const N: usize>(block: &[u8; N], is_good: &impl Fn(u8) -> bool) -> bool {
    block.iter().fold(true, |all, byte| all & is_good(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_bad_byte_is_found_wherever_it_stands() {
        for length in 0..50 {
            let mut bytes = vec![b'a'; length];
            assert!(all(&bytes, |byte| byte == b'a'));
            for at in 0..length {
                bytes[at] = b'b';
                assert!(!all(&bytes, |byte| byte == b'a'), "{at} of {length}");
                bytes[at] = b'a';
            }
        }
    }
}
