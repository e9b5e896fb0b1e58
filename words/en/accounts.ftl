### Accounts: consumers make theirs with a code by mail, assisters activate theirs with a registration code.
### Readers: consumers
### $exchange (Text): the exchange's name
### $phone (Phone): the exchange's

## A consumer's account

create_title = Create your account
create_lead = For people who need health coverage for themselves or their household.
create_button = Create account
create_has_one = Do you have an account? <a>Sign in</a>

## The code from the mail

mailed_title = Enter the code from your e-mail
mailed_again_done = We have sent a new code. The one before does not work any more.
mailed_lead = We have sent an e-mail to the address you gave. The code in it is good for 10 minutes.
mailed_field = Eight-digit code
mailed_none = No e-mail?
mailed_none_more = Look into the spam folder. It can take a minute or two.
mailed_again = Send a new code
mailed_practice = This is practice data, so no e-mail leaves.
mailed_practice_link = Read it in the practice mailbox (opens in a new tab)

## An assister's account

activate_title = Activate your assister account
activate_lead = For brokers, navigators, certified application counselors and staff who were invited by the exchange.
activate_field = Registration code
activate_field_hint = It came with your invitation, in groups of four letters.
activate_note = The code works once and is good for 7 days. If yours is older, ask for a new invitation.
choose_title = Choose your username and password
# $name (Name): the assister
choose_lead = Welcome, { $name }. You will sign in with these. Next you set up the second factor.

## Mails

# $exchange (Text), $phone (Phone), $code (Code)
mail_code =
    .subject = Your { $exchange } code
    .body =
        Your code: { $code }

        Enter it on the page where you create your { $exchange } account. It is good for 10 minutes and works once.

        Nobody from { $exchange } will ask you for this code. If you did not ask for it, there is nothing to do. Questions? Call { $phone }.
mail_owner =
    .subject = You already have a { $exchange } account
    .body =
        Somebody, perhaps you, tried to create a { $exchange } account with this e-mail address.

        You already have an account. Sign in with your username or this e-mail address.

        If this was not you, there is nothing to do. Questions? Call { $phone }.
# $username (Text)
account_own = { $username } (your own coverage)
# $username (Text)
account_work = { $username } (your work)
# $exchange (Text), $phone (Phone), $code (Code), $accounts (Texts): the usernames
mail_reset =
    .subject = Your { $exchange } code
    .body =
        Your code: { $code }

        Enter it on the page where you asked to reset your password. It is good for 10 minutes and works once.

        It is for: { $accounts }.

        Nobody from { $exchange } will ask you for this code. If you did not ask for it, there is nothing to do. Your password stays as it is. Questions? Call { $phone }.
# $exchange (Text), $phone (Phone), $accounts (Texts): the usernames
mail_usernames =
    .subject = Your { $exchange } username
    .body =
        You, or somebody else, asked for the usernames of this e-mail address.

        You sign in with: { $accounts }.

        If you did not ask for this, there is nothing to do. Questions? Call { $phone }.
# $exchange (Text), $phone (Phone), $accounts (Texts): the usernames
mail_account_closed =
    .subject = Your { $exchange } account is closed
    .body =
        You, or somebody else, asked how to sign in with this e-mail address.

        This account is closed: { $accounts }. Its password can not be changed while it is closed.

        To have it opened again, call { $phone }. If you did not ask for this, there is nothing to do.
# $exchange (Text), $phone (Phone)
mail_not_activated =
    .subject = Your { $exchange } account is not set up yet
    .body =
        You, or somebody else, asked how to sign in with this e-mail address.

        You were invited to { $exchange } and have not set up your account yet. There is no password to change.

        Use the registration code from your invitation, on the page "Activate your assister account". Is it older than 7 days? Call { $phone } and ask for a new one.
# $name (Name): of the account, $exchange (Text), $phone (Phone)
mail_factor_reset =
    .subject = Your second factor at { $exchange } was reset
    .body =
        Hello { $name },

        somebody asked { $exchange } to reset your second factor, because it was lost. We checked who asked, and gave leave.

        Sign in with your password within 7 days. Then you set up another second factor. All devices were signed out.

        Was it not you? Then sign in now with your old second factor, or with a recovery code. This stops the reset. And call { $phone } at once.
# $name (Name): of the account, $exchange (Text), $from (Moment), $phone (Phone)
mail_factor_given_back =
    .subject = Another second factor for your account at { $exchange }
    .body =
        Hello { $name },

        somebody told { $exchange } that your second factor is lost. We checked who asked. You can set up another one on { $from } or later.

        Then sign in with your password within 7 days, and we show you how. All devices were signed out.

        Was it not you? Then sign in now with your old second factor, or with a recovery code. This stops it at once. And call { $phone }.
