//! Unknown results: bias and coverage of the estimators.
