### What pages of the exchange's staff have in common: a change with its reason, and the history of such changes.
### Readers: staff

staff_reason = Reason
staff_reason_hint = Kept with the history. Up to 500 letters.
staff_back = Back without a change
staff_changes = Corrections
staff_changes_caption = What was changed in this record, newest first
staff_no_change = Nothing was changed since the record was made.
staff_when = When
staff_what = What
staff_before = Before
staff_after = After
staff_by = By
staff_now = Now
staff_asked_for = Asked for
staff_differences_caption = What is asked for, beside what stands there now
staff_no_difference = Nothing differs from what stands there now.
staff_user_name = User name in the identity system
staff_external_id = Key in the identity system

## A second factor that was lost

staff_reset_factor = Reset second factor
staff_reset_factor_lead = For somebody who lost the phone and has no recovery code. First make sure who asks, for example by a call back to the number on file.
staff_reset_factor_does = All devices are signed out now. At the next sign-in, after the password, another second factor is set up. There are 7 days to do it. After the exchange corrected the e-mail address, it begins three days later.
staff_reset_factor_stops = An e-mail tells the person at once. Signing in with the old factor before then stops the reset, and you are told.
staff_end_sessions = End all sessions
staff_end_sessions_lead = For somebody who lost a device, or when somebody else may be signed in. All devices are signed out at once. Nothing else changes: the person can sign in again. An e-mail tells them.
lost_factors_title = Lost second factor
lost_factors_link = A consumer or colleague lost a second factor
lost_factors_lead = For a consumer, or somebody of the exchange's own staff, who lost the phone and has no recovery code. First make sure who asks. Assisters and agency administrators have it on the page of their account.
lost_factors_does = All devices are signed out now. In 24 hours another second factor can be set up at sign-in, after the password. There are 7 days to do it. An e-mail tells the person at once.
lost_factors_stops = Signing in with the old factor stops it, and you are told. A consumer sees your name in the activity.
lost_factors_name = Username, or a consumer's e-mail address
lost_factors_name_hint = Ask for it and type all of it. This page does not tell whether there is such an account.
lost_factors_name_missing = Type a username, or a consumer's e-mail address.
lost_factors_checked_hint = For example: compared name, date of birth and address with two letters. It is kept.
lost_factors_give = Allow another second factor
lost_factors_said = If there is such an account with a second factor, an e-mail is on its way. In 24 hours another second factor can be set up.
staff_reset_factor_checked = How did you check who asks?
staff_reset_factor_checked_hint = For example: called back at the number on file, and asked for the Assister ID. It is kept in the history.
