//! Unknown results: bounds, estimates by audit weights, imputation. An unknown result is never
//! taken for "no loss".
