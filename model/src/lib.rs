//! The language model: words go in, scores come out; tensors stop at this crate's door.
