mod brute_force;

use super::*;
use crate::evaluate::tests::{compiled, facts};
