//! How a consumer reviewed an application.

use super::chooses;
use domain::application::ReviewedHow;

chooses! {
    ReviewedHow { InPerson = "in_person", Phone = "phone", Video = "video", Other = "other" }
}
