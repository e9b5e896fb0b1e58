### Signing in: the password, the second factor, and what to do without them.
### Readers: consumers

sign_in_title = Sign in
sign_in_name = Username or e-mail
sign_in_name_missing = Enter your username or e-mail address.
sign_in_password = Password
sign_in_password_missing = Enter your password.
sign_in_forgot = Forgot your password?
sign_in_new = New here?
sign_in_consumers = If you need health coverage: <a>Create your account</a>
sign_in_assisters = If you were invited as an assister: <a>Activate your assister account</a>
sign_in_practice = Just trying it out? <a>Try Assent with practice data</a>
sign_in_continue = Continue
sign_in_back = Back to sign in

## The code of the second factor

code_title = Enter your code
code_lead = Open the app on your phone that shows your codes. Enter the six digits it shows now.
code_field = Code from your app, or a recovery code
code_start_again = Start again
code_no_phone = I do not have my phone
# $phone (Phone): the exchange's
code_no_phone_more = Enter one of your recovery codes. Each works once. If you have none left, call { $phone }.

## The second factor is set up

set_up_title = Set up your second factor
set_up_lead = Assisters and staff sign in with two things: a password, and a code from an app on the phone. The code changes every 30 seconds.
set_up_app = Get an authenticator app on your phone, if you have none.
set_up_account = In the app, add an account: scan this picture, or type the key under it.
set_up_code = Enter the six digits that the app then shows.
set_up_picture = Picture for the app to scan. It holds the key that stands below as text.
set_up_key = Key
set_up_field = Six-digit code from your app
set_up_wrong = This code is not right. Enter the six digits that your app shows now.

## The second factor was lost

lost_lead = Your second factor was reset. Set up another one here.
lost_old = I still have my old app or a recovery code
lost_old_more = Then sign in with it. Your second factor stays as it is, and the reset is stopped.
lost_old_link = Enter a code of the old one
lost_still = Your second factor was reset because it was said to be lost. If you sign in with it here, the reset is stopped.
# $moment (Moment)
lost_from = Is it gone? Come back on { $moment } or later. Then you can set up another one after your password.
kept_title = Your second factor stays as it is
kept_lead = You are signed in with your second factor. So the reset was stopped, and nothing was changed.
# $phone (Phone): the exchange's
kept_more = If you did not ask for the reset, somebody else did. Call <tel>{ $phone }</tel>.

## Recovery codes

recovery_title = Your recovery codes
recovery_lead = You are signed in. Keep these recovery codes in a safe place. If your phone is gone, a recovery code signs you in. Each works once.
recovery_once = <b>They are shown only now.</b> Print this page or write them down.
recovery_codes = Recovery codes
recovery_kept = I have kept them: continue

## Who is signed in confirms it

step_up_title = Confirm that it is you
step_up_lead = You signed in a while ago. Before you go on, confirm that it is still you.
step_up_late = Nothing was changed yet. Afterwards you come back to the page, where you send it again.
step_up_kept = What you typed is kept.
step_up_practice = Practice accounts have no password. Continue, and it counts as confirmed.
step_up_password = Your password
step_up_password_missing = Enter your password.
step_up_code_missing = Enter the code that your app shows now, or a recovery code.
step_up_back = Do not continue

## The password or the username is forgotten

sign_in_forgot_username = Forgot your username?
sign_in_new_password = Your password was changed, and all devices were signed out. Sign in with the new password.
reset_title = Reset your password
reset_lead = We send a code to the e-mail address of your account. With it you choose a new password.
reset_send = Send the code
reset_again = Ask for a new code
reset_code_lead = If there is an account with this name, we have sent an e-mail to its address. The code in it is good for 10 minutes.
reset_none_more = Check the name that you typed. If you asked more than once, only the newest code works.
new_password_title = Choose a new password
# $username (Text): of the account
new_password_lead = For your account <b>{ $username }</b>.
new_password_save = Save the new password
new_password_note = Then you sign in with it. If you have a second factor, we ask for its code as always.
reminder_title = Find your username
reminder_lead = We send your usernames to the e-mail address of your account.
reminder_send = Send my usernames
reminder_sent = If there is an account with this e-mail address, we have sent its usernames there. Look into the spam folder too.
reminder_link = I do not know my username

## Who helps by phone

desks_summary = I need help by phone
desks_lead = We check who you are. Have your date of birth and your e-mail address at hand.
# $desk (Text): who answers, $phone (Phone)
desks_consumers = Consumers: { $desk }, <tel>{ $phone }</tel>
# $desk (Text): who answers, $phone (Phone)
desks_navigators = Navigators and certified application counselors: { $desk }, <tel>{ $phone }</tel>
# $desk (Text): who answers, $phone (Phone)
desks_brokers = Brokers: { $desk }, <tel>{ $phone }</tel>
