### Assister accounts, as resource managers see them: the list, a new one, one account.
### Readers: staff
### $state (AccountState: invited, active, suspended, decertified)

## The list

assisters_title = Assister accounts
assisters_create = Create assister account
assisters_search = Search
assisters_search_hint = A name of a person or an agency, or a whole reference number, NPN, assister ID or e-mail
assisters_search_now = Search
assisters_show_everybody = Show everybody
assisters_filter_kind = Filter by kind
assisters_filter_state = Filter by state
assisters_all_kinds = All kinds
# $kind (AssisterKind)
assisters_of_kind =
    { $kind ->
       *[broker] Brokers
        [navigator] Navigators
        [cac] Certified application counselors
    }
assisters_all_states = All states
assisters_state =
    { $state ->
       *[invited] Invited
        [active] Active
        [suspended] Suspended
        [decertified] Decertified
    }
assisters_filter_lapse = Filter by what lapses
assisters_lapse_any_time = Any date
# $lapses (LapsesIn: past, week, month, two_months): of certification, license and the agency's contract
assisters_lapse_in =
    { $lapses ->
       *[past] Lapsed
        [week] Lapses in 7 days
        [month] Lapses in 30 days
        [two_months] Lapses in 60 days
    }
# $agency (Text)
assisters_of_agency = Only those of { $agency }.
assisters_of_no_agency = No account of this agency matches.
assisters_of_all_agencies = Show those of all agencies
assisters_caption = Assister accounts, in the order of last names
assisters_none = No account matches.
assisters_next_page = Next page
assisters_name = Name
assisters_kind = Kind
assisters_agency = Agency
assisters_reference_number = Reference number
assisters_account_state = State
assisters_may_act = May act today
assisters_lapses_on = Lapses on
# $requests (Count): of agencies and assisters
assisters_waiting =
    { $requests ->
        [one] One request waits for an answer
       *[other] { $requests } requests wait for an answer
    }

## A new account

assisters_new_note = The assister gets an e-mail with the reference number and a registration code that works once, for 7 days. A Social Security number is never asked for.
assisters_cancel = Cancel

## One account: what was done just now

# $name (Name), $email (Text)
assister_said_created = The account of { $name } was created. The invitation was sent to { $email }.
# $email (Text)
assister_said_invited = A new invitation was sent to { $email }. The one before is not valid any more.
# $name (Name)
assister_said_suspended = { $name } is suspended and has no access from now on.
# $name (Name)
assister_said_reinstated = { $name } is reinstated.
# $name (Name)
assister_said_asked = You asked to reinstate { $name }. Another resource manager has to agree on this page.
# $name (Name)
assister_said_appointed = The appointment of { $name } was recorded.
# $name (Name)
assister_said_merged = This account of { $name } is closed. The other one stays.
# $name (Name)
assister_said_opened = { $name } can sign in again.
# $name (Name)
assister_said_sessions = { $name } is signed out everywhere. An e-mail tells them.
# $name (Name)
assister_said_factor_reset = { $name } sets up another second factor at the next sign-in. An e-mail tells them.
# $name (Name)
assister_said_dropped = { $name } stays suspended.
# $name (Name)
assister_said_decertified = { $name } is decertified and has no access from now on.
# $name (Name)
assister_said_recertified = { $name } is certified again.

# $email (Text)
assister_said_withdrawn = The invitation to { $email } is withdrawn.
# $name (Name)
assister_said_corrected = The account of { $name } was corrected. An e-mail tells them.
# $name (Name)
assister_said_dates = The dates of { $name } were changed. An e-mail tells them.

## One account: may it act

# Before yes or no with its color.
assister_may_act = May act today:
assister_all_in_force = Everything that is needed is in force today.
# $since (Day)
assister_closed_since = Closed since { $since }, because nobody signed in for a long time. The assister cannot sign in until you open the account again.
assister_signed_in = Signed in last
assister_appointments = Appointed by
# $carrier (Text), $from (Day), $until (Day)
assister_appointment_until = { $carrier }: { $from } to { $until }
# $carrier (Text), $from (Day)
assister_appointment_open = { $carrier }: since { $from }
assister_no_appointment = No carrier is recorded.
assister_renewal = Next renewal
# $year (Year), $opens (Day), $due (Day), $lapses (Day)
assister_renewal_days = For { $year }: from { $opens } to { $due }. What is not renewed lapses after { $lapses }.
assister_for_cause = Suspended for cause: two resource managers reinstate.
# $number (Code)
assister_merged_into = Closed for the account with the number { $number }.
assister_merged = Account closed for this one
# $who (Name)
assister_reinstatement_asked = { $who } asked to reinstate. Another resource manager has to agree.
assister_not_today = Not today, because:
assister_account = Account
assister_certified = Certified
# $from (Day), $until (Day)
assister_certified_from_until = { $from } to { $until }
# $from (Day)
assister_certified_from = { $from }, its end is not recorded
# $until (Day)
assister_certified_until = Until { $until }, its first day is not recorded
assister_training = Portal training passed
assister_assessment = Portal assessment passed
assister_contract = Contract of the agency
assister_background = Background study passed
assister_agreement = Agreement signed
assister_license = License in force
# $until (Day)
assister_until = Until { $until }
assister_approved = Access approved by the agency
assister_agency_active = Agency active
assister_works_alone = Works alone
assister_not_recorded = Not recorded

## One account: details

