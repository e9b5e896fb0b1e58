### Your assister: find one, authorize them, read the receipt, remove them.
### Readers: consumers
### $kind (AssisterKind: broker, navigator, cac)

association_title = Your assister
association_none = You have no assister.
association_none_more = A certified broker, navigator or counselor can apply and enroll for you, with you or without you in the room. Nobody can do that without your permission. You can end it at any time.
association_requests = Requests
association_requests_lead = These assisters ask to help you. Nothing has been changed. You decide.
# $assister (Name), $kind (AssisterKind), $until (Day)
association_request =
    { $kind ->
       *[broker] { $assister }, a broker, asks to help you. The request ends on { $until }.
        [navigator] { $assister }, a navigator, asks to help you. The request ends on { $until }.
        [cac] { $assister }, a certified application counselor, asks to help you. The request ends on { $until }.
    }
association_review = Review
association_decline = Decline
association_declined_done = You declined the request. Nothing was changed.
association_assign = Assign an assister
association_change = Change assister
association_remove = Remove assister
association_same_done = This is your assister already. Nothing was changed.
association_removed_done = Your assister was removed and has no access any more.
# $assister (Name), $number (Code)
association_other_account = { $assister } has another account now, with the number { $number }. It cannot act for you before you authorize it.
association_other_account_way = Look at the other account
# $assister (Name)
association_cannot_act = { $assister } cannot act for you now. You can wait, choose another assister, or go on by yourself.
association_read_receipt = Read the receipt of your authorization
association_cancel = Cancel

## The assister

association_name = Name
association_kind = Kind
association_agency = Agency or organization
association_phone = Phone
association_email = E-mail
association_languages = Languages
association_reference = Reference number
association_since = Authorized on
association_access = Access
association_can_act_now = Can act for you
association_cannot_act_now = Cannot act for you now

## Earlier assisters

association_earlier = Earlier assisters
association_earlier_who = Assister
association_earlier_from = From
association_earlier_until = Until
association_earlier_by = Ended by
# $by (EndedBy: consumer, replaced, desk): who ended it
association_ended_by =
    { $by ->
       *[consumer] You
        [replaced] You, by choosing another assister
        [desk] The service desk
    }
association_receipt = Receipt
# $assister (Name)
association_receipt_of = Receipt<sr> of { $assister }</sr>

## To find one

association_find_title = Assign an assister
association_find_field = Seven-digit reference number
association_find_field_hint = Your assister gives you this number. For example: 123 4567
association_find_button = Search
association_find_none = Do you not know an assister yet? <a>Find an assister</a>.
# $assister (Name)
association_found = We found { $assister }
association_found_more = Is this the person you want? On the next page you read what they may do for you. Nothing changes before you agree.
association_found_assign = Assign this assister

## The page with the statement

authorize_title = Assister authorization
# $assister (Name)
authorize_same = { $assister } is your assister already. Agreeing again changes nothing.
authorize_see = See your assister
authorize_who = Who you authorize
authorize_what = What you agree to
authorize_privacy = Your privacy
authorize_privacy_notice = Your assister must keep what they see private. They may use it only to help you get and keep coverage. Everything they open or change is listed in your account under Activity.
authorize_agree = I agree
# $assister (Name): the present one
authorize_replaces = This replaces { $assister }
# $assister (Name): the present one
authorize_replaces_more = You can have one assister at a time. When you agree, { $assister } is removed.

## What ending an authorization does

association_ending =
    { $kind ->
       *[broker] They lose access at once. They are no agent of record for what you enroll in from now on. Of a plan that you have already, the insurance company goes on naming them until you tell it otherwise.
        [navigator] They lose access at once. Their organization is no longer paid for helping you from now on.
        [cac] They lose access at once.
    }

## Removing

remove_title = Remove your assister
# $assister (Name)
remove_lead = { $assister } will no longer be able to see or change anything in your account.
# $assister (Name)
remove_stays = Your application and your coverage stay as they are. You can authorize { $assister } or somebody else again at any time.

## The receipt

receipt_title = Authorization receipt
# $assister (Name)
receipt_lead = You gave { $assister } permission to act for you. This is what you agreed to, when and how.
receipt_who_agreed = Who agreed
receipt_who_may_act = Who may act
receipt_replaced = Replaced
# $assister (Name): the one before
receipt_replaced_who = { $assister }, who can no longer act
receipt_when_and_how = When and how
receipt_when = When
receipt_how = How
receipt_agreed = What was agreed
receipt_keep = Keep it
receipt_keep_more = You can print this page, or keep it as a file.
receipt_download = Download JSON
receipt_to_assister = Go to your assister
receipt_for_checkers = For whoever checks this receipt
receipt_for_checkers_more = The file holds the same as this page. Its SHA-256 stands in the audit log.
receipt_number = Receipt number
receipt_exact_time = Exact time (UTC)
receipt_address = From address
receipt_browser = Browser
receipt_statement = Statement
# $version (Code), $language (Code)
receipt_statement_which = version { $version }, language { $language }
receipt_hash = SHA-256

## Mails

# $assister (Name), $kind (AssisterKind), $exchange (Text), $day (Day), $phone (Phone)
mail_authorized =
    .subject = { $assister } can now act for you
    .body =
        On { $day }, you gave { $assister } { $kind ->
           *[broker] (broker)
            [navigator] (navigator)
            [cac] (certified application counselor)
        } permission to act for you in your { $exchange } account.

        Sign in and open "Your assister" to read the receipt or to remove the assister. Everything they open or change is listed under "Activity".

        If this was not you, call { $exchange } at { $phone }.
# $assister (Name), $replaced (Name): who may not act any more, $kind (AssisterKind), $exchange (Text), $day (Day), $phone (Phone)
mail_authorized_instead =
    .subject = { $assister } can now act for you
    .body =
        On { $day }, you gave { $assister } { $kind ->
           *[broker] (broker)
            [navigator] (navigator)
            [cac] (certified application counselor)
        } permission to act for you in your { $exchange } account.

        { $replaced } can no longer act for you.

        Sign in and open "Your assister" to read the receipt or to remove the assister. Everything they open or change is listed under "Activity".

        If this was not you, call { $exchange } at { $phone }.
# $assister (Name), $exchange (Text), $day (Day), $phone (Phone)
mail_removed =
    .subject = { $assister } can no longer act for you
    .body =
        On { $day }, you removed { $assister } as your assister. They can no longer see or change anything in your { $exchange } account.

        Your application and your coverage stay as they are.

        If this was not you, call { $exchange } at { $phone }.

## The assister is away

# $from (Day), $until (Day)
association_absent = Your assister is away from { $from } until { $until }.
# $from (Day), $until (Day), $name (Name): who stands in, $phone (Text): their number
association_absent_with = Your assister is away from { $from } until { $until }. You can ask { $name }: { $phone }. This person cannot see your data unless you allow it.
