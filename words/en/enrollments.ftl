### Signing for a plan, and the coverage that somebody has.
### Readers: consumers

## Review and enroll

enroll_title = Review and enroll
enroll_sample = <b>Sample plan.</b> Nobody is enrolled for real.
enroll_who = Who
enroll_plan = Plan
enroll_price_before = Monthly price before tax credit
enroll_most_credit = Most tax credit for this plan
enroll_price_after = Price with all of it
enroll_start = Coverage starts
enroll_not_open = Enrollment is not open
enroll_replaces = What it replaces
# $plan (Text), $day (Day): the last day of that plan
enroll_replaces_until = { $plan } ends on { $day }.
# $plan (Text)
enroll_replaces_before = { $plan } never starts.
# $plan (Text), $day (Day): its first day
enroll_replaces_whole = { $plan } started on { $day }. The new plan takes its place from the first day.
enroll_later = No plan yet
# $name (Name)
enroll_later_one = { $name }: choose a plan after you sign this one
# $credit (Money): a month
enroll_share = With { $credit } of tax credit for this plan, the rest is kept.
enroll_slider = The same as a slider
enroll_agent = Agent of record
enroll_no_agent = None
# $name (Name), $number (Code): the National Producer Number
enroll_agent_named = { $name }, NPN { $number }
enroll_other_plan = Choose another plan
enroll_closed = Enrollment is not open today. The plan stays chosen until you can sign.
enroll_what_you_sign = What you sign
enroll_do = Enroll
enroll_not_now = Not now

## How to reach the insurance company

# $carrier (Text), $phone (Phone)
carrier_call = Questions about the plan? Call { $carrier }: <tel>{ $phone }</tel>
# $carrier (Text)
carrier_pay = Pay { $carrier }

## The text that is signed: whoever changes it gives it another version

# $exchange (Text): its name
enroll_text_ask = I ask { $exchange } to enroll the people listed here in this plan.
enroll_text_pay = I will pay the first premium to the insurance company. Coverage starts when it is paid.
enroll_text_credit = If tax credit is applied, I will file a federal tax return for the year and settle the credit there. I will report changes of income and household within 30 days.

## Your coverage

coverage_title = Your coverage
coverage_none = Nobody is enrolled in a plan yet. <a>Shop for plans</a>
coverage_acting = This is what was signed. The insurance company's answer is not shown to assisters; it comes from your desk. Another plan can be chosen while enrollment is open; only the consumer ends coverage.
coverage_first_payment = Coverage begins when the first premium is paid to the insurance company. They send the bill.
coverage_who = Who is covered
coverage_carrier = Insurance company
coverage_state = Where it stands
# $state (EnrollmentState: cart, signed, sent, effectuated, failed, cancelled, terminated)
coverage_stands =
    { $state ->
        [signed] Signed, goes to the insurance company
        [sent] Sent to the insurance company
        [effectuated] Confirmed by the insurance company
        [failed] Not accepted by the insurance company
        [cancelled] Cancelled
        [terminated] Ended
       *[cart] Not signed
    }
coverage_last_day = Last day
coverage_not_in_force = Not in force
coverage_replaced = Another plan came in its place.
coverage_steps = What happened
# $happened (Happened: sent, effectuated, failed, cancelled, terminated, reinstated, broker_changed, member_left)
coverage_happened =
    { $happened ->
       *[sent] Sent to the insurance company
        [effectuated] Confirmed by the insurance company
        [failed] Not accepted by the insurance company
        [cancelled] Cancelled
        [terminated] Ended
        [reinstated] Given back, goes on without a gap
        [broker_changed] Another agent of record
        [member_left] One person leaves
    }
