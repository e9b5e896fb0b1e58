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
step_up_practice = Practice accounts have no password. Continue, and it counts as confirmed.
step_up_password = Your password
step_up_password_missing = Enter your password.
step_up_code_missing = Enter the code that your app shows now, or a recovery code.
step_up_back = Do not continue

## The password is forgotten

forgot_title = Forgot your password
forgot_lead = Call us. We check who you are and help you to a new password. Have your date of birth and your e-mail address at hand.
# $desk (Text): who answers, $phone (Phone)
forgot_consumers = Consumers: { $desk }, <tel>{ $phone }</tel>
# $desk (Text): who answers, $phone (Phone)
forgot_navigators = Navigators and certified application counselors: { $desk }, <tel>{ $phone }</tel>
# $desk (Text): who answers, $phone (Phone)
forgot_brokers = Brokers: { $desk }, <tel>{ $phone }</tel>
forgot_meanwhile = While you wait, your assister can go on with your application.
