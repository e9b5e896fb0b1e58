//! Pages, forms, templates and static files of the portal. See ARCHITECTURE.md, "Pages".

pub mod assets;
pub mod layout;
pub mod parts;
