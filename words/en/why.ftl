### Why a rule came out as it did: one message for each way. "This person" is whoever the result is about.
### Readers: consumers

## Who can have any program

why_not_applying = This person is not asking for coverage.
why_not_resident = This person does not live in the state.
why_incarcerated = People in jail or prison cannot get this. They can apply when they get out.
why_status_wait_unknown = With this immigration status, people wait five years. Tell us since when the person has it.
# $since (Code): a day, as 2024-01-05
why_status_wait = With this immigration status, people wait five years. The wait began on { $since }. Tell us if this person was a refugee or had asylum before. Then there is no wait.
why_status_no_credit = This immigration status does not allow help with the price.
why_status_no_program = This immigration status does not allow this program.

## Income

# $income (Money): of the household in a month, $limit (Money), $fits (Fits: within, over), $size (Count): people of the household
why_income_month =
    { $fits ->
        [over]
            { $size ->
                [one] The income is { $income } a month. That is over the limit of { $limit } for a household of 1.
               *[other] The income is { $income } a month. That is over the limit of { $limit } for a household of { $size } people.
            }
       *[within]
            { $size ->
                [one] The income is { $income } a month. The limit for a household of 1 is { $limit }.
               *[other] The income is { $income } a month. The limit for a household of { $size } people is { $limit }.
            }
    }
# $income (Money): of the household in a month, $limit (Money), $sponsor (Money): what counts as help, $fits (Fits), $size (Count)
why_income_month_sponsor = { why_income_month } { $sponsor } of it counts as help from a sponsor.
# $income (Money): of the household in a month, $limit (Money), $fits (Fits), $size (Count)
why_income_month_averaged = { why_income_month } Income that comes and goes counts as a twelfth of what is expected in 12 months.
# $income (Money): of the household in a month, $limit (Money), $sponsor (Money): what counts as help, $fits (Fits), $size (Count)
why_income_month_both = { why_income_month_sponsor } Income that comes and goes counts as a twelfth of what is expected in 12 months.
# $income (Money): of the household in a year, $limit (Money), $fits (Fits), $size (Count): people of the household
why_income_year =
    { $fits ->
        [over]
            { $size ->
                [one] The income is { $income } a year. That is over the limit of { $limit } for a household of 1.
               *[other] The income is { $income } a year. That is over the limit of { $limit } for a household of { $size } people.
            }
       *[within]
            { $size ->
                [one] The income is { $income } a year. The limit for a household of 1 is { $limit }.
               *[other] The income is { $income } a year. The limit for a household of { $size } people is { $limit }.
            }
    }
# $income (Money): of the whole year, $year (Year)
why_income_whole_year = This month's income is over the limit, but the income for all of { $year }, { $income }, is low enough.
# $income (Money): of the year, $floor (Money)
why_income_floor = The income is { $income } a year. Help with the price begins at { $floor }.

## Medicaid

why_no_group = This person is in none of the groups that can get this by income.
why_child_uncovered = A child in the home has no health coverage. Ask for coverage for the child too.
why_ma_medicare = People with Medicare get this in other ways than by income alone.
why_no_income_test = This person gets it whatever the income.
why_agency_age = This person may get help because of age. The agency must look at it.
why_agency_disability = This person may get help because of blindness or a disability. The agency must look at it.
why_agency_supplemental_security = This person gets Supplemental Security Income and may get help because of it. The agency must look at it.
why_agency_medicare = This person has Medicare and may get help with its costs. The agency must look at it.

## Other programs and other coverage

why_no_basic_health = The state has no such program.
why_other_program_unknown = We cannot say yet if this person can get coverage that costs less.
why_other_program = This person can get coverage that costs less.
# $program (Text): what the state calls its Medicaid
why_medicaid_instead = This person can get { $program }, which costs less.
why_medicare_expected = At this age people mostly can get Medicare. The agency must look at it first.
why_medicare = This person has or can get Medicare.
why_job_price_unknown = There is an offer from an employer. Tell us what it would cost each month.
# $price (Money): of the plan at work, $most (Money): what counts as affordable
why_job_affordable = The plan at work costs { $price } a month. Up to { $most } a month counts as a price this household can pay.
why_other_coverage = This person has other coverage.

## Health plan and tax credit

why_plan = This person can buy a health plan.
why_credit_needs_plan = Help with the price is for people who can buy a health plan here.
why_claimer_applies = The person who claims this person on a tax return must apply for help with the price.
why_credit_needs_return = Help with the price is for people who file a tax return.
why_joint_return = Married people must file taxes together to get help with the price. There is an exception for abuse or when the spouse has left.
why_credit = This person may get help with the price of a health plan. How much depends on the income and the prices.
why_benchmark_no_year = The prices of this year are not known yet, so we cannot say how much the help is.
why_benchmark_no_county = Tell us the county to see how much the help is.
why_benchmark_unknown = The price of the benchmark plan is not known, so we cannot say how much the help is.
# $benchmark (Money): price of that plan a month, $own (Money): what the household pays of it, $credit (Money): the help
why_credit_amount = The benchmark plan costs { $benchmark } a month. The household pays { $own }, the help is { $credit }.
# $benchmark (Money): price of that plan a month, $own (Money): what the household can pay
why_credit_nothing = The benchmark plan costs { $benchmark } a month. The household can pay { $own }, so there is no help.
why_csr_zero = As a member of a tribe, this person pays nothing when getting care.
why_csr_limited = As a member of a tribe, this person pays nothing at Indian health providers.
why_csr_silver = With a silver plan, this person pays less when getting care.

## What we need to know

missing_claimer_income = We need to know who is on the tax return of the person who claims this person, and their income. That person can say it.
missing_immigration_since = We need to know since when this person has the immigration status. The card or letter shows it.
missing_medicare = We need to know if this person has Medicare, or can get Part A for free. Social Security can say it.
missing_employer_premium = We need to know what the plan at this person's work costs each month. The employer can say it.
