//! Proofs choose their sentences.

use super::chooses;
use domain::proof::{ProofFault, ProofKind};

chooses!(ProofFault, ProofKind);
