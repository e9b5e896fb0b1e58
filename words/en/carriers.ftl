### Files to carriers and what they answer: the page of the exchange's staff, and what the command says.
### Readers: staff
### $fault (AnswerFault: not_understood, not_for_us, other_usage, other_sender, unknown_policy, other_carrier, other_plan, other_people, other_day, other_premium, wrong_state, last_day, reinstated, not_an_answer, unknown_file, rejected, other_verdict)
### $difference (Difference: not_at_carrier, unknown_here, not_confirmed, no_coverage_here, twice, other_plan, other_people, other_first_day, other_last_day, other_premium, other_credit, other_broker)
### $trouble (TransportFault: not_reached, host_key, key_refused, cut, no_folder, no_leave, no_room, not_taken, different, missing, too_large, not_put_aside)
### $verdict (FileVerdict: received, accepted, accepted_with_errors, partly_accepted, rejected)

nav_carriers = Carriers
carriers_title = Carrier files
carriers_lead = Enrollments go to carriers in 834 files. Here you see what was sent, what the carriers answered, and what waits for you.
carriers_asked_again = The same file is written once more with the next round, under its own number.
carriers_goes_again = What was refused is due again. It goes out with the carrier's next file, under a new number.
carriers_settled = It is settled.

carriers_due_heading = Waiting to be sent
carriers_due_none = Nothing waits.
carriers_carrier = Carrier
carriers_due_count = Enrollments
carriers_due_since = The oldest from
carriers_due_paused = Tried in vain

carriers_ways_heading = How files get there
carriers_ways_none = No file goes to a carrier yet.
carriers_way = By
carriers_way_out = To the carrier
carriers_way_in = From the carrier
carriers_way_folder = The folder; somebody carries them on
# $host (Text): the carrier's server
carriers_way_sftp = SFTP to { $host }
# $host (Text): the carrier's server
carriers_way_sftp_missing = The folder; this build has no SFTP to { $host }
carriers_way_by_hand = Taken by hand
carriers_way_unused = Not used yet
carriers_way_works = Works
# $at (Moment)
carriers_way_last = Last on { $at }
carriers_way_stopped = Nothing gets through
# $since (Moment), $tried (Count)
carriers_way_since =
    { $tried ->
        [one] Since { $since }, tried once
       *[other] Since { $since }, tried { $tried } times
    }
# $at (Moment)
carriers_way_next_try = Tried again on { $at }
# $files (Count), $since (Moment)
carriers_way_waiting =
    { $files ->
        [one] One file waits since { $since }
       *[other] { $files } files wait, the oldest since { $since }
    }
carriers_trouble =
    { $trouble ->
       *[not_reached] The server does not answer.
        [host_key] The server shows another key than the one we know. Nothing was sent.
        [key_refused] The server does not take our key.
        [cut] The connection broke off.
        [no_folder] The folder or the file is not there.
        [no_leave] The server gives no leave.
        [no_room] The server's disk is full.
        [not_taken] The server did not take the file.
        [different] Another file lies there under the same name.
        [missing] The file is not in our folder as it was written.
        [too_large] The file is too large to be taken by itself.
        [not_put_aside] The file was taken and cannot be moved away there.
    }
carriers_trouble_next =
    { $trouble ->
       *[not_reached] It is tried again by itself. After an hour, call the carrier.
        [host_key] Call the carrier at a number you know. Ask for its key before anybody changes ours.
        [key_refused] Ask the carrier to enter our public key for our user name.
        [cut] It is tried again by itself. After an hour, call the carrier.
        [no_folder] Ask the carrier which folder is meant.
        [no_leave] Ask the carrier for leave to write, list and rename in the folder.
        [no_room] Ask the carrier to make room. Then it goes by itself.
        [not_taken] Ask the carrier what is wrong there. Then it goes by itself.
        [different] Ask the carrier what it has. When it takes that away, ours goes by itself.
        [missing] Choose "Send again" beside the file. For an audit, have another one written.
        [too_large] Have it taken with "assent edi import".
        [not_put_aside] Ask the carrier for leave to make the folder "taken" and to move files.
    }

