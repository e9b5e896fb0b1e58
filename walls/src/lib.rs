//! What must not compile, seen from where the pages stand: `tests/refused/*.rs`. A crate of its own, because the
//! helpers of tests are switched on wherever they are a dev-dependency, and here nothing may switch them on.
