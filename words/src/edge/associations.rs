//! The consumer's assister.

use super::chooses;
use domain::association::EndedBy;

chooses!(EndedBy);
