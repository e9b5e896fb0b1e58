//! What an exchange needs chooses its sentence.

use super::chooses;
use domain::setup::Needed;

chooses!(Needed);
