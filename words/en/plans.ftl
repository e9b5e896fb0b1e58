### Plans and their prices, the comparison, the choice.
### Readers: consumers
### $metal (MetalLevel: catastrophic, bronze, expanded_bronze, silver, gold, platinum, dental_low, dental_high)
### $network (NetworkType: epo, ppo, hmo, pos, indemnity)

plans_title = Shop for plans
plans_sample = <b>Sample plans.</b> The insurance companies and plans here are made up.
# $name (Name), $age (Count): years
plans_member = { $name } ({ $age })
# $people (Texts): each with age, $credit (Money): a month
plans_for = For <b>{ $people }</b>. Tax credit: up to <b>{ $credit }</b> a month. Prices below have it taken off.
# $people (Texts): each with age, $credit (Money): a month, $others (Texts): who has no plan yet, $most (Money): a month
plans_for_share = For <b>{ $people }</b>. Prices below have <b>{ $credit }</b> of tax credit taken off. The rest is kept for { $others }. When you sign you can use up to { $most }.
plans_who = Who is the plan for?
plans_who_hint = People of one household can be in different plans. Choose for some of you first, then for the others.
plans_has_none = No plan yet
# $plan (Text)
plans_has = In { $plan }
# $people (Texts): who was not chosen
plans_go_along = { $people }: in the same plan as somebody you chose, so this choice is for them too. To leave that plan alone, end it for one person first.
# $name (Name), $plan (Text)
plans_stays = { $name } stays in { $plan }.
plans_others = Not in this group:
# $name (Name), $program (Text): what the state calls it, $other (Got)
plans_other =
    { $other ->
        [medicaid] { $name }: { $program }
        [basic_health] { $name }: { $program }
        [credit] { $name }: a plan with tax credit
        [credit_of_nothing] { $name }: a plan with tax credit
        [full_price] { $name }: a plan at full price
        [nothing] { $name }: no program
        [agency] { $name }: the agency looks further
       *[not_decided] { $name }: the agency looks further
    }
plans_chosen = A plan is chosen and waits for your signature.
plans_go_on = Review and enroll

## When one may enroll

# $plan (Text), $until (Day): the last day to sign, $start (Day): of the other plan
plans_change = You are in { $plan }. You can change to another plan until { $until }. A plan signed today starts on { $start }, and your plan ends the day before.
# $plan (Text), $until (Day), $start (Day)
plans_change_before = You chose { $plan }. It has not started. You can change to another plan until { $until }. A plan signed today starts on { $start } in its place.
# $plan (Text), $until (Day), $start (Day)
plans_change_whole = You are in { $plan }. You can change to another plan until { $until }. A plan signed today takes its place from { $start } on.
plans_closed_enrolled = Enrollment is not open today. You can look at plans. You can change to another plan in open enrollment, or after one of the events below.
plans_view_coverage = View coverage
# $until (Day): the last day to sign, $start (Day): of coverage
plans_open = You can enroll until { $until }. A plan signed today starts on { $start }.
plans_closed = Enrollment is not open today. You can look at plans. You can enroll in open enrollment, or after one of the events below.

## What opens enrollment besides

plans_events = Events that let you enroll
# $exchange (Text), $phone (Phone)
plans_events_call = When one of them happens to you or your family, call { $exchange }: <tel>{ $phone }</tel>.
plans_events_tell = When one of them happens to you or your family, <a>tell us about it</a>. Then you can choose a plan.
plans_events_what = What happened
plans_events_when = When you can choose a plan
plans_events_start = When coverage starts
# $event (LifeEvent: birth, adoption, marriage, divorce, lost_coverage, job_offer_ends, move, income, low_income, citizenship, release, exchange_error)
plans_event =
    { $event ->
        [birth] A child is born
        [adoption] A child joins you by adoption, foster care or a court order
        [marriage] You marry
        [divorce] You divorce, or somebody in the family dies
        [lost_coverage] You lose other health coverage
        [job_offer_ends] A job's health plan ends, or costs too much
        [move] You move
        [income] Your income changes
        [low_income] Your income is low
        [citizenship] You become a citizen or lawfully present
        [release] You leave jail or prison
       *[exchange_error] We made an error
    }
