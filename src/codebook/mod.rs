//! The knowledge that analysts edit, parsed and checked: `codebook/`.

pub mod actors;
pub mod places;
