//! The knowledge that analysts edit, parsed and checked: `codebook/`.
