### "See what help you could get": the form and its result, for everybody.
### Readers: consumers
### $number (Count): of the person in the form

## The form

what_if_title = See what help you could get
what_if_lead = Tell us about your household. We show which programs fit and what plans could cost.
what_if_no_account = You need no account. Nothing you type here is kept.
what_if_is_estimate = This is an estimate. Only an application gives a result that counts.
# $phone (Phone): of the exchange
what_if_assumes = We assume that everybody is a U.S. citizen and lives in the state. If not, or to ask a person, call <tel>{ $phone }</tel>.
what_if_show = Show my estimate
what_if_first_person = Person { $number }: you, or the person you help
what_if_person = Person { $number }
what_if_offer = Prices of coverage from a job <sr>of person { $number }</sr>
what_if_ticks = Tick what is true for person { $number }
what_if_remove = Remove person { $number }
what_if_whom_to_add = Add everybody you live with as a family. Add everybody on the same tax return, too. Also add those who do not want coverage.
what_if_add = Add a person
# $refusal (Text): why not now, as a sentence, $phone (Phone): of the exchange
what_if_too_many = { $refusal } Or call us at { $phone }. Your answers are still here.

## The result

what_if_result_title = What help you could get
# $year (Year): of coverage
what_if_for_year = An estimate for coverage in { $year }. Nothing was kept.
what_if_assumed = We assumed that everybody is a U.S. citizen and lives in the state. The result that counts comes when you apply. It can differ, because the application asks more.
# $rules (Code): name and version
what_if_note = This is an estimate with the rules of today ({ $rules }). Only the income changes in it.
what_if_prices = Rough prices of plans
what_if_prices_for = For
what_if_credit = Tax credit a month, at most
what_if_benchmark = Benchmark plan a month
what_if_bronze = Bronze plan with the lowest price
what_if_silver = Silver plan with the lowest price
what_if_prices_unknown = The prices of this year are not known yet
what_if_no_plan = No such plan in this county
# $price (Money): after the tax credit
what_if_price = { $price } a month
# $price (Money): without tax credit
what_if_price_before = { $price } before the tax credit
# $plan (Text): its name, $carrier (Text): the insurance company
what_if_plan = { $plan }, { $carrier }
# $made (Made: real, for_practice)
what_if_prices_note =
    { $made ->
        [for_practice] The plans are made up for practice. Prices are for everybody named above in one plan, with the whole tax credit used.
       *[real] Prices are for everybody named above in one plan, with the whole tax credit used.
    }
what_if_next = What to do next
what_if_next_assister = To get a result that counts, open the consumer's application. Whoever has not authorized you yet needs your reference number for it.
# $phone (Phone): of the exchange
what_if_next_apply = Apply to get a result that counts. A certified assister can help you and costs nothing. To find one, or to ask a question, call <tel>{ $phone }</tel>.
what_if_create_account = Create account
what_if_sign_in = Sign in
what_if_application = Go to your application
what_if_assister = Your assister
what_if_consumers = Back to my consumers
what_if_change = Change my answers
