### Settings: what people see and change in their own account, whatever their role.
### Readers: consumers
### $exchange (Text): the exchange's name
### $phone (Phone): the exchange's

settings_title = Settings
settings_lead = Change how you sign in and how we reach you. We tell you by e-mail each time something changes here.
settings_back = Back to settings
settings_save = Save
settings_stop = Do not change it

## What stands there

settings_you = You
settings_name = Name
settings_username = Username
settings_email = E-mail
settings_language = Language
# $phone (Phone): the exchange's
settings_name_kept = The exchange keeps your name. To correct it, call <tel>{ $phone }</tel>.
# $email (Text): the new address
settings_waiting = We sent a code to { $email }. Enter it, and this address counts.
# $email (Text): the address that counts
settings_mail_refused = Our last mail to { $email } came back. This address does not take mail. Change it, so that our letters reach you.
settings_change_email = Change your e-mail address
settings_enter_code = Enter the code

settings_signing_in = How you sign in
settings_password = Password
settings_password_kept = Set. Nobody can read it, and we cannot either.
settings_factor = App with codes
settings_factor_none = Not set up. With it, nobody gets in with your password alone.
settings_factor_unnamed = Your app
# $day (Day): when it was set up
settings_factor_since = set up on { $day }
# $moment (Moment)
settings_factor_used = last used { $moment }
settings_factor_unused = not used yet
settings_set_up = Set up an app with codes
settings_replace = Set up another app
settings_remove = Remove the app
settings_codes = Recovery codes
# $left (Count)
settings_codes_left =
    { $left ->
        [0] None is left
        [one] { $left } is left
       *[other] { $left } are left
    }
settings_new_codes = Get new recovery codes

settings_sessions = Where you are signed in
# $sessions (Count)
settings_sessions_count =
    { $sessions ->
        [one] On this device only
       *[other] { $sessions } sessions
    }
settings_see_sessions = See where you are signed in

settings_mails = E-mails you get
settings_mails_security = We always tell you when your name, address or the way you sign in changes. These e-mails keep your account safe.
settings_mails_consumer = We also tell you when an assister can act for you, and when that ends.
settings_mails_consumer_more = You get an e-mail when an assister says that you checked your application, too.
settings_mails_assister = We remind you before your certification or license ends. You also get the answers to what you asked of the exchange.
settings_mails_agency = We remind you before your staff's certifications end. You also get the answers to what you asked of the exchange.
settings_mails_none_optional = There is no advertising, so there is nothing to turn off.

## What was just done

settings_said_name = Your name was changed.
settings_said_email = Your new e-mail address counts from now on.
settings_said_password = Your password was changed. Your sessions on other devices have ended.
settings_said_removed = The app was removed. You sign in without it from now on.
settings_said_ended = The session was ended.
settings_said_all_ended = All your other sessions were ended.

## The name

settings_name_title = Change your name
settings_name_lead = This name stands in your account and on your assister's list. What you signed before stays as it was.

## The address

settings_email_title = Change your e-mail address
# $email (Text): the address that counts
settings_email_now = Your address now: { $email }
settings_email_button = Send the code
settings_email_code_title = Confirm your new e-mail address
# $email (Text): the new address
settings_email_code_lead = We sent a code to { $email }. It is good for 10 minutes. We also told your old address.
settings_email_confirm = Confirm
settings_practice_mailbox = Read it in the practice mailbox
settings_email_again = Use another address, or send a new code

## The password

settings_password_title = Change your password
settings_password_lead = All your sessions on other devices end. You stay signed in here.

## The second factor

settings_factor_title = Set up an app with codes
settings_factor_lead = From then on you sign in with your password and a code from an app on your phone.
settings_factor_replace_lead = The app that you use now works until you enter a code from the new one.
settings_factor_confirm = Turn it on
settings_codes_title = New recovery codes
settings_codes_lead = New codes replace those that you have. The old ones stop working at once.
settings_codes_button = Make new codes
settings_codes_shown = These are your recovery codes. If your phone is gone, a recovery code signs you in. Each works once.
settings_codes_kept = I have kept them
settings_remove_title = Remove the app with codes
settings_remove_lead_passkey = Then you sign in with a passkey. Your recovery codes still work.
settings_remove_lead = Then your password alone is enough to sign in. Your recovery codes stop working too.
settings_remove_button = Remove the app

## Sessions

settings_sessions_title = Where you are signed in
settings_sessions_lead = If you do not know one of these, end it and change your password.
settings_sessions_caption = Your sessions
settings_device = Device
settings_network = Network
settings_last_seen = Last used
settings_signed_in_at = Signed in
settings_this_one = This device
settings_which = Session
# $browser (Code): its name, $system (Code): its name
settings_device_known = { $browser } on { $system }
settings_device_unknown = Not known
# $device (Text): which device, $moment (Moment): used last
settings_end_one = End<sr> { $device }, last used { $moment }</sr>
settings_end_all = End all other sessions
settings_only_this = You are signed in on this device only.

## Mails

# $exchange (Text), $name (Name): the new one, $phone (Phone)
mail_own_name_changed =
    .subject = Your name was changed
    .body =
        The name in your { $exchange } account is now { $name }.

        If you did not do this, call { $exchange } at { $phone } at once.
mail_own_password_changed =
    .subject = Your password was changed
    .body =
        The password of your { $exchange } account was changed. Your sessions on other devices have ended.

        If you did not do this, call { $exchange } at { $phone } at once.
mail_own_factor_set_up =
    .subject = An app with codes was set up
    .body =
        An app with codes was set up for your { $exchange } account. Your password alone is not enough to sign in.

        If you did not do this, call { $exchange } at { $phone } at once.
mail_own_factor_removed =
    .subject = The app with codes was removed
    .body =
        The app with codes was removed from your { $exchange } account. Its codes sign nobody in any more.

        If you did not do this, call { $exchange } at { $phone } at once.
mail_own_codes_renewed =
    .subject = You have new recovery codes
    .body =
        New recovery codes were made for your { $exchange } account. The old ones do not work any more.

        If you did not do this, call { $exchange } at { $phone } at once.
mail_own_email_asked =
    .subject = A new e-mail address was asked for
    .body =
        Somebody who is signed in to your { $exchange } account asked for another e-mail address. This address stays until the new one is confirmed.

        If you did not do this, change your password now, and call { $exchange } at { $phone }.
mail_own_email_changed =
    .subject = Your e-mail address was changed
    .body =
        Your { $exchange } account has another e-mail address from now on. We tell the old address and the new one.

        If you did not do this, call { $exchange } at { $phone } at once.
# $exchange (Text), $phone (Phone), $code (Code)
mail_own_email_code =
    .subject = Your { $exchange } code
    .body =
        Your code: { $code }

        Enter it on the page where you change your e-mail address. It is good for 10 minutes and works once.

        Nobody from { $exchange } will ask you for this code. If you did not ask for it, there is nothing to do. Questions? Call { $phone }.
mail_own_email_taken =
    .subject = You already have a { $exchange } account
    .body =
        Somebody, perhaps you, wanted to use this e-mail address for another { $exchange } account.

        You already have an account with it, so nothing was changed. Sign in with your username or this e-mail address.

        If this was not you, there is nothing to do. Questions? Call { $phone }.