# $day (Day), $name (Name): whose act it was, $happened (Happened: sent, effectuated, failed, cancelled, terminated, reinstated, broker_changed, member_left)
coverage_step_by = { $day }, { $name }: { coverage_happened }
# $day (Day), $happened (Happened: sent, effectuated, failed, cancelled, terminated, reinstated, broker_changed, member_left)
coverage_step = { $day }: { coverage_happened }
# $day (Day), $name (Name): whose act it was, $reason (Text): what they wrote, $happened (Happened: sent, effectuated, failed, cancelled, terminated, reinstated, broker_changed, member_left)
coverage_step_because = { $day }, { $name }: { coverage_happened }. Reason: { $reason }
# $day (Day), $who (Name): whose act it was, $from (Day), $broker (Name), $number (Code): the National Producer Number
coverage_step_agent = { $day }, { $who }: From { $from } the agent of record is { $broker }, NPN { $number }
# $day (Day), $who (Name), $from (Day)
coverage_step_no_agent = { $day }, { $who }: From { $from } there is no agent of record
# $day (Day), $name (Name): whose act it was, $from (Day), $price (Money): a month, $credit (Money): of it used
coverage_step_left = { $day }, { $name }: One person leaves. From { $from } the plan costs { $price } a month, with { $credit } of tax credit used
coverage_policy = Policy number
coverage_leaves = Who leaves
# $name (Name), $day (Day): the last of coverage
coverage_leaves_after = { $name }, until { $day }
# $name (Name): who was taken out before the plan began
coverage_never_in = { $name }, never covered
# $plan (Text): its name
coverage_cancel = Cancel { $plan }
# $plan (Text)
coverage_end = End { $plan }
coverage_change_plan = Change to another plan
coverage_more = More
coverage_alone = The consumer enrolled alone, at full price. You see no more of it here.
coverage_price = Monthly price
coverage_credit = Tax credit used
coverage_signed_on = Signed on
coverage_signature = Signature

## Ending coverage

ending_title = End coverage
ending_cancel_title = Cancel coverage
# $day (Day): the first of coverage
ending_cancel_does = Coverage would start on { $day }. If you cancel, it never starts, and nobody is covered by this plan.
# $day (Day): the last of the year
ending_does = Choose the last day of coverage. If you do nothing, the plan goes on until { $day }.
ending_credit = The tax credit for this plan ends with it.
ending_no_window = You cannot enroll again just because a plan ended. You may have to wait until enrollment opens.
ending_other_plan = Do you want another plan? <a>Choose the other plan first</a>. It ends this one, and nobody is without coverage.
# $name (Name): who holds the policy, $exchange (Text), $phone (Phone)
ending_holder = The plan is in the name of { $name }, who cannot leave it alone. To do that, call { $exchange }: <tel>{ $phone }</tel>
ending_do_cancel = Cancel coverage
ending_do = End coverage
ending_keep = Keep this plan
# $exchange (Text), $phone (Phone)
ending_call = Not sure? Call { $exchange }: <tel>{ $phone }</tel>

## Mail to a consumer whose coverage the exchange gave back

# $plan (Text): its name, $start (Day): its first day, $exchange (Text), $phone (Phone)
mail_coverage_back =
    .subject = Your health plan goes on
    .body =
        { $exchange } gave your coverage back. Your plan { $plan } goes on from { $start } without a gap.

        Your insurance company hears of it from us, and sends you the bill. Sign in and open "Your coverage" to see the plan and the reason.

        If you did not want this, you can end the plan there. Questions? Call { $exchange } at { $phone }.

## Mail to a consumer whose plan an assister changed

# $assister (Name), $old (Text), $new (Text): the plans' names, $start (Day): the first day of the new one, $exchange (Text), $phone (Phone)
mail_plan_changed =
    .subject = { $assister } changed your health plan
    .body =
        { $assister } chose another plan for you. You were in { $old }. From { $start } you are in { $new }.

        Sign in and open "Your coverage" to see both plans. You can change the plan again while enrollment is open, or cancel it before it starts.

        If you did not want this, open "Your assister" and remove the assister. Then call { $exchange } at { $phone }.
