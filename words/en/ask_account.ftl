### What is asked of whoever makes an account, and why a password or a code is not accepted.
### Readers: consumers

ask_account_given_name = First name
    .missing = Enter your first name.
ask_account_family_name = Last name
    .missing = Enter your last name.
ask_account_one_name = I have one name only
    .hint = Then write it as the last name, and leave the first name empty.
ask_account_born = Date of birth
    .hint = For example: 4 28 1986
    .missing = Enter your date of birth, for example 4 28 1986.
ask_account_email = E-mail
    .hint = We send a code to this address.
    .missing = Enter your e-mail address, such as name@example.org.
ask_account_username = Username
    .hint = At least 3 letters or digits. Dots, dashes and underscores are fine.
    .missing = Enter a username.
ask_account_own_email = E-mail
    .hint = The address of your account.
    .missing = Enter your e-mail address, such as name@example.org.
ask_account_which = Which account needs a new password?
    .missing = Choose the account that needs a new password.
ask_account_password = Password
    .hint = At least 12 characters. Several words in a row are good and easy to remember.
    .missing = Enter a password.
ask_account_old_password = Present password
    .missing = Enter your present password.
ask_account_new_password = New password
    .hint = At least 12 characters. Several words in a row are good and easy to remember.
    .missing = Enter a new password.
ask_account_new_email = New e-mail address
    .hint = We send a code to it. Your old address stays until you enter the code.
    .missing = Enter the new e-mail address, such as name@example.org.
ask_account_factor_name = What do you call it?
    .hint = For example: app on my phone
ask_account_passkey_name = What do you call it?
    .hint = For example: my phone, or my work laptop
ask_account_factor_code = Six-digit code from your app
    .missing = Enter the six digits that your app shows now.

# $years (Count): the youngest age
wrong_account_young = Whoever is younger than { $years ->
        [one] { $years } year
       *[other] { $years } years
    } cannot have an account. An adult can make one, and apply for you there.
# $letters (Count)
wrong_password_short = Use at least { $letters ->
        [one] { $letters } character
       *[other] { $letters } characters
    }. Several words in a row are easy to remember.
# $letters (Count)
wrong_password_long = Use at most { $letters ->
        [one] { $letters } character
       *[other] { $letters } characters
    }.
wrong_password_same = This is your present password. Choose another one.
wrong_password_tells = Do not use your username or e-mail address in the password.
wrong_password_common = This password is easy to guess. Choose another one, such as several words in a row.
wrong_account_own = Consumers and assisters make their own accounts. Agency administrators are invited from their agency's page.
