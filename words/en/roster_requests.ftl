### What agencies and assisters ask of the exchange about accounts, for resource managers and for those who asked.
### Readers: staff
### $request (RequestKind: add, transfer, leave, correct, profile)
### $name (Name): whom it is about

requests_title = Requests
requests_lead = What agencies and assisters ask. Nothing is changed before you accept it.
requests_open = Waiting
requests_open_caption = Requests that wait for an answer, oldest first
requests_open_none = Nothing waits.
requests_answered = Answered in the last 30 days
requests_answered_caption = Requests that were answered, newest first
requests_answered_none = Nothing was answered lately.
requests_kind = Request
requests_about = About
requests_from = From
requests_asked_on = Asked on
requests_state_column = State
requests_answer = Answer
requests_somebody_new = Somebody new
# $number (Code): the reference number
requests_number = Reference number { $number }
requests_what =
    { $request ->
       *[add] New account
        [transfer] Transfer to the agency
        [leave] Left the agency
        [correct] Correction
        [profile] Other public details
    }
# $state (RequestState: open, done, declined, taken_back)
requests_state =
    { $state ->
       *[open] Waiting
        [done] Done
        [declined] Declined
        [taken_back] Taken back
    }

## One request

# $from (Text): the agency or the assister
requests_one_title =
    { $request ->
       *[add] New account for { $from }
        [transfer] Transfer to { $from }
        [leave] Somebody left { $from }
        [correct] Correction for { $from }
        [profile] Public details of { $from }
    }
requests_note = Written to it
requests_asked_by = Asked by
requests_account = Account
requests_open_account = Open the account
requests_present_agency = Belongs now to
requests_not_found = There is no account with this reference number.
requests_works_alone = Nobody
requests_filled = What was filled in
requests_changes = What would change
requests_do =
    { $request ->
       *[add] Check and create the account
        [transfer] Transfer
        [leave] Mark as done
        [correct] Mark as done
        [profile] Accept
    }
requests_decline = Decline
requests_back = Back to all requests
requests_first =
    { $request ->
       *[add] Check what was filled in, and create the account with the dates of certification.
        [transfer] Check with the assister and the agency before you transfer. The access counts as approved by the new agency from today.
        [leave] Open the account first: move it to the new agency, or decertify it. Then mark the request as done.
        [correct] Open the account first and correct it. Then mark the request as done.
        [profile] Look at what would change. Accepted, everybody sees it at once.
    }
requests_done_title =
    { $request ->
       *[add] Create the account
        [transfer] Transfer { $name }
        [leave] Mark as done: { $name } left
        [correct] Mark as done: correction for { $name }
        [profile] Accept the public details of { $name }
    }
requests_done_lead = Whoever asked is told by e-mail.
requests_done_changes = The account is changed with it. It is kept in its history, and the assister is told by e-mail.
requests_decline_title = Decline this request
requests_decline_lead = Nothing is changed. Whoever asked is told by e-mail, with your reason.
requests_answer_field = Answer
requests_answer_hint = Goes into the e-mail. Up to 500 letters.
requests_said_done = The request is done. Whoever asked is told by e-mail.
requests_said_declined = The request is declined. Whoever asked is told by e-mail.

requests_reason =
    { $request ->
       *[add] The agency asked for it.
        [transfer] The agency asked for the transfer.
        [leave] The agency said that the assister left.
        [correct] The agency asked for the correction.
        [profile] The assister asked for it.
    }