carriers_open_heading = To look at
carriers_open_none = Every answer of the carriers was carried out.
carriers_open_lead = These answers match nothing that was sent, or were not understood. Nothing was changed by them. See each through, then settle it.
carriers_open_what = What is wrong
carriers_open_next = What to do
carriers_open_where = Where
carriers_open_came = Came on
# $file (Text): the name of the file
# $interchange (Count)
# $segment (Count)
carriers_open_place = { $file }, interchange { $interchange }, segment { $segment }
carriers_open_policy = Policy
carriers_settle = Settle
carriers_settle_title = Settle a carrier's answer
carriers_settle_how = How it was settled
carriers_settle_hint = For example: "Called the carrier on 3 Dec; the plan was mixed up there, a new confirmation comes."
carriers_unknown_carrier = Unknown

carriers_files_heading = Files
carriers_files_caption = Files to carriers, the newest first
carriers_files_none = No file went to a carrier yet.
carriers_file = File
carriers_file_count = Enrollments in it
# $year (Year): the plan year
carriers_file_audit = Audit of { $year }
carriers_file_written = Written
# $at (Moment)
carriers_file_arrived = At the carrier on { $at }
# $at (Moment)
carriers_file_waits = Waits to be sent since { $at }
carriers_file_answer = Answer
carriers_file_today = Not answered yet
# $days (Count): days since
carriers_file_unanswered =
    { $days ->
        [one] Not answered for one day
       *[other] Not answered for { $days } days
    }
carriers_verdict =
    { $verdict ->
       *[received] Received, not answered yet
        [accepted] Accepted
        [accepted_with_errors] Accepted, with errors
        [partly_accepted] Partly accepted
        [rejected] Refused
    }
carriers_file_again_due = Goes again with the next round
# $day (Day)
carriers_file_again_on = Sent again on { $day }
carriers_again = Send again
# What stands as the reason when a transaction that was refused is sent again.
carriers_sent_again = It goes again with the next file.
# $most (Count)
carriers_files_more = The newest { $most } files are listed. The command "assent edi status" lists more.

carriers_fault =
    { $fault ->
       *[not_understood] Not understood
        [not_for_us] Addressed to somebody else
        [other_usage] A test file among real ones, or a real one among tests
        [other_sender] It lay on another carrier's server
        [unknown_policy] No enrollment has this policy number
        [other_carrier] The enrollment is another carrier's
        [other_plan] Another plan than was sent
        [other_people] Other people than were sent
        [other_day] Coverage begins on another day
        [other_premium] Another premium and credit, in cents
        [wrong_state] It does not follow from where the enrollment stands
        [last_day] Coverage cannot end on this day
        [reinstated] The carrier takes ended coverage back
        [not_an_answer] Nothing that carriers send
        [unknown_file] No file of ours has this number
        [rejected] The carrier's system did not take it: its number, and segments with their places
        [other_verdict] Another answer about the same file came before
    }
carriers_next_step =
    { $fault ->
       *[not_understood] Ask the carrier for a corrected file.
        [not_for_us] Tell the carrier that it came here.
        [other_usage] Ask the carrier which it is.
        [other_sender] Ask both carriers how it got there.
        [unknown_policy] Ask the carrier which enrollment is meant.
        [other_carrier] Ask the carrier which enrollment is meant.
        [other_plan] Compare with what was sent, and call the carrier.
        [other_people] Compare with what was sent, and call the carrier.
        [other_day] Compare with what was sent, and call the carrier.
        [other_premium] Compare with what was sent, and call the carrier.
        [wrong_state] See how it stands, and call the carrier.
        [last_day] Ask the carrier for the right day.
        [reinstated] Decide with the consumer. Give the coverage back here by its policy number, or tell the carrier that it stays ended.
        [not_an_answer] Tell the carrier that it was not carried out.
        [unknown_file] Ask the carrier which file is meant.
        [rejected] Call the carrier. Send it again when what it names is mended, here or there.
        [other_verdict] Ask the carrier which answer counts.
    }

