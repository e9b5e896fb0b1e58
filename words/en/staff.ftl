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
staff_reset_factor_checked = How did you check who asks?
staff_reset_factor_checked_hint = For example: called back at the number on file, and asked for the Assister ID. It is kept in the history.
