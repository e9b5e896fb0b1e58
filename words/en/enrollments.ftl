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
enroll_agent = Agent of record
enroll_no_agent = None
# $name (Name), $number (Code): the National Producer Number
enroll_agent_named = { $name }, NPN { $number }
enroll_other_plan = Choose another plan
enroll_closed = Enrollment is not open today. The plan stays chosen until you can sign.
enroll_what_you_sign = What you sign
enroll_do = Enroll
enroll_not_now = Not now

## The text that is signed: whoever changes it gives it another version

# $exchange (Text): its name
enroll_text_ask = I ask { $exchange } to enroll the people listed here in this plan.
enroll_text_pay = I will pay the first premium to the insurance company. Coverage starts when it is paid.
enroll_text_credit = If tax credit is applied, I will file a federal tax return for the year and settle the credit there. I will report changes of income and household within 30 days.

## Your coverage

coverage_title = Your coverage
coverage_none = Nobody is enrolled in a plan yet. <a>Shop for plans</a>
coverage_acting = This is what was signed. The insurance company's answer is not shown to assisters; it comes from your desk.
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
coverage_more = More
coverage_alone = The consumer enrolled alone, at full price. You see no more of it here.
coverage_price = Monthly price
coverage_credit = Tax credit used
coverage_signed_on = Signed on
coverage_signature = Signature
