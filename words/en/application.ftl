### The pages of an application around the questions: the task list, people, review, signature.
### Readers: consumers
### $kind (ApplicationKind: financial_assistance, full_price): with help paying costs, or at full price
### $year (Year): the plan year

## Task list

application_title = Application for health coverage and help paying costs
application_lead = You can stop at any time. What you have entered is kept, page by page.
# $kind (ApplicationKind), $year (Year), $percent (Count): how much is filled in
application_lead_draft =
    { $kind ->
        [financial_assistance] Coverage in { $year }, with help paying costs. { $percent } percent is filled in.
       *[full_price] Coverage in { $year }, at full price. { $percent } percent is filled in.
    }
# $kind (ApplicationKind), $year (Year), $day (Day)
application_lead_submitted =
    { $kind ->
        [financial_assistance] Coverage in { $year }, with help paying costs. Submitted on { $day }.
       *[full_price] Coverage in { $year }, at full price. Submitted on { $day }.
    }
application_resume = Resume application
application_results = View results
application_view = View application
application_closed = This application was submitted. It cannot be changed here.
application_closed_call = To correct an error or report a change, call:
application_tasks = What to do
application_others = Other applications
# $kind (ApplicationKind), $year (Year), $percent (Count): how much is filled in
application_other_draft =
    { $kind ->
        [financial_assistance] { $year }, with help paying costs: { $percent } percent filled in
       *[full_price] { $year }, at full price: { $percent } percent filled in
    }
# $kind (ApplicationKind), $year (Year), $day (Day)
application_other_submitted =
    { $kind ->
        [financial_assistance] { $year }, with help paying costs: submitted on { $day }
       *[full_price] { $year }, at full price: submitted on { $day }
    }

## The form that starts one

application_start = Start
application_start_again = Apply for another year
application_start_button = Start application
application_start_kind = Do you want help paying for coverage?
application_start_help = Yes, find out if we can get help paying costs
# $programs (Texts): the names of the state's programs
application_start_help_hint = This can be { $programs }, or a tax credit for a plan.
application_start_full = No, only plans at full price
application_start_full_hint = A short form without income.
application_start_acting = The application asks for help paying costs. A consumer who wants plans at full price applies alone.
application_start_which_year = For which year?
application_start_year = For coverage in { $year }.

## Tasks and their states

# $section (Section: start, applicants, household, income, coverage, review)
application_section =
    { $section ->
        [start] Start
        [applicants] Applicants
        [household] Household and taxes
        [income] Income
        [coverage] Other coverage
       *[review] Review and sign
    }
application_state_not_started = Not started
application_state_in_progress = In progress
application_state_attention = Needs attention
application_state_done = Completed
application_state_later = Answers are missing
application_state_ready = Ready to sign
# $done (Count), $all (Count)
application_pages_done = { $all ->
        [one] { $done } of { $all } page done
       *[other] { $done } of { $all } pages done
    }

## Pages

# $section (Section): the task that the page belongs to
application_above = <a>Application</a>: { application_section }
application_page_address = Where do you live?
application_page_contact = How can we reach you?
application_page_people = Who is in your household?
# $name (Name): whom the page is about
application_page_person = About { $name }
# $name (Name)
application_page_citizenship = Social Security number and citizenship: { $name }
# $name (Name)
application_page_history = Immigration: { $name }
# $name (Name)
application_page_about = More about { $name }
# $name (Name)
application_page_relationships = { $name } and the household
# $name (Name)
application_page_taxes = Income tax: { $name }
# $name (Name)
application_page_income = Income: { $name }
application_page_deductions = Deductions
application_page_expected = Income in { $year }
# $name (Name)
application_page_coverage = Other coverage: { $name }
application_save = Save and continue
application_save_exit = Save and exit
application_more_income = Add another income
application_more_deductions = Add another deduction
application_anyway = Continue and fix it later
application_show_number = Show the whole number
application_from_account = Filled in from your account. Change what is not right.
application_from_consumer = Filled in from the consumer's account. Change what is not right.
# $who (Text): who saved it, $when (Moment)
application_saved = Saved by { $who } on { $when }
application_number_title = Social Security number
application_number_kept = That the number was shown is kept under Activity, with the name of the person who looked at it.
application_number_hide = Hide the number and go back

## The list of people

application_person_off = Taken off the list
application_person_applies = Wants coverage
application_person_applies_not = Does not want coverage
application_person_attention = Needs attention
application_person_open = Open this person to answer what is missing.
application_person_remove = Remove
application_person_put_back = Put back
application_person_add = Add a person

## Two values side by side

application_stale_title = This page was saved since you opened it
# $who (Text): who saved it, $when (Moment)
application_stale = { $who } saved this page on { $when }, while you had it open. Compare and choose. Nothing is lost.
# $who (Text): who saved it, $when (Moment)
application_stale_own = { application_stale } If that was you, you saved it in another tab or window.
application_stale_mine = Keep what I typed
application_stale_theirs = Keep what is saved
application_stale_question = Question
application_stale_typed = What you typed
application_stale_saved = What is saved
application_stale_compared = Compared
application_stale_same = Same
application_stale_different = Different
application_stale_nothing = Nothing

## Review

application_review_title = Review your application
application_review_title_submitted = Your application
application_review_above = <a>Application</a>: Review and sign
application_review_problems = Before you can sign
# $page (Text): the page's heading, $problem (Text): what is wrong there, as a sentence
application_problem = { $page } – { $problem }
application_awaited = We cannot decide everything yet
application_awaited_lead = You can answer these now, or sign without. Then the agency asks for it.
application_answers = Answers
application_answers_none = Nothing entered
application_reviews = Review by the consumer
application_signed = Signed
application_signature = Signature
application_submitted_on = Submitted on
application_to_signature = Continue to signature
application_dispute = I did not review it
# $how (ReviewedHow: in_person, phone, video, other), $name (Text): who reviewed it, $by (Text): who recorded it, $day (Day)
application_reviewed =
    { $how ->
        [in_person] { $name } reviewed the application in person on { $day }. Recorded by { $by }.
        [phone] { $name } reviewed the application by phone on { $day }. Recorded by { $by }.
        [video] { $name } reviewed the application by video on { $day }. Recorded by { $by }.
       *[other] { $name } reviewed the application in another way on { $day }. Recorded by { $by }.
    }
# $how (ReviewedHow), $name (Text), $by (Text), $day (Day), $when (Moment): when the consumer said so
application_reviewed_not = { application_reviewed } On { $when } the consumer said that they did not. This record does not count.

## Signature

application_review_back = Review the application
application_record_title = Record the consumer's review
application_record_lead = The consumer must see the whole application, or have it read to them, before you submit it. This record is kept for ten years and is shown to the consumer.
application_sign_title = Sign and submit
application_sign_rights = Rights and responsibilities
application_sign_button = Sign and submit
application_sign_not_now = Not now