assister_details = Details
assister_id = Assister ID
assister_npn = NPN
assister_email = E-mail
assister_public_phone = Public phone
assister_public_email = Public e-mail
assister_languages = Languages
assister_hours = Hours
assister_directory = Public directory
# $city (Text), $zip (Code)
assister_listed = Listed while the assister may act: { $city } { $zip }
assister_not_listed = Not listed
assister_consumers = Consumers now
assister_created_on = Created on
assister_invitation = Invitation
# $until (Moment)
assister_invitation_until = Valid until { $until }

## One account: changing it

assister_change = Change the account
# $email (Text): the personal address
assister_mail_refused = The last mail to { $email } came back: this address does not take mail. Ask the assister for another one, and correct the account.
assister_not_activated = The assister has not used the registration code yet. A new invitation ends the one before.
assister_invite_again = Send a new invitation
assister_correct = Correct the details
assister_dates = Renew or change dates
assister_withdraw = Withdraw the invitation
assister_suspend = Suspend
assister_reinstate = Reinstate
assister_decertify = Decertify
assister_recertify = Recertify
assister_save = Save the change
assister_back = Back to all assister accounts
# $name (Name)
assister_correct_title = Correct the details of { $name }
assister_correct_lead = The reference number and the consumers stay as they are. The assister gets an e-mail that names what was changed, and why.
# $name (Name)
assister_dates_title = Renew or change the dates of { $name }
assister_dates_lead = Access follows these dates from the next request on. The reference number and the consumers stay as they are.
# $year (Year), $opens (Day), $due (Day), $lapses (Day)
assister_renewal_next = The next renewal is for { $year }: from { $opens } to { $due }. What is not renewed lapses after { $lapses }.
# $name (Name)
assister_withdraw_title = Withdraw the invitation of { $name }
# $email (Text)
assister_withdraw_lead = The registration code that went to { $email } will not work any more. You can send a new one later.
# $name (Name)
assister_suspend_title = Suspend { $name }
# $name (Name)
assister_reinstate_title = Reinstate { $name }
assister_merge = Merge with another account
# $name (Name)
assister_merge_title = Close this account of { $name } for another one
assister_merge_lead = Use this when one person has two accounts. This one is closed for good, and nobody can sign in to it. The other one stays as it is.
assister_merge_consumers = No consumer is moved: they agreed to this account. Their pages tell them the other number, so that they can authorize it.
assister_appoint = Carrier appointments
# $name (Name)
assister_appoint_title = Carrier appointments of { $name }
assister_appoint_lead = Record each carrier that appointed this broker. A day that you enter for a carrier replaces what stood there. Access to the portal does not depend on it.
assister_open = Open the account again
# $name (Name)
assister_open_title = Open the account of { $name } again
assister_open_lead = The assister can sign in again from now on. Nothing else changes.
# $name (Name)
assister_reset_factor_title = Reset the second factor of { $name }
# $name (Name)
assister_sessions_title = End all sessions of { $name }
assister_factor = Second factor
assister_factor_none = Not set up
assister_factor_set_up = Set up
# $day (Day)
assister_factor_reset_since = Reset on { $day }. Another one is set up at the next sign-in.
assister_reinstate_ask_lead = This assister was suspended for cause, so two resource managers are needed. You ask now, with your reason. Another one agrees on the same page, or says no.
# $who (Name)
assister_reinstate_agree_lead = This assister was suspended for cause. { $who } asked to reinstate. If you agree, the assister can act again at once, as far as all dates are in force.
assister_ask_reinstatement = Ask to reinstate
assister_agree_reinstatement = Agree and reinstate
assister_drop_reinstatement = Do not reinstate
# $name (Name)
assister_drop_title = Do not reinstate { $name }
assister_drop_lead = The assister stays suspended. Somebody can ask again later.
assister_reinstate_lead = The assister can act again at once, as far as all dates are in force.
# $name (Name)
assister_decertify_title = Decertify { $name }
# $name (Name)
assister_recertify_title = Recertify { $name }
assister_recertify_lead = Enter the dates that are in force today. Associations with consumers work again at once.
assister_at_once = It takes effect at once, on every open page. Associations with consumers stay as they are.
# $consumers (Count)
assister_affected =
    { $consumers ->
        [one] One consumer has authorized this assister. Their page says from now on that the assister cannot act for them.
       *[other] { $consumers } consumers have authorized this assister. Their pages say from now on that the assister cannot act for them.
    }

## One account: its history

assister_life_cycle = Life cycle
assister_life_cycle_caption = Life cycle, newest first
assister_no_step = No step was recorded.
assister_step_column = Step
assister_state_after = State after it
# $step (Step: create, invite, withdraw, activate, suspend, suspend_for_cause, ask_reinstatement, drop_reinstatement, reinstate, open, reset_factor, end_sessions, merge, decertify, recertify)
assister_step =
    { $step ->
       *[create] Created
        [invite] Invited again
        [withdraw] Invitation withdrawn
        [activate] Activated
        [suspend] Suspended
        [suspend_for_cause] Suspended for cause
        [ask_reinstatement] Asked a second resource manager to reinstate
        [drop_reinstatement] Not reinstated
        [reinstate] Reinstated
        [open] Opened again
        [reset_factor] Second factor reset
        [end_sessions] All sessions ended
        [merge] Closed for another account
        [decertify] Decertified
        [recertify] Recertified
    }
assister_audit = Audit
assister_audit_caption = Who opened or changed this account, newest first
assister_audit_empty = Nobody has opened this account before.
assister_what = What happened
