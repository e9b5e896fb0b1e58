### Passkeys: signing in with a key that one's device keeps, and how it is added and removed.
### Readers: consumers
### $exchange (Text): the exchange's name
### $phone (Phone): the exchange's

passkey_about = A passkey is a key that your phone or computer keeps. Your finger, your face or a PIN unlocks it.
passkey_waiting = Do what your device asks for.
passkey_stopped = No passkey was used. You can try again, or go on without one.
passkey_failed = This did not work. Load the page again, then try once more.
passkey_browser = This browser can not use passkeys. Try another browser, or go on without one.
passkey_known = This device has a passkey for your account already.
passkey_no_script = Passkeys need JavaScript, and it is off in this browser.
# $address (Text): where they work
passkey_elsewhere = Passkeys work at this address only: <a>{ $address }</a>

## Signing in

passkey_sign_in_title = Sign in without a password
passkey_sign_in = Sign in with a passkey
passkey_code_title = Use your passkey instead
passkey_code_lead = Your passkey takes the place of the code.
passkey_use = Use a passkey
passkey_no_app_lead = You sign in with a passkey. If your device is gone, enter a recovery code.
passkey_no_app_code = Recovery code
passkey_confirm_title = Confirm with your passkey
passkey_confirm_lead = It takes the place of your password and your code.

passkey_set_up_title = Or set up a passkey
passkey_set_up_lead = With a passkey you need no app.
passkey_set_up = Set up a passkey

## In the settings

settings_passkeys = Passkeys
settings_passkeys_lead = With a passkey you sign in without a password and without a code.
settings_passkeys_none = You have no passkey yet.
settings_passkeys_not_built = They can not be used on this portal. An app with codes keeps your account safe too.
settings_passkeys_address = They can not be used at this address. An app with codes keeps your account safe too.
settings_passkeys_caption = Your passkeys
settings_passkey_name = Passkey
settings_passkey_unnamed = Your passkey
settings_passkey_added = Added
settings_passkey_used = Last used
settings_passkey_never = Not used yet
settings_passkey_change = Change
# $passkey (Text): its name
settings_passkey_remove = Remove<sr> { $passkey }</sr>
settings_passkey_last = Your only second factor
settings_passkey_aside = Turned off
# $passkey (Text): its name
settings_passkey_aside_lead = We turned off { $passkey }. There may be a copy of it, so it signs nobody in. Remove it, and add a new one.
settings_passkey_add = Add a passkey
settings_passkey_add_lead = Give it a name, so that you know later which device it is on.
settings_passkey_first_lead = From then on your password alone is not enough to sign in. You get recovery codes for the day your device is gone.
settings_passkey_make = Make the passkey
settings_passkey_remove_title = Remove a passkey
# $passkey (Text): its name
settings_passkey_remove_lead = { $passkey } signs you in no more. Remove it from your device too, in its settings.
settings_passkey_remove_only = Then your password alone is enough to sign in. Your recovery codes stop working too.
settings_passkey_remove_button = Remove the passkey
settings_said_passkey = The passkey was added. You can sign in with it now.
settings_said_passkey_removed = The passkey was removed.

## Mails

# $exchange (Text), $phone (Phone)
mail_passkey_added =
    .subject = A passkey was added
    .body =
        A passkey was added to your { $exchange } account. Whoever has its device, and can unlock it, can sign in.

        If you did not do this, call { $exchange } at { $phone } at once.
# $exchange (Text), $phone (Phone)
mail_passkey_removed =
    .subject = A passkey was removed
    .body =
        A passkey was removed from your { $exchange } account. It signs nobody in any more.

        If you did not do this, call { $exchange } at { $phone } at once.
# $exchange (Text), $phone (Phone)
mail_passkey_set_aside =
    .subject = We turned off one of your passkeys
    .body =
        Somebody used a passkey of your { $exchange } account, and it may be a copy. We did not let them in, and we turned this passkey off.

        Sign in another way: with your password and a code from your app, or with a recovery code. Remove the passkey in your settings, and add a new one.

        Questions? Call { $exchange } at { $phone }.
