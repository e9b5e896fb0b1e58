### Report a change: what happened after an application was submitted, and what it lets people do.
### Readers: consumers
### $event (LifeEvent: birth, adoption, marriage, divorce, lost_coverage, job_offer_ends, move, income, low_income, citizenship, release, exchange_error)

changes_title = Report a change
changes_lead = Tell us what happened. What you sent us before stays as it was. You fill in what is new, sign, and see your new results.
changes_which = What happened?
# $year (Year)
changes_no_case = You can report a change after you send an application for { $year }.
changes_on = Day
changes_signed = You signed on
changes_until = Time to choose a plan
changes_open_until = Until
changes_over = Over since
# $days (Count)
changes_days_after = { $days } days after it
changes_no_credit = There is no tax credit with a plan that you choose because of it.
changes_told = Changes you told us
changes_waits = A change that you did not sign yet
# $on (Day), $percent (Count): how much is filled in
changes_open = { plans_event }: { $on }. { $percent } percent is filled in.
changes_go_on = Go on
changes_drop = Throw it away
# $exchange (Text), $phone (Phone)
changes_call = Something else, or not sure? Call { $exchange }: <tel>{ $phone }</tel>.
changes_event_lead = Tell us the day. Then we ask for what is new.
# $days (Count)
changes_days_to_choose = You have { $days } days to choose a plan, counted from that day.
# $start (EffectiveRule: first_of_month_after_selection, day_of_event, first_of_month_after_loss)
changes_starts =
    { $start ->
        [day_of_event] Your new plan starts on the day it happened.
        [first_of_month_after_loss] Your new plan starts on the first of the month after the old coverage ends. It starts later if you choose it later.
       *[first_of_month_after_selection] Your new plan starts on the first of the month after you choose it.
    }
# $days (Count)
changes_proof = We ask for a paper that shows it. You send it as a file or photo in the { $days } days after you sign.
changes_begin = Continue
changes_back = Back to all changes
# $on (Day)
changes_changing = Change: { plans_event }, { $on }
# $percent (Count)
changes_draft_lead = We ask for what is new. { $percent } percent is filled in.
# $on (Day), $signed (Day)
changes_submitted_lead = { plans_event }: { $on }. You signed on { $signed }.
# $on (Day), $year (Year)
changes_result_lead = { plans_event }: { $on }. Before and now, for { $year }:
changes_result_person = Person
changes_result_before = Before
changes_result_now = Now
changes_result_credit = Tax credit a month, at most
changes_result_nothing = Not in the application
# $until (Day)
changes_result_choose = You can choose a plan until { $until }.
# $until (Day)
changes_result_over = The time to choose a plan because of it was over on { $until }.
# $first (Day), $last (Day): the days that it can be
ask_event_day =
    { $event ->
        [birth] Day of birth
        [lost_coverage] Last day of the old coverage
        [job_offer_ends] Last day of the job's plan
        [release] Day of release
        [adoption] Day when the child joined you
        [marriage] Day of the wedding
        [divorce] Day when it happened
        [income] Day when it changed
        [low_income] Day when it changed
        [citizenship] Day of the new status
        [exchange_error] Day when it happened
       *[move] Day of the move
    }
    .hint = A day from { $first } to { $last }.
    .missing = Enter a day from { $first } to { $last }.

## Proofs

changes_proof_column = Proof
# $day (Day)
changes_proof_by = Send it by { $day }
# $day (Day)
changes_proof_late = Late: it was due on { $day }
# $files (Count)
changes_proof_sent =
    { $files ->
        [one] One file sent
       *[other] { $files } files sent
    }
changes_proof_none = Not asked for
changes_proof_open = Proof
changes_proof_title = Proof of a change
# $days (Count)
changes_proof_lead = Send a paper that shows it. You have { $days } days after you sign the change. Only you and our staff can open it.
changes_proof_what =
    { $event ->
        [birth] For example: a birth certificate, or a letter of the hospital.
        [adoption] For example: the court's order, or a letter of the agency.
        [marriage] For example: a marriage certificate.
        [divorce] For example: the court's decision, or a death certificate.
        [lost_coverage] For example: a letter of the old insurance company with the last day.
        [job_offer_ends] For example: a letter of the employer with the last day.
        [move] For example: a lease, or a bill with the new address and the old one.
        [income] For example: a pay stub.
        [low_income] For example: a pay stub.
        [citizenship] For example: the naturalization certificate, or the card with the new status.
        [release] For example: the release papers.
       *[exchange_error] For example: a letter of ours.
    }
changes_proof_file = File or photo
changes_proof_file_hint = PDF, JPEG or PNG, up to 10 megabytes. On a phone you can take a photo.
changes_proof_send = Send file
changes_proof_kept = Files that you sent
# $kind (ProofKind: pdf, jpeg, png)
changes_proof_kind =
    { $kind ->
       *[pdf] PDF
        [jpeg] Photo
        [png] Picture
    }
changes_proof_download = Download
changes_proof_added = Sent on
changes_proof_size = Size
# $kilobytes (Count)
changes_proof_kilobytes = { $kilobytes } KB
changes_proof_said = We have your file.
# $fault (ProofFault: empty, too_large, other_kind, cut_off, something_else, active)
changes_wrong_proof =
    { $fault ->
       *[empty] Choose a file, or take a photo.
        [too_large] The file is larger than 10 megabytes. Take a smaller photo, or send the pages one by one.
        [other_kind] This is no PDF, JPEG or PNG. Save it as one of them, or take a photo of the paper.
        [cut_off] The end of the file is missing. Send it again.
        [something_else] Something else is hidden in this file. Take a photo of the paper, and send that.
        [active] There are programs in this PDF. Print it to a new PDF, or take a photo of it.
    }
