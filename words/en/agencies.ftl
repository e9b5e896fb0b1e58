### Agencies and organizations, as resource managers see them: the list, a new one, one agency and what can be done to it.
### Readers: staff
### $agency (Text): the agency's name

## The list

agencies_title = Agencies
agencies_search = Search
agencies_search_hint = A part of the name
agencies_show_all = Show all agencies
agencies_all_kinds = All kinds
# $kind (AssisterKind)
agencies_of_kind =
    { $kind ->
       *[broker] Brokers
        [navigator] Navigators
        [cac] Certified application counselors
    }
agencies_caption = Agencies, in the order of names
agencies_none = No agency matches.
agencies_next_page = Next page
agencies_name = Name
agencies_kind = Kind of assisters
agencies_state_column = State
# $state (AgencyState: active, suspended)
agencies_state =
    { $state ->
       *[active] Active
        [suspended] Suspended
    }
agencies_may_act = Assisters may act today
agencies_assisters = Assister accounts
agency_people = Show its assisters

## A new agency

agency_create = Create agency
agency_new_note = An agency's assisters can act once it is certified and its contract is in force. You certify it on its page.

## One agency: what was done just now

agency_said_created = { $agency } was created. Certify it when all papers are there.
agency_said_corrected = { $agency } was corrected.
agency_said_certified = { $agency } is certified.
agency_said_suspended = { $agency } is suspended. None of its assisters has access from now on.
agency_said_reinstated = { $agency } is reinstated.
agency_said_merged = { $agency } was merged into another agency. Its assisters belong to that one now.

## One agency

agency_may_act = Its assisters may act today:
agency_all_in_force = Certification and contract are in force today. Each assister's own dates count beside them.
agency_certified = Certified on
agency_not_certified = Not yet
agency_contract = Contract
# $from (Day)
agency_contract_open = { $from }, without an end
agency_phone = Phone
agency_consumers = Consumers of its assisters
agency_created_on = Created on
agency_contacts = Whom to talk to
# $contact (ContactKind: primary, contract_manager, privacy, payment, signature)
agency_contact =
    { $contact ->
       *[primary] Primary contact
        [contract_manager] Contract manager
        [privacy] Privacy and security
        [payment] Payment coordinator
        [signature] Signs for the agency
    }
agency_merged_here = Merged into this one
agency_merged_into_field = Merged into
agency_back = Back to all agencies

## One agency: changing it

agency_change = Change the agency
agency_correct = Correct the details
agency_certify = Certify
agency_suspend = Suspend
agency_reinstate = Reinstate
agency_merge = Merge into another agency
agency_correct_title = Correct { $agency }
agency_correct_lead = The contract decides from the next request on whether its assisters may act.
agency_certify_title = Certify { $agency }
agency_certify_lead = The agency counts as certified from today on.
agency_suspend_title = Suspend { $agency }
agency_suspend_lead = All its assisters lose access at once, on every open page. Their own accounts and their consumers stay as they are.
agency_reinstate_title = Reinstate { $agency }
agency_reinstate_lead = Its assisters can act again at once, as far as their own dates are in force.
agency_merge_title = Merge { $agency } into another agency
agency_merge_lead = All its assisters will belong to the other agency, with their consumers. This one leaves the lists. This cannot be undone.
# $assisters (Count), $consumers (Count)
agency_affected = Affected now: { $assisters } assister accounts with { $consumers } consumers. The consumers' pages say from now on that the assister cannot act for them.

## Who keeps an agency's roster for it

administrators = Administrators
administrators_title = Administrators of { $agency }
administrators_lead = They keep the roster of the agency: they see its staff, approve access, and ask you for what only you can do. They see no consumer.
administrators_caption = Administrators, in the order of names
administrators_none = Nobody keeps the roster of this agency yet.
administrators_state_column = Access
administrators_active = Has access
administrators_ended = Access ended
# $until (Day)
administrators_invited = Invited, until { $until }
administrators_what = What you can do
administrators_invite_heading = Invite an administrator
administrators_invite = Invite
administrators_end = End access
administrators_restore = Give access again
administrators_one = Administrator
administrators_invited_one = Administrator invited
administrators_back = Back to the agency
# $name (Name)
administrators_end_title = End the access of { $name }
administrators_end_lead = It takes effect at once, on every open page. An invitation that was not used stops working.
# $name (Name)
administrators_restore_title = Give { $name } access again
administrators_restore_lead = The administrator can sign in again with the same password.
# $name (Name)
administrators_factor_title = Reset the second factor of { $name }
administrators_factor_reset = Second factor reset
# $name (Name)
administrators_sessions_title = End all sessions of { $name }
administrators_sessions_ended = All sessions ended
administrators_said_sessions = The administrator is signed out everywhere. An e-mail tells them.
administrators_said_factor = The second factor is reset. An e-mail tells the administrator.
administrators_said_invited = The invitation was sent. It works once, for 7 days.
administrators_said_end = The access is ended.
administrators_said_restore = The administrator has access again.
