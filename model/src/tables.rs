//! Embeddings and the relation scorer: the parts of the model that stay outside the graph.

use std::borrow::Cow;

use crate::LoadError;

/// The tables of `tables.bin` (model/train/export.py writes them).
pub(crate) struct Tables {
    word_scale: Vec<f32>,
    word: Cow<'static, [u8]>, // int8 rows; those of the binary stay where they are, never copied
    position: Table,
    shape: Table,
    norm_weight: Table,
    norm_bias: Table,
    rel_root: Table,
    rel_sum: Table,
    rel_bias: Table,
    rel_product: Table,
}

struct Table {
    columns: usize,
    data: Vec<f32>,
}

impl Table {
    fn row(&self, i: usize) -> &[f32] {
        &self.data[i * self.columns..(i + 1) * self.columns]
    }

    fn rows(&self) -> usize {
        self.data.len() / self.columns.max(1)
    }
}

/// Reads the file from front to back; every read is checked.
struct Reader<'a> {
    rest: &'a [u8],
}

const SHORT: LoadError = LoadError::Tables("the file ends too early");

impl<'a> Reader<'a> {
    fn take(&mut self, n: usize) -> Result<&'a [u8], LoadError> {
        let (head, rest) = self.rest.split_at_checked(n).ok_or(SHORT)?;
        self.rest = rest;
        Ok(head)
    }

    fn number(&mut self) -> Result<usize, LoadError> {
        let bytes = self.take(4)?.try_into().map_err(|_| SHORT)?;
        Ok(u32::from_le_bytes(bytes) as usize)
    }

    fn floats(&mut self, n: usize) -> Result<Vec<f32>, LoadError> {
        let bytes = self.take(n.checked_mul(4).ok_or(SHORT)?)?;
        Ok(bytes.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect())
    }

    fn head(&mut self, kind: usize) -> Result<(usize, usize), LoadError> {
        let (rows, columns) = (self.number()?, self.number()?);
        if self.number()? != kind {
            return Err(LoadError::Tables("a table of another kind"));
        }
        Ok((rows, columns))
    }

    fn table(&mut self) -> Result<Table, LoadError> {
        let (rows, columns) = self.head(0)?;
        Ok(Table { columns, data: self.floats(rows.checked_mul(columns).ok_or(SHORT)?)? })
    }
}

impl Tables {
    /// Reads tables that live as long as the program.
    pub fn parse(bytes: &'static [u8]) -> Result<Tables, LoadError> {
        Tables::read(bytes, Cow::Borrowed)
    }

    /// Reads tables of a file, keeping a copy of what it needs.
    pub fn parse_owned(bytes: &[u8]) -> Result<Tables, LoadError> {
        Tables::read(bytes, |word| Cow::Owned(word.to_vec()))
    }

    fn read<'a>(bytes: &'a [u8], keep: fn(&'a [u8]) -> Cow<'static, [u8]>) -> Result<Tables, LoadError> {
        let mut r = Reader { rest: bytes };
        if r.take(4)? != b"DLTB" || r.number()? != 1 {
            return Err(LoadError::Tables("not a tables file of format 1"));
        }
        let (rows, columns) = r.head(1)?;
        let tables = Tables {
            word_scale: r.floats(rows)?,
            word: keep(r.take(rows.checked_mul(columns).ok_or(SHORT)?)?),
            position: r.table()?,
            shape: r.table()?,
            norm_weight: r.table()?,
            norm_bias: r.table()?,
            rel_root: r.table()?,
            rel_sum: r.table()?,
            rel_bias: r.table()?,
            rel_product: r.table()?,
        };
        let hidden = [&tables.position, &tables.shape, &tables.norm_weight, &tables.norm_bias];
        let width = tables.rel_root.columns;
        let relation = [&tables.rel_sum, &tables.rel_product];
        let fits = hidden.iter().all(|t| t.columns == columns)
            && relation.iter().all(|t| t.columns == width && t.rows() == tables.rel_bias.columns);
        fits.then_some(tables).ok_or(LoadError::Tables("tables of different sizes"))
    }

    pub fn hidden(&self) -> usize {
        self.position.columns
    }

    pub fn relation_width(&self) -> usize {
        self.rel_root.columns
    }

    /// Adds what a piece means alone, without place or shape, to `out`.
    pub fn add_meaning(&self, piece: u32, out: &mut [f32]) {
        let hidden = self.hidden();
        let piece = (piece as usize).min(self.word_scale.len() - 1);
        let word = &self.word[piece * hidden..(piece + 1) * hidden];
        out.iter_mut().zip(word).for_each(|(o, &w)| *o += f32::from(w as i8) * self.word_scale[piece]);
    }

    /// Word, place and shape added up and normalised, into `out`.
    pub fn embed(&self, piece: u32, place: usize, shape: u8, out: &mut [f32]) {
        let hidden = self.hidden();
        let piece = (piece as usize).min(self.word_scale.len() - 1);
        let scale = self.word_scale[piece];
        let word = &self.word[piece * hidden..(piece + 1) * hidden];
        let position = self.position.row(place.min(self.position.rows() - 1));
        let shape = self.shape.row(usize::from(shape).min(self.shape.rows() - 1));
        for (i, o) in out.iter_mut().enumerate() {
            *o = f32::from(word[i] as i8) * scale + position[i] + shape[i];
        }
        let n = hidden as f32;
        let mean = out.iter().sum::<f32>() / n;
        let variance = out.iter().map(|v| (v - mean) * (v - mean)).sum::<f32>() / n;
        let inverse = 1.0 / (variance + 1e-12).sqrt();
        for (i, o) in out.iter_mut().enumerate() {
            *o = (*o - mean) * inverse * self.norm_weight.data[i] + self.norm_bias.data[i];
        }
    }

    /// The scores of all relations between a dependent and its head (`None`: the root).
    pub fn relation_scores(&self, dep: &[f32], head: Option<&[f32]>) -> Vec<f32> {
        let head = head.unwrap_or(&self.rel_root.data);
        let sum: Vec<f32> = dep.iter().zip(head).map(|(d, h)| (d + h).max(0.0)).collect();
        let product: Vec<f32> = dep.iter().zip(head).map(|(d, h)| d * h).collect();
        (0..self.rel_bias.columns)
            .map(|r| {
                self.rel_bias.data[r]
                    + dot(&sum, self.rel_sum.row(r))
                    + dot(&product, self.rel_product.row(r))
            })
            .collect()
    }
}

/// Eight sums side by side, so that the compiler can keep them in one register; always in the same order.
fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0f32; 8];
    for (x, y) in a.chunks_exact(8).zip(b.chunks_exact(8)) {
        for i in 0..8 {
            sums[i] += x[i] * y[i];
        }
    }
    let rest = a.len() / 8 * 8;
    let tail: f32 = a[rest..].iter().zip(&b[rest.min(b.len())..]).map(|(x, y)| x * y).sum();
    sums.iter().sum::<f32>() + tail
}
