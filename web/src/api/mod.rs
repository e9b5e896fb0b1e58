//! The JSON API's place: a file a feature, with the stems of `pages`, calling the same verbs of the portal.
//! Nothing answers here yet.
