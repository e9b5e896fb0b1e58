### An agency's roster, as its administrator sees it: who may act and until when, and what is asked of the exchange.
### Readers: staff
### $name (Name): one of the staff
### $agency (Text): the agency's name

## The roster

staff_title = Roster
# $agency (Text)
staff_of = { $agency }
staff_may_act = Your agency lets its staff act today:
staff_agency_all_in_force = Your certification and your contract are in force today. Each person's own dates count beside them.
staff_agency_not_today = Nobody of your agency can act today, because:
# $dates (Text): from when to when
staff_contract = Your contract: { $dates }
staff_add = Add staff
staff_transfer = Ask for a transfer
staff_caption = Your staff, in the order of last names
staff_none = Nobody belongs to your agency yet. Add staff to begin.
staff_name = Name
staff_number = Reference number
staff_account = Account
staff_may_act_today = May act today
staff_lapses_on = Lapses on
staff_access = Portal access
staff_access_yes = Approved by you
staff_access_no = Not approved by you
staff_access_license = On the own license
staff_next_page = Next page
staff_requests = Requests to the exchange
staff_requests_caption = What you asked of the exchange: what waits first, then the newest
staff_requests_none = You have not asked for anything yet.

staff_said_asked = Your request was sent. The exchange answers by e-mail.
staff_said_taken_back = Your request is taken back. Nothing was changed.
staff_said_inactivated = { $name } has no access from now on. An e-mail tells them.
staff_said_approved = The access of { $name } is approved. An e-mail tells them.

## One of the staff

staff_back_to_roster = Back to the roster
staff_change = What you can do
staff_inactivate = Inactivate
staff_approve = Approve access
staff_ask_correction = Ask for a correction
staff_ask_leave = Tell that they left
staff_broker_note = Brokers act on their own license. Your agency does not approve their access. If this broker left you, tell the exchange.
staff_inactivate_title = Inactivate { $name }
staff_inactivate_lead = You withdraw your agency's approval. { $name } has no access to the portal from the next click on.
staff_inactivate_stays = Their consumers stay theirs. Those consumers read that { $name } cannot act for them now. You can approve the access again.
staff_approve_title = Approve the access of { $name }
staff_approve_lead = { $name } can act at once, as far as the other dates are in force.
staff_correct_title = Ask for a correction for { $name }
staff_correct_lead = Names, e-mail addresses and dates can be changed by the exchange only. Say what is wrong, and what is right.
staff_correct_field = What is wrong, and what is right
staff_leave_title = Tell that { $name } left your agency
staff_leave_lead = The exchange takes { $name } off your roster. To stop the access at once, inactivate first.
staff_leave_field = Since when, and where they work now if you know
staff_field_hint = Up to 500 letters. Do not write about consumers here.
staff_send = Send the request

## Somebody new, and a transfer

staff_add_title = Add staff
staff_add_lead = The exchange makes the account: it checks what you write here, certifies, and sends the invitation. By sending this you approve the access of this person.
staff_note_field = Note to the exchange
staff_transfer_title = Ask for a transfer to your agency
staff_transfer_lead = For somebody who has an account already, at another agency. The reference number and the consumers go along. By sending this you approve the access of this person.
staff_transfer_field = Who it is, and since when they work for you

## One request

# $request (RequestKind: add, transfer, leave, correct, profile)
staff_request_title =
    { $request ->
       *[add] Your request: new account
        [transfer] Your request: transfer
        [leave] Your request: somebody left
        [correct] Your request: correction
        [profile] Your request: public details
    }
staff_request_answered_on = Answered or taken back
staff_take_back = Take back
# $request (RequestKind: add, transfer, leave, correct, profile)
staff_take_back_title =
    { $request ->
       *[add] Take back the request for a new account
        [transfer] Take back the request for a transfer
        [leave] Take back that somebody left
        [correct] Take back the request for a correction
        [profile] Take back the request for other public details
    }
staff_take_back_lead = The exchange does not see the request among those that wait any more. Nothing else is changed. You can ask again.
