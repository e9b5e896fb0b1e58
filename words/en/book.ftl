### The list of consumers who authorized an assister, and the page of one of them.
### Readers: staff

## The list

book_title = My consumers
# $number (Code): by which consumers find the assister
book_reference_number = Your reference number: <b>{ $number }</b>. Consumers enter it under Your assister to authorize you.
book_search = Search by name
book_search_now = Search
book_show_everybody = Show everybody
book_filter = Filter by where they stand
book_everybody = All
# $stage (Stage: not_started, in_progress, submitted, enrolled, ended)
book_stage =
    { $stage ->
       *[not_started] Not started
        [in_progress] In progress
        [submitted] Submitted, not enrolled
        [enrolled] Enrolled
        [ended] Ended
    }
book_caption = Consumers who authorized you
book_name = Name
book_authorized_on = Authorized on
book_application = Application
book_determination = Initial determination
book_plan = QHP
book_next_step = Next step
book_next_page = Next page
book_none_of_this_name = Nobody in your list has this name.
book_none_at_this_stage = Nobody in your list stands here.
book_none_yet = Nobody has authorized you yet. Give consumers your reference number: they enter it under Your assister.
book_funnel = Where your consumers stand
book_funnel_shows = Consumers at each step, from not started to enrolled.

## Where a consumer stands

book_submitted = Submitted
book_submitted_undecided = Submitted, not decided yet
book_ended = Association ended
book_not_enrolled = Not enrolled
# $plan (Text): its name, $from (Day)
book_enrolled_from = Enrolled: { $plan } from { $from }
# $plan (Text), $from (Day), $until (Day): the first and the last day
book_enrolled_until = Enrolled: { $plan } from { $from } to { $until }

## Whose tax credit stops, because nobody confirms it

book_losing = Tax credit stops
# $credit (Money): a month, $year (Year)
book_credit_stops = Loses { $credit } of tax credit a month when { $year } begins, unless they apply for { $year } and choose a plan
# $credit (Money): a month
book_credit_stopped = Renewed without { $credit } of tax credit a month: nobody has confirmed it yet
book_none_losing = Nobody in your list loses tax credit.
# $day (Day)
book_renewed_on = Renewed by the exchange on { $day }. Nobody signed.

## The next step

# $consumer (Name)
book_start_for = Start application<sr> for { $consumer }</sr>
# $consumer (Name)
book_resume_for = Resume application<sr> for { $consumer }</sr>
# $consumer (Name)
book_results_for = View results<sr> for { $consumer }</sr>
# $consumer (Name)
book_coverage_for = View coverage<sr> for { $consumer }</sr>
book_start = Start application
book_resume = Resume application
book_results = View results
book_coverage = View coverage

## One consumer

book_what_next = What to do next
book_way = The way so far
book_authorized_you_on = Authorized you on
book_started_on = Application started on
book_submitted_on = Application submitted on
# $percent (Percent)
book_in_progress = In progress, { $percent }
# $plan (Text): its name
book_enrolled_in = Enrolled: { $plan }
# $from (Day)
book_from = From { $from }
# $from (Day), $until (Day)
book_from_until = From { $from } to { $until }
# $day (Day)
book_signed_on = Signed on { $day }
book_initial_only = This is the initial status. It may have changed since. For the present status, call your desk.
book_contact = Contact details
book_email = E-mail
book_phone = Phone
book_not_given = Not given
book_not_here = What the portal does not do
book_no_change = <a>Correct an error or report a change</a> after the application was submitted
book_no_status = <a>Show the present case status</a>
book_no_end = <a>End the association</a> for you
# $desk (Text): its name, $phone (Phone)
book_by_desk = Each of these goes through your desk: { $desk }, <tel>{ $phone }</tel>.

## An initial determination in short: one fact a line

short_nothing = Nothing found
# $credit (Money): a month
short_credit = Tax credit (APTC) of { $credit } a month
short_credit_open = Tax credit (APTC)
short_costs_73 = Lower costs (CSR 73)
short_costs_87 = Lower costs (CSR 87)
short_costs_94 = Lower costs (CSR 94)
short_costs_zero = No costs (CSR zero)
short_costs_limited = No costs at Indian health providers (CSR limited)
# $program (Text): what the state calls it, $people (Count)
short_program = { $program }: { $people }
# $people (Count)
short_full_price = QHP at full price: { $people }
# $people (Count)
short_referred = Referred to the agency: { $people }
# $people (Count)
short_undecided = Not decided yet: { $people }
