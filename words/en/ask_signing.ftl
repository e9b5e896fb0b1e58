### What is asked of whoever signs an application or an enrollment, and of the tax credit.
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
