### "Your account": where the consumer stands.
### Readers: consumers

home_title = Your account
home_estimate = Not sure what to expect? <a>See what help you could get</a>. Nothing you type there is kept.
home_activity = Activity
home_activity_none = Nobody has opened or changed your data yet.
home_activity_all = See all activity

## The application

home_application = Application
home_application_none = Not started
home_application_none_more = Apply for health coverage and help paying for it.
home_application_start = Start application
# $percent (Percent): how much of it is filled in
home_application_draft = In progress, { $percent }
# $year (Year): the coverage year
home_application_draft_more = Your application for { $year } waits where you left it.
home_application_resume = Resume application
home_application_submitted = Submitted
# $year (Year): the coverage year, $day (Day): of submission
home_application_submitted_more = Your application for { $year } was submitted on { $day }.
home_application_view = View application

## The coverage

home_coverage = Coverage
home_enrolled = Enrolled
# $plan (Text): the plan's name, $day (Day): the first of coverage
home_enrolled_more = { $plan } from { $day }
# $plan (Text), $from (Day), $until (Day): the first and the last day
home_enrolled_until = { $plan } from { $from } to { $until }
home_enrolled_view = View coverage
home_not_enrolled = Not enrolled
# $stage (ShoppingStage: before, after): whether an application is submitted
home_not_enrolled_more =
    { $stage ->
       *[before] See plans and prices once your application is submitted.
        [after] You can look at plans and prices now.
    }
home_shop = Shop for plans

## The assister

home_assister = Your assister
# $name (Name), $kind (AssisterKind)
home_assister_who =
    { $kind ->
       *[broker] { $name }, broker
        [navigator] { $name }, navigator
        [cac] { $name }, certified application counselor
    }
# $day (Day)
home_assister_since = Authorized on { $day }
home_assister_none = Nobody can act for you. A certified assister helps for free.

## Notices

home_notices = Notices
home_notices_none = You have no unread notices.
