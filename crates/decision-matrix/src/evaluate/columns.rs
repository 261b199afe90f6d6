//! Many claims as columns: borrowed from wherever they lie, or owned and filled claim by claim.

mod borrowed;
mod owned;
mod view;

pub use borrowed::ClaimColumns;
pub use owned::Columns;
pub use view::{ColumnValues, ColumnView, Validity};
