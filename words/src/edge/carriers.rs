//! What carriers make of files, and why an answer waits, choose their sentences.

use super::chooses;
use domain::carrier::{AnswerFault, Difference, FileVerdict};

chooses!(FileVerdict, AnswerFault, Difference);
