### The results of an application and of an estimate, explained.
### Readers: consumers
### $person (Name): whom it is about
### $program (Text): what the state calls its program

## The page

results_title = Your results
# For an assister who acts.
results_title_acting = Results
results_none = There are no results yet. They come when the application is signed and submitted.
# $year (Year): of coverage, $day (Day): of the application
results_as_of = These are the results for coverage in { $year }. They are from { $day }, the day the application was submitted.
results_call_desk = This is the initial determination. It may have changed since. For the present status, call:
results_shop = Shop for plans
results_back = Back to the application
# $rules (Code): name and version, $phone (Phone)
results_note = This is an estimate with the rules of today ({ $rules }). Only the income changes in it, and it is not part of the results. To report a change of income, call { $phone }.

## What somebody gets, and what comes next

# $got (Got: medicaid, basic_health, credit, credit_of_nothing, full_price, nothing, agency, not_decided)
got =
    { $got ->
        [medicaid] { $program }
        [basic_health] { $program }
        [credit] Plan with a tax credit
        [credit_of_nothing] Plan with a tax credit of $0
        [full_price] Plan at full price
        [nothing] No coverage found
        [agency] The agency must look
       *[not_decided] We cannot decide this yet
    }
# $got (Got)
got_next =
    { $got ->
        [medicaid] You do not need to choose a plan here. A letter tells you when coverage starts and how to use it.
        [basic_health] You do not need to choose a plan here. The agency will tell you the premium.
        [credit] Shop for a plan. The tax credit lowers the price each month.
        [credit_of_nothing] Shop for a plan. The tax credit is $0 now, so you pay the full price. With less income it can be more.
        [full_price] Shop for a plan. There is no tax credit for this person.
        [nothing] Read the reasons. If you think this is wrong, you can appeal.
        [agency] The agency looks at this case and writes to you. It may ask for papers.
       *[not_decided] The agency asks for what is missing and writes to you. You can also call and say it.
    }
estimate_next_basic_health = The agency will tell you the premium.
estimate_next_agency = Only the agency can decide this. Apply, and it writes to you.
estimate_next_nothing = Read the reasons. The application asks more, so its result can differ.
person_missing = What we need to know
person_next = What next
person_change = What would change this <sr>for { $person }</sr>
# $person (Name): whom it is about, $fact (Text): what we need to know, as a sentence
missing_about = { $person }: { $fact }
# $level (CostSharing: none, limited, silver_73, silver_87, silver_94, zero)
csr_level =
    { $level ->
        [none] No lower costs
        [limited] No costs at Indian health providers, in plans of any level
        [silver_73] Silver plans with lower deductibles (73 percent)
        [silver_87] Silver plans with much lower deductibles (87 percent)
        [silver_94] Silver plans with very low deductibles (94 percent)
       *[zero] No costs for covered care, in plans of any level
    }
amount_credit = Tax credit
# $amount (Money): a month
amount_credit_up_to = Up to { $amount } a month, for everyone on the tax return together
amount_lower_costs = Lower costs
amount_unknown = Not known yet

## What another income would change

# $direction (Direction: less, more)
change_any =
    { $direction ->
        [less] With less income
       *[more] With more income
    }
# $amount (Money): a month, $direction (Direction)
change_by =
    { $direction ->
        [less] With { $amount } less a month
       *[more] With { $amount } more a month
    }
change_nothing = Nothing changes
# $income (Money): a month
change_income = Household income then: { $income } a month

## Why

why_person = Why? <sr>for { $person }</sr>
# $filers (Names)
why_credit_return = Why? <sr>this credit on the return of { $filers }</sr>
why_rules = The rules behind this result
why_not = Why not
why_others = Other programs
# $rule (Code): its code, $source (Text): law and manual
why_source = Rule { $rule }. Source: { $source }
# $area (Area: medicaid, basic_health, plan, credit, lower_costs, application)
why_area =
    { $area ->
        [medicaid] { $program }
        [basic_health] { $program }
        [plan] Health plan
        [credit] Tax credit
        [lower_costs] Lower costs for care
       *[application] Application
    }
# $outcome (RuleOutcome: met, not_met, refer, unknown)
why_outcome =
    { $outcome ->
        [met] Met
        [not_met] Not met
        [refer] The agency looks
       *[unknown] Not known
    }

## The credit of a tax return

# $filers (Names)
credit_heading = Tax credit on the return of { $filers }
credit_explained = The benchmark plan is the silver plan with the second lowest price where you live. You are expected to pay your own share of that price. The tax credit is the rest.
credit_for = For
credit_most = Most credit a month
credit_benchmark = Price of the benchmark plan a month
credit_own = Your own share a month
credit_income = Income of the year
credit_percent = Income in percent of the poverty guideline
credit_steps = How the amount is found

## Facts of a rule

fact_basis = Group
# $basis (Basis: pregnant, infant, child, child_19_20, parent, adult, unborn_child, former_foster_care)
fact_basis_group =
    { $basis ->
        [pregnant] Pregnant, or pregnant within the last year
        [infant] Babies under 2
        [child] Children under 19
        [child_19_20] People of 19 and 20
        [parent] Parents and caretakers of a child
        [adult] Adults under 65
        [unborn_child] Unborn child
       *[former_foster_care] People who were in foster care
    }
fact_household_size = People who count
fact_monthly_income = Income a month
fact_annual_income = Income of the year
fact_limit = Limit
fact_limit_percent = Limit, of the poverty guideline
fact_floor = Help begins at
fact_job_price = Price of the plan at work a month
fact_affordable = Price that counts as affordable a month
fact_affordable_percent = Part of the income that counts as affordable
fact_benchmark = Benchmark plan a month
fact_own_share = Own share a month
fact_credit = Tax credit a month
fact_coverage_year = Coverage year
fact_age = Age
fact_level = Level
fact_level_zero = No costs
fact_level_limited = No costs at Indian health providers
fact_status = Status
# $status (ImmigrationStatus: citizen, national, lawful_permanent_resident, refugee, asylee, cuban_haitian_entrant, cofa, parolee_over_one_year, tps, other_lawfully_present, daca, undocumented, withholding_of_removal, trafficking_victim, battered, special_immigrant, amerasian)
fact_status_name =
    { $status ->
        [citizen] Citizen
        [national] National
        [lawful_permanent_resident] Lawful permanent resident
        [refugee] Refugee
        [asylee] Asylee
        [cuban_haitian_entrant] Cuban or Haitian entrant
        [cofa] Citizen of a COFA country
        [parolee_over_one_year] Parolee for a year or more
        [tps] Temporary protected status
        [other_lawfully_present] Other lawful presence
        [daca] DACA
        [undocumented] Undocumented
        [withholding_of_removal] Withholding of removal
        [trafficking_victim] Victim of trafficking
        [battered] Battered spouse or child
        [special_immigrant] Special immigrant
       *[amerasian] Amerasian immigrant
    }
fact_since = Since
fact_sponsor = Help of a sponsor that counts a month