# $name (Name): of the account, $exchange (Text), $when (Moment), $phone (Phone)
mail_new_browser =
    .subject = A new sign-in at { $exchange }
    .body =
        Hello { $name },

        somebody signed in to your account on { $when }, with a browser that we have not seen there before.

        Was it you? Then there is nothing to do. If not, change your password now. In "Settings" you also see where you are signed in. And call { $phone }.
# $name (Name): of the account, $exchange (Text), $since (Moment): the last sign-in before, $phone (Phone)
mail_wrong_tries =
    .subject = Wrong tries to sign in at { $exchange }
    .body =
        Hello { $name },

        since { $since }, somebody tried many times to sign in to your account and did not get in. Then you signed in.

        Was it you, each time? Then there is nothing to do. If not, change your password, and use it nowhere else. An app with codes keeps others out who know it. You find both in "Settings". Questions? Call { $phone }.
# $name (Name): of the account, $exchange (Text), $phone (Phone)
mail_sessions_ended =
    .subject = You were signed out of { $exchange }
    .body =
        Hello { $name },

        staff of { $exchange } signed your account out on all devices. Nothing else was changed. You can sign in again.

        If you do not know why, call { $phone }.
# $name (Name): of the account, $exchange (Text), $phone (Phone)
mail_factor_kept =
    .subject = Your second factor at { $exchange } stays as it is
    .body =
        Hello { $name },

        you showed with a second factor that it is you. So the reset was stopped.

        If you did not ask for the reset, somebody else did. Change your password, and call { $phone }.
# $name (Name): of the account, $exchange (Text), $phone (Phone)
mail_factor_set_up =
    .subject = You set up another second factor at { $exchange }
    .body =
        Hello { $name },

        another second factor was set up for your account. The old one and its recovery codes do not work any more.

        If this was not you, call { $phone } at once.
# $name (Name): whose factor, $exchange (Text)
mail_factor_kept_asker =
    .subject = A second factor at { $exchange } was not reset
    .body =
        Hello,

        you reset the second factor of { $name } at { $exchange }. Since then somebody used a second factor of that account, or set up another one while signed in. So the reset was stopped.

        Perhaps it was found again. Perhaps somebody else asked you for the reset. Call { $name } at the number on file and ask.
# $exchange (Text), $phone (Phone), $username (Text): of the account
mail_password_changed =
    .subject = Your { $exchange } password was changed
    .body =
        The password of your { $exchange } account { $username } was changed just now.

        All devices were signed out. Sign in with the new password.

        If this was not you, call { $phone } at once.
# $name (Name): the assister, $exchange (Text), $reference (Code): their number, $code (Code): the registration code, $until (Day), $address (Code): where the account is set up, $phone (Phone)
mail_invitation =
    .subject = Activate your assister account at { $exchange }
    .body =
        Hello { $name },

        an assister account was made for you at { $exchange }.

        Your reference number: { $reference }
        It stays yours. Give it to the people you help, so that they can find you.

        Your registration code: { $code }
        It works once, until { $until }.

        To set up your account, open { $address }

        If you did not expect this mail, call { $exchange } at { $phone }.
# $name (Name): the assister, $exchange (Text), $fields (Texts): what was changed, $reason (Text), $phone (Phone)
mail_assister_changed =
    .subject = Your assister account at { $exchange } was changed
    .body =
        Hello { $name },

        { $exchange } changed your assister account: { $fields }

        Why: { $reason }

        Your reference number and your consumers stay as they are. If this is not right, call { $phone }.
# $name (Name): the assister, $kind (AssisterKind: broker, navigator, cac), $exchange (Text), $reference (Code): their number, $address (Code): where one reads and agrees, $until (Day), $phone (Phone)
mail_request =
    .subject = { $name } asks to help you with health coverage
    .body =
        Hello,

        { $kind ->
           *[broker] { $name } is a broker
            [navigator] { $name } is a navigator
            [cac] { $name } is a certified application counselor
        } and asks for your permission to help you at { $exchange }.

        Nothing has been changed. If you want this help, open { $address }
        There you read what { $name } may do for you, and agree or not.

        You can also enter this number in your account: { $reference }

        The request ends on { $until }. If you do not want it, there is nothing to do. Questions? Call { $phone }.
# $name (Name): the assister, $exchange (Text), $gone (Code): the number of the account that is closed, $number (Code): the other one's, $phone (Phone): the desk's
mail_accounts_merged =
    .subject = Your two accounts at { $exchange } became one
    .body =
        Hello { $name },

        You had two accounts at { $exchange }. The one with the number { $gone } is closed. The one with the number { $number } stays.

        Your consumers stay with the account that they agreed to. Their pages tell them your number, so that they can authorize you again.

        Questions? Call { $phone }.