## Reconciliation

audits_title = Reconciliation
audits_about = Carriers send audit files: all coverage as they know it. Each is compared with what stands here when it is taken. Nothing is changed by it.
audits_caption = The newest audit file of each carrier
audits_none = No carrier sent an audit file yet. The command "assent edi import" takes one.
audits_made_on = Made on
audits_policies = Policies
audits_differences = Differences
audits_see = See the differences
audits_back = Carrier files
audits_all = All carriers
# $carrier (Text): its name
audits_of = Reconciliation with { $carrier }
# $file (Text): its name, $made (Day), $policies (Count), $taken (Day)
audits_lead =
    { $policies ->
        [one] { $file } was made on { $made } and has one policy. It was compared on { $taken }.
       *[other] { $file } was made on { $made } and has { $policies } policies. It was compared on { $taken }.
    }
audits_agree = Both sides agree.
audits_what = Difference
audits_ours = Here
audits_theirs = At the carrier
audits_csv = Download as CSV
audits_xlsx = Download as XLSX
# $shown (Count), $all (Count)
audits_more = The first { $shown } of { $all } differences are listed. The files have all.
audits_difference =
    { $difference ->
       *[not_at_carrier] The carrier does not have it
        [unknown_here] No enrollment has this policy number
        [not_confirmed] The carrier has it and never confirmed it
        [no_coverage_here] The carrier has it; here it is cancelled or refused
        [twice] It stands in the file more than once
        [other_plan] Another plan
        [other_people] Other people
        [other_first_day] Another first day
        [other_last_day] Another last day
        [other_premium] Another premium a month
        [other_credit] Another tax credit a month
        [other_broker] Another broker of record
    }
audits_next_step =
    { $difference ->
       *[not_at_carrier] Ask the carrier whether it has the 834. If not, send that file again.
        [unknown_here] Ask the carrier where it has this policy from.
        [not_confirmed] Ask the carrier for its confirmation.
        [no_coverage_here] Ask the carrier whether it has the cancellation. If not, send that file again.
        [twice] Ask the carrier which one counts.
        [other_plan] Compare with what was sent, and call the carrier.
        [other_people] Compare with what was sent, and call the carrier.
        [other_first_day] Compare with what was sent, and call the carrier.
        [other_last_day] Ask the carrier whether it has the end. If not, send that file again.
        [other_premium] Compare with what was sent, and call the carrier.
        [other_credit] Compare with what was sent, and call the carrier.
        [other_broker] Compare with what was sent, and call the carrier.
    }

## Coverage that comes back

reinstate_title = Give coverage back
reinstate_link = Give back coverage that was ended
reinstate_lead = For coverage that was ended by mistake, or that the carrier takes back. It goes on without a gap.
reinstate_who = First make sure who asks. The policy number stands in "Your coverage" of the consumer, and in the carrier's files.
reinstate_policy = Policy number
reinstate_policy_hint = Type all of it. This page does not say whose it is.
reinstate_policy_missing = Type the policy number.
reinstate_policy_unknown = No plan has this policy number. Compare it with the carrier's file, or ask the consumer again.
reinstate_look = Look at the plan
reinstate_plan = Plan
reinstate_state = Where it stands
reinstate_from = First day
reinstate_until = Last day
reinstate_people = People in it
reinstate_does = The coverage goes on from its first day as if it had never ended. The carrier hears of it with the next file. The consumer gets an e-mail.
reinstate_reason_hint = The consumer reads it in "Your coverage". Up to 500 letters.
reinstate_do = Give coverage back
reinstate_other = Another policy number
reinstate_said = The coverage is given back. The carrier and the consumer are told.
