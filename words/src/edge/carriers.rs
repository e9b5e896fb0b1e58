//! What carriers make of files, why an answer waits, and why nothing gets through, choose their sentences.

use super::chooses;
use domain::carrier::{AnswerFault, Difference, FileVerdict, TransportFault};

chooses!(FileVerdict, AnswerFault, Difference, TransportFault);
