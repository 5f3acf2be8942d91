//! The word pieces of inference are those of training: `python model/train/pieces.py`
//! wrote the reference.

use dateline_model::Model;

#[test]
fn pieces_and_shapes_are_those_of_training() {
    let model = Model::builtin().expect("the built-in model loads");
    let reference: Vec<(String, Vec<u32>, u8)> =
        serde_json::from_str(include_str!("pieces_reference.json")).expect("the reference parses");
    assert!(reference.len() > 15);
    for (word, pieces, shape) in reference {
        assert_eq!(model.pieces(&word), (pieces, shape), "{word}");
    }
}