# $name (Name): the assister, $exchange (Text), $lapse (Lapse: certification, license, contract), $last (Day): the last day, $due (Day): by when to renew it, $phone (Phone): the desk's
mail_lapses_soon =
    .subject =
        { $lapse ->
           *[certification] Your certification at { $exchange } ends soon
            [license] Your producer license ends soon
            [contract] Your agency's contract with { $exchange } ends soon
        }
    .body =
        Hello { $name },

        { $lapse ->
           *[certification] Your certification is good until { $last }. Please renew it by { $due }.
            [license] The producer license that we have for you is good until { $last }.
            [contract] Your agency's contract is good until { $last }.
        }

        From the day after it you cannot act for consumers until it is renewed. Your reference number and your consumers stay.

        Questions? Call { $phone }.
# $name (Name): the assister, $exchange (Text), $lapse (Lapse), $last (Day): the last day, $phone (Phone): the desk's
mail_lapses_soon_agency =
    .subject = Access of { $name } to { $exchange } ends soon
    .body =
        Hello,

        { $lapse ->
           *[certification] The certification of { $name } is good until { $last }.
            [license] The producer license of { $name } is good until { $last }.
            [contract] Your contract, on which the access of { $name } rests, is good until { $last }.
        }

        From the day after it { $name } cannot act for consumers until it is renewed.

        Questions? Call { $phone }.
# $name (Name): the assister, $agency (Text), $exchange (Text), $reason (Text), $phone (Phone): the agency's
mail_access_withdrawn =
    .subject = { $agency } ended your access to { $exchange }
    .body =
        Hello { $name },

        { $agency } withdrew its approval of your access to { $exchange }. You cannot act for consumers from now on.

        Why: { $reason }

        Your reference number and your consumers stay. If this is not right, call { $agency } at { $phone }.
# $name (Name): the assister, $agency (Text), $exchange (Text), $reason (Text), $phone (Phone): the agency's
mail_access_approved =
    .subject = { $agency } approved your access to { $exchange }
    .body =
        Hello { $name },

        { $agency } approved your access to { $exchange }. You can act for your consumers, as far as your own dates are in force.

        Why: { $reason }

        Questions? Call { $agency } at { $phone }.
# $name (Name): the administrator, $agency (Text), $exchange (Text), $code (Code): the registration code, $until (Day), $address (Code): where the account is set up, $phone (Phone)
mail_administrator_invitation =
    .subject = Keep the roster of { $agency } at { $exchange }
    .body =
        Hello { $name },

        { $exchange } made an account for you, to keep the roster of { $agency }.

        Your registration code: { $code }
        It works once, until { $until }.

        To set up your account, open { $address }

        If you did not expect this mail, call { $exchange } at { $phone }.
# $name (Name): whoever asked, $exchange (Text), $request (RequestKind: add, transfer, leave, correct, profile), $day (Day): when, $said (Text): why, $phone (Phone)
mail_request_declined =
    .subject = { $exchange } declined your request
    .body =
        Hello { $name },

        { $request ->
           *[add] On { $day } you asked for an account for somebody new.
            [transfer] On { $day } you asked for a transfer to your agency.
            [leave] On { $day } you told us that somebody left your agency.
            [correct] On { $day } you asked for a correction.
            [profile] On { $day } you asked for other public details.
        } This was declined. Nothing was changed.

        Why: { $said }

        You can ask again in the portal. Questions? Call { $phone }.
# $name (Name): whoever asked, $exchange (Text), $request (RequestKind), $day (Day): when, $phone (Phone)
mail_request_done =
    .subject = { $exchange } did what you asked
    .body =
        Hello { $name },

        { $request ->
           *[add] On { $day } you asked for an account for somebody new. It is made, and the invitation is on its way.
            [transfer] On { $day } you asked for a transfer. The assister belongs to your agency now.
            [leave] On { $day } you told us that somebody left your agency. It is done.
            [correct] On { $day } you asked for a correction. It is done.
            [profile] On { $day } you asked for other public details. They are changed.
        }

        Questions? Call { $phone }.
# $name (Name): whoever asked, $exchange (Text), $request (RequestKind), $day (Day): when, $said (Text): what the exchange writes, $phone (Phone)
mail_request_done_said =
    .subject = { $exchange } did what you asked
    .body =
        Hello { $name },

        { $request ->
           *[add] On { $day } you asked for an account for somebody new. It is made.
            [transfer] On { $day } you asked for a transfer. The assister belongs to your agency now.
            [leave] On { $day } you told us that somebody left your agency. It is done.
            [correct] On { $day } you asked for a correction. It is done.
            [profile] On { $day } you asked for other public details. They are changed.
        }

        { $exchange } writes: { $said }

        Questions? Call { $phone }.
