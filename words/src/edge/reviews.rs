//! How a consumer reviewed an application.

use super::chooses;
use domain::application::ReviewedHow;

chooses!(ReviewedHow);
