//! What people are to the exchange.

use super::chooses;
use crate::AssisterKind;

chooses!(AssisterKind);
