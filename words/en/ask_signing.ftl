### What is asked of whoever signs an application or an enrollment, of the tax credit, and of whoever ends coverage.
### Readers: consumers

ask_agree_application = I have read this and agree
    .missing = Check the box to agree to the rights and responsibilities.
ask_agree_enrollment = I have read this and agree
    .missing = Check the box to agree before you enroll.
# $expected (Text): the name as it is to be typed
ask_signature = Signature
    .hint = Type this: { $expected }
    .missing = Type this to sign: { $expected }
wrong_text_changed = The text that you sign changed since you opened the page. Read it again. Then check the box.
# $most (Money): the most there is for this plan
ask_credit = Tax credit to use each month
    .hint = Between $0 and { $most }. What you do not use now comes with your tax return.
# $most (Money)
wrong_credit = Enter an amount between $0 and { $most }.
ask_who_leaves = Whose coverage ends?
    .hint = One person can leave. The others keep the plan, and it costs less.
    .missing = Choose whose coverage ends.
# $first (Day), $last (Day): the days that it can be
ask_last_day = Last day of coverage
    .hint = A day from { $first } to { $last }.
    .missing = Enter the last day of coverage, from { $first } to { $last }.
# $first (Day), $last (Day)
wrong_day_between = Enter a day from { $first } to { $last }.