# $days (Count)
plans_event_after = In the { $days } days after it
# $before (Count), $after (Count)
plans_event_around = From { $before } days before it to { $after } days after it
# $start (EffectiveRule: first_of_month_after_selection, day_of_event, first_of_month_after_loss)
plans_event_start =
    { $start ->
        [day_of_event] On the day it happened
        [first_of_month_after_loss] On the first of the month after the old coverage ends, or after you choose a plan if that is later
       *[first_of_month_after_selection] On the first of the month after you choose a plan
    }

## Filters

plans_metal = Metal level
plans_network = Network
plans_carrier = Insurance company
plans_deductible = Deductible
plans_sort = Sort by
plans_any = Any
plans_deductible_none = None
# $most (Money): a year
plans_deductible_up_to = Up to { $most }
# $order (SortBy: price, deductible, out_of_pocket, year_low, year_medium, year_high)
plans_order =
    { $order ->
        [price] Price after tax credit
        [deductible] Deductible
        [out_of_pocket] Out-of-pocket maximum
        [year_low] Cost of a year with little care
        [year_medium] Cost of a year with some care
       *[year_high] Cost of a year with much care
    }
plans_show = Show
# $shown (Count): how many fit the filter, $all (Count)
plans_count = { $shown } of { $all } plans.
plans_how_to_compare = Check up to 3 of them, then select Compare.
plans_compare = Compare
plans_none_fit = No plan fits this filter. <a>Show all plans</a>

## A plan

metal_level =
    { $metal ->
        [catastrophic] Catastrophic
        [bronze] Bronze
        [expanded_bronze] Expanded bronze
        [silver] Silver
        [gold] Gold
        [platinum] Platinum
        [dental_low] Dental low
       *[dental_high] Dental high
    }
network_type =
    { $network ->
        [epo] EPO
        [ppo] PPO
        [hmo] HMO
        [pos] POS
       *[indemnity] Any doctor
    }
# $tagged (Tagged: plain, savings, sample, sample_savings)
plan_tags =
    { $tagged ->
        [plain] { metal_level }, { network_type }
        [savings] { metal_level }, { network_type }, HSA
        [sample] { metal_level }, { network_type }, Sample plan
       *[sample_savings] { metal_level }, { network_type }, HSA, Sample plan
    }
# $price (Money): after the tax credit
plan_price = <b>{ $price }</b> a month
# $price (Money): before the tax credit, $credit (Money)
plan_price_before = { $price } less { $credit } tax credit
plan_deductible = Deductible
plan_out_of_pocket = Out-of-pocket maximum
plan_documents = Documents
plan_brochure = Brochure
plan_summary = Summary of benefits
plan_formulary = Covered drugs
plan_year_low = A year with little care
plan_year_medium = A year with some care
plan_year_high = A year with much care
plan_not_stated = Not stated
plan_choose = Choose this plan
plan_is_own = The plan you are in
plan_is_chosen = This plan is chosen.
# $plan (Text): its name
plan_to_compare = Compare<sr> { $plan }</sr>
plans_estimate = How the cost of a year is estimated
# $low (Money): what a person's little care costs, $one (Money): some care of the first, $other (Money): of each other, $high (Money): much care
plans_estimate_how = Monthly prices of a year after tax credit, plus what you would pay for care in the network. Little care: { $low } a person. Some care: { $one } for one person and { $other } for each other. Much care: { $high } for one person. You pay up to the deductible, then a part of each bill, up to the out-of-pocket maximum. These are round figures to compare plans with, not a forecast.

## Side by side

compare_title = Compare plans
compare_none = No plan was checked. Check up to 3 plans in the list, then select Compare.
compare_back = Back to all plans
compare_caption = Plans side by side
compare_what = What
compare_price = Monthly price after tax credit
compare_price_before = Monthly price before tax credit
compare_savings = Health savings account
compare_choose = Choose

## When there are none

plans_nothing = There are no plans to show yet.
plans_nothing_when = You see plans here once your application is submitted and somebody in the household can buy one.
plans_nothing_application = <a>Go to the application</a>, when it is not submitted yet.
# $medicaid (Text), $basic_health (Text): what the state calls its programs
plans_nothing_result = <a>Look at the results</a>, when it is. People with { $medicaid } or { $basic_health } need no plan: the agency writes to them.
# $medicaid (Text): what the state calls it
plans_nothing_result_one = <a>Look at the results</a>, when it is. People with { $medicaid } need no plan: the agency writes to them.
