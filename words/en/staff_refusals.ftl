### Why something cannot be done: what only assisters and the exchange's staff are told.
### Readers: staff

## Limits of the portal: the heading, what happened, what to do next

limit_title = Not possible in the assister portal
limit_financial_assistance_only = Only applications with financial assistance can be completed through the assister portal.
limit_financial_assistance_only_next = The consumer can complete this application in their own account, or call the exchange.
limit_initial_status_only = The portal shows only the initial status of an application. It may have changed since.
limit_initial_status_only_next = Call your desk for the present status.
limit_disassociation_by_desk = An assister cannot end an association online.
limit_disassociation_by_desk_next = Call your desk. They end it for you.
limit_no_change_after_submission = A submitted application cannot be corrected or changed here.
limit_no_change_after_submission_next = Call to correct an error or report a change.

## An assister who may not act today

not_certified_title = You cannot act for consumers today
not_certified = Your access is stopped until this is settled. Your associations stay and work again afterwards.
not_certified_next = Call your desk to find out what to do.
missing_activation = The account has not been activated with the registration code.
missing_suspended = The account is suspended.
missing_decertified = The certification was withdrawn.
missing_certification = The certification is not in force today.
missing_training = The portal training is not passed.
missing_assessment = The assessment of the portal training is not passed.
missing_agency_approval = The agency has not approved portal access.
missing_agency = The agency is not active.
missing_contract = The agency's contract with the exchange is not in force today.
missing_license = The producer license is not in force today.

## Refusals of rules, by their codes

refusal_consumer_frozen = The consumer has frozen this account. Only they can act until they unfreeze it.
refusal_review_missing = Before you submit, record that the consumer reviewed the application as it is now.
refusal_registration_code_invalid = This registration code is not valid. It may have been used, or be older than 7 days. Ask for a new invitation.
refusal_email_taken = There is already an assister with this e-mail address.
refusal_npn_taken = There is already an active broker with this NPN.
refusal_no_factor_to_reset = There is no second factor to reset, or it was reset already and another one is still to be set up. Go back to the account to see.
refusal_illegal_transition = The account is not in a state that allows this. Reload the page to see where it stands.
refusal_reason_missing = Say why. The reason is kept with the account's history.
refusal_role_conflict = This person already has an account of the other kind. One person cannot be broker and navigator or counselor at once.
refusal_second_person = You asked for this reinstatement. Another resource manager has to agree. If you are the only one, invite a second one with the command "assent admin invite-staff".
refusal_user_name_taken = Another assister is called by this user name. Choose another one.
refusal_stopped_by_person = A resource manager stopped this account. Ask one to start it again on the account's page.
refusal_token_name_taken = A token with this name is good now. Choose another name.
refusal_token_revoked = This token was revoked before. It means nothing any more.
refusal_file_not_again = It is not sent again now. The carrier has answered it, or it is on its way, or another file to this carrier is being written. Look at how it stands, and try again.
refusal_year_over = The year of this plan is over. Ask the consumer to choose a plan of this year, or call the carrier.
refusal_covered_elsewhere = Somebody of this plan is, or was, in another plan on some of these days. End or cancel that plan with the consumer first.
refusal_answer_settled = Somebody else settled this while you had it open.
refusal_agency_certified = The exchange certified this agency. Ask a resource manager to suspend or merge it.
refusal_record_changed = Somebody else changed this record while you had it open. Look at what it says now, and change it again.
refusal_nothing_to_change = Nothing differs from what is stored. Change something, or go back.
refusal_roster_moved = The roster has changed since you looked. Look at the rows again, then apply.
refusal_agency_name_taken = There is already an agency with this name.
refusal_agency_step_refused = The agency is not in a state that allows this. Reload the page to see where it stands.
refusal_agencies_differ = These two agencies cannot be merged. Choose another agency of the same kind.
refusal_too_many_requests = You have sent many requests today. Try again tomorrow, or give people your number.
refusal_no_approval_of_brokers = Brokers act on their own license, without an agency's approval. Ask the exchange to take this broker off your agency.
refusal_too_many_open_requests = Fifty requests of your agency wait for an answer. Take back what is not needed any more, or wait until the exchange has answered.
refusal_request_answered = This request was answered or taken back meanwhile. Go back to the list to see what waits.
refusal_transfer_impossible = There is no assister of this agency's kind with this reference number. Decline the request and say so.
refusal_no_agency = Your account does not belong to an agency yet. Ask the exchange's staff to invite you from your agency's page.
refusal_administrator_state = The access of this administrator was changed meanwhile. Go back to the list to see where it stands.
