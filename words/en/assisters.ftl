### Assister accounts, as resource managers see them: the list, a new one, one account.
### Readers: staff
### $state (AccountState: invited, active, suspended, decertified)

## The list

assisters_title = Assister accounts
assisters_create = Create assister account
assisters_search = Search
assisters_search_hint = A name, or a whole reference number, NPN, assister ID or e-mail
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
assister_said_decertified = { $name } is decertified and has no access from now on.
# $name (Name)
assister_said_recertified = { $name } is certified again.

## One account: may it act

# Before yes or no with its color.
assister_may_act = May act today:
assister_all_in_force = Everything that is needed is in force today.
assister_not_today = Not today, because:
assister_account = Account
assister_certified = Certified
# $from (Day), $until (Day)
assister_certified_from_until = { $from } to { $until }
# $from (Day)
assister_certified_from = { $from }, its end is not recorded
# $until (Day)
assister_certified_until = Until { $until }, its first day is not recorded
assister_training = Training and assessment passed
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
assister_consumers = Consumers now
assister_created_on = Created on
assister_invitation = Invitation
# $until (Moment)
assister_invitation_until = Valid until { $until }

## One account: changing it

assister_change = Change the account
assister_not_activated = The assister has not used the registration code yet. A new invitation ends the one before.
assister_invite_again = Send a new invitation
assister_at_once = It takes effect at once. Associations with consumers stay as they are.
assister_reason = Reason
assister_reason_hint = Kept with the account's history. Up to 500 letters.
assister_suspend = Suspend
assister_reinstate = Reinstate
assister_decertify = Decertify
assister_recertify = Recertify
assister_back = Back to all assister accounts

## One account: its history

assister_life_cycle = Life cycle
assister_life_cycle_caption = Life cycle, newest first
assister_no_step = No step was recorded.
assister_when = When
assister_step_column = Step
assister_state_after = State after it
assister_by = By
# $step (Step: create, invite, activate, suspend, reinstate, decertify, recertify)
assister_step =
    { $step ->
       *[create] Created
        [invite] Invited again
        [activate] Activated
        [suspend] Suspended
        [reinstate] Reinstated
        [decertify] Decertified
        [recertify] Recertified
    }
assister_audit = Audit
assister_audit_caption = Who opened or changed this account, newest first
assister_audit_empty = Nobody has opened this account before.
assister_what = What happened
