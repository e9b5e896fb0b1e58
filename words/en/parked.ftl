### The end of a session: how long one stays signed in, the warning before, and what was typed when it ended.
### Readers: consumers

# $until (Moment)
session_until = You stay signed in until { $until } if you do nothing.
# $until (Moment)
session_until_last = You stay signed in until { $until } at the latest. Then sign in again.
session_stay = Stay signed in
session_stay_tab = Opens a new tab.
session_warning = You will be signed out soon
session_over = You are signed out
session_over_kept = Your session ended. Press the button of this page: we keep what you typed. You go on after you sign in.
session_over_nothing = Your session ended. <a>Sign in</a> to go on.
session_over_shared = If other people use this computer, close this page now.

## On the sign-in page, when a form came too late

parked_kept = Your session ended. What you typed is kept: sign in to go on.
parked_nothing = Your session ended, so nothing was sent. Sign in and try again.
parked_too_long = Your session ended. What you typed is too long for us to keep. Go back in your browser and copy it before you sign in.
parked_file = Your session ended. We cannot keep a file. Sign in and choose the file again.

## On the form's page, after signing in

parked_heading = Not sent yet
# $when (Moment)
parked_back = We kept what you typed ({ $when }). Nothing was sent. Check it and press the button again.
parked_left_out = For your safety, we did not keep passwords, codes, signatures, agreements or Social Security numbers. Enter these again.
# $values (Texts): what somebody typed
parked_no_place = This page no longer asks for everything that you typed. You also typed: { $values }.
