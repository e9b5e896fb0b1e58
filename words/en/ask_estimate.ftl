### What the estimate asks ("what if"), with help, and what is said when there is no answer.
### Readers: consumers

ask_estimate_year = Which year do you want coverage for?
    .missing = Choose the year you want coverage for.
ask_estimate_county = County
    .hint = The county decides which plans there are and what they cost.
    .missing = Choose your county.
ask_estimate_period = Will you enter income a month or a year?
    .missing = Choose whether you enter income a month or a year.
ask_estimate_relation = Who is this person to person 1?
    .missing = Choose who this person is to person 1.
ask_estimate_age = Age in years
    .hint = 0 for a baby under 1.
    .missing = Enter the age in years.
ask_estimate_applying = Does this person want health coverage?
    .missing = Say whether this person wants health coverage.
ask_estimate_taxes = Income tax return for that year
    .missing = Choose what this person does about the income tax return.
ask_estimate_first_income = Income before taxes
    .hint = Pay, profit of self-employment, unemployment, pensions and Social Security. Leave out child support, gifts and SSI. Leave empty for none.
ask_estimate_income = Income before taxes
ask_estimate_coverage = Other coverage they have or could get
    .missing = Choose which other coverage this person has or could get.
ask_estimate_premium = What the plan from the job costs a month for this person alone
    .missing = Enter what the plan from the job costs a month.
ask_estimate_family_premium = What the plan from the job costs a month for the family
    .hint = Leave empty when the family is not offered any.
ask_estimate_pregnant = Is pregnant
ask_estimate_tobacco = Uses tobacco
ask_estimate_tribe = Is American Indian or Alaska Native

wrong_estimate_nobody_applies = At least one person must want coverage.
wrong_estimate_two_spouses = Only one husband or wife can be listed.
wrong_estimate_child = A child is younger than person 1. Check both ages.
wrong_estimate_parent = A parent is older than person 1. Check both ages.
wrong_estimate_joint = Only a husband or wife can file together with person 1.
wrong_estimate_claimed = A husband or wife is not claimed as a dependent. Choose another answer.
wrong_estimate_first = Person 1 must file a tax return for this. Change one of the two answers.
