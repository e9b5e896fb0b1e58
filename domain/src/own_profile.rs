//! An assister's own account, as far as it is theirs to see and to change: what can be done to it, and who may. It is open
//! to an assister who may not act today too, because it says why; it holds no consumer.

use crate::access::Verdict::Yes;

crate::actions! {
    /// One thing that an assister does to the own profile.
    Action by Basis {
        /// The assister, whether or not they may act today.
        OwnProfile = "own_profile",
    }

    /// See one's own assister profile and credentials.
    ReadOwnProfile: Reads "read_own_profile" { OwnProfile => Yes }
    /// Ask the exchange to change what consumers see of one.
    AskForChange: Writes "ask_for_change" { OwnProfile => Yes }
    /// Change one's own hours and languages.
    ChangeHours: Writes "change_hours" { OwnProfile => Yes }
    /// Say when one is absent, and who stands in.
    SayAbsence: Writes "say_absence" { OwnProfile => Yes }
}
