### What stands around every page, and what an error page says besides the error.
### Readers: consumers

page_skip = Skip to main content
# $title (Text): the page's title, $exchange (Text): the exchange's name
page_title = { $title } | { $exchange }
# $title (Text): the page's title, $exchange (Text): the exchange's name
page_title_error = Error: { $title } | { $exchange }
page_practice = Practice data
page_practice_note = Every person and carrier here is made up.
page_product = Assister portal
# $name (Name): the person, $who (Who)
page_signed_in = Signed in as <b>{ $name }</b> ({ who })
page_sign_out = Sign out
page_acting = Acting for a consumer
# $consumer (Name): whom the assister helps
page_acting_for = You are acting for <b>{ $consumer }</b>
page_back_to_consumers = Back to my consumers
page_need_help = Need help?
page_promise = Nothing is done for a consumer without the consumer's consent. Everything that is done can be seen.

## Navigation

nav_primary = Primary
nav_estimate = Estimate help
nav_create_account = Create account
nav_sign_in = Sign in
nav_home = Your account
nav_application = Application
nav_plans = Plans
nav_assister = Your assister
nav_activity = Activity
nav_consumers = My consumers
nav_assisters = Assister accounts
nav_invite = Invite
nav_find_assister = Find an assister
nav_agencies = Agencies
nav_setup = Set-up
nav_requests = Requests
nav_roster = Roster
nav_profile = Your profile

## Error pages

error_what_to_do = What you can do
# $desk (Text): the desk's name, $phone (Phone)
error_desk = Your desk: { $desk }, <tel><b>{ $phone }</b></tel>.
error_sign_in = Sign in
error_back_to_consumer = Back to this consumer
error_start_page = Go to the start page
# $code (Code): the error's name
error_note = For the person who helps you: { $code }.
# $code (Code): the error's name, $rule (Code)
error_note_rule = For the person who helps you: { $code }, rule { $rule }.
# $code (Code): the error's name, $request (Code): a number
error_note_request = For the person who helps you: { $code }, request { $request }.
# $code (Code): the error's name, $rule (Code), $request (Code): a number
error_note_whole = For the person who helps you: { $code }, rule { $rule }, request { $request }.
