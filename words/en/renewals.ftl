### Plans that go on into the next year because nobody chose another.
### Readers: consumers
### $year (Year): the plan year
### $credit (Money): tax credit a month
### $exchange (Text): its name
### $phone (Phone): the exchange's

## Before it: what happens to the tax credit if nobody acts

# $credit (Money), $year (Year)
credit_stops = Your tax credit of { $credit } a month stops when { $year } begins, unless you act. To keep getting help, apply for { $year }. Then choose your plan.
# $year (Year), $from (Day), $until (Day): the first and the last day of open enrollment
credit_choose_between = You can choose a plan for { $year } from { $from } to { $until }.
credit_act = Apply for { $year }

## After it: what went on, and what it costs

# $year (Year), $day (Day): of the renewal
renewed_why = You had not chosen a plan for { $year }. So { $exchange } kept you covered. It did this on { $day }.
renewed_before = Before
renewed_now = Now
renewed_signature = Nobody signed. The plan goes on by itself.
renewed_on = Renewed on
# $price (Money), $credit (Money): a month
renewed_price = { $price } a month after { $credit } of tax credit
# $day (Day): the last of open enrollment
renewed_until = Do you want another plan? You can choose one until { $day }.

## When the tax credit stopped with it

# $credit (Money), $year (Year)
credit_stopped = Your tax credit of { $credit } a month has stopped. The law asks you to confirm your facts for { $year } first.
# $year (Year)
credit_apply = To get help again, apply for { $year }. Then come back to this page and keep your plan.
credit_ready = You have a result for { $year }. Choose "Keep this plan" to see the new price, and sign.
keep_plan = Keep this plan
renewed_call = Do you have questions, or is enrollment closed? Call { $exchange }: <tel>{ $phone }</tel>

## When a plan cannot go on

# $reason (NotRenewed: plan_ends, not_sold, medicare, not_eligible, no_case), $day (Day): the last of coverage
missed_why =
    { $reason ->
       *[plan_ends] This plan ends on { $day }, and no other plan follows it.
        [not_sold] This plan ends on { $day }. The plan that follows it is not sold where you live.
        [medicare] This plan ends for you on { $day }. You turn 65, so Medicare may cover you.
        [not_eligible] This plan ends on { $day }. Your newest result gives you other coverage.
        [no_case] This plan ends on { $day }. There is no open application for it.
    }
# $reason (NotRenewed: plan_ends, not_sold, medicare, not_eligible, no_case), $year (Year)
missed_next =
    { $reason ->
       *[plan_ends] Choose another plan for { $year }, so that you stay covered.
        [not_sold] Choose another plan for { $year }, so that you stay covered.
        [medicare] Sign up for Medicare. If you cannot get it, apply for { $year } and choose a plan.
        [not_eligible] Look at your result to see what you can get.
        [no_case] Apply for { $year }, then choose a plan.
    }

## Mail

# $year (Year), $old (Text), $was (Money), $used (Money): plan, price after credit and credit before, $new (Text), $price (Money), $credit (Money): the same now, $start (Day), $until (Day), $exchange (Text), $phone (Phone)
mail_renewed =
    .subject = Your health plan goes on in { $year }
    .body =
        You have not chosen a health plan for { $year }. So your plan goes on from { $start }.

        Before: { $old }, { $was } a month after { $used } of tax credit.

        Now: { $new }, { $price } a month after { $credit } of tax credit.

        You need not do anything. Do you want another plan? Sign in and choose one until { $until }.

        Do you have questions? Call { $exchange } at { $phone }.
# $year (Year), $old (Text), $was (Money), $used (Money): plan, price after credit and credit before, $new (Text), $price (Money): the same now, $start (Day), $until (Day), $exchange (Text), $phone (Phone)
mail_renewed_without_credit =
    .subject = Act now: your tax credit stops in { $year }
    .body =
        You have not chosen a health plan for { $year }. So your plan goes on from { $start }, but without tax credit.

        Before: { $old }, { $was } a month after { $used } of tax credit.

        Now: { $new }, { $price } a month. You pay all of it.

        To get help again, sign in and apply for { $year }. Then open "Your coverage" and keep your plan, or choose another one. Do it until { $until }.

        Do you need help? Call { $exchange } at { $phone }.
# $people (Names), $year (Year), $exchange (Text), $phone (Phone)
mail_left_out =
    .subject = Not in your health plan in { $year }
    .body =
        Your health plan goes on in { $year } without { $people }. They turn 65, so Medicare may cover them.

        They should sign up for Medicare now, so that they stay covered. If they cannot get it, sign in, apply for { $year } and choose a plan.

        Do you have questions? Call { $exchange } at { $phone }.
# $plan (Text), $reason (NotRenewed: plan_ends, not_sold, medicare, not_eligible, no_case), $year (Year), $day (Day): the last of coverage, $until (Day), $exchange (Text), $phone (Phone)
mail_not_renewed =
    .subject = Act now: your health plan ends
    .body =
        You are in { $plan }. { missed_why }

        { missed_next } Sign in to do it. You can choose a plan until { $until }.

        Do you need help? Call { $exchange } at { $phone }.
