### The answers to choose from, a message a list, and how a given answer is shown.
### Readers: consumers

answer_none = Not answered
answer_stored = A number is stored
# $digits (Code): the last four digits
answer_number_ends = ends in { $digits }
answer_number_wrong = is not a Social Security number
# $answer (HelpWay: in_person, phone, video)
answer_help_way =
    { $answer ->
       *[in_person] In person
        [phone] By phone
        [video] By video
    }
# $answer (Accessibility: wheelchair, sign_language, hearing, low_vision, home_visits, evenings)
answer_accessibility =
    { $answer ->
       *[wheelchair] Wheelchair access
        [sign_language] American Sign Language
        [hearing] Help for hearing
        [low_vision] Large print or reading aloud
        [home_visits] Comes to your home
        [evenings] Open evenings or weekends
    }
# $answer (ReviewedHow: in_person, phone, video, other)
answer_reviewed_how =
    { $answer ->
        [in_person] In person
        [phone] By phone
        [video] By video
       *[other] Another way
    }
# $answer (Immigration: citizen, national, lawful_permanent_resident, refugee, asylee, cuban_haitian_entrant, cofa, parolee_over_one_year, withholding_of_removal, trafficking_victim, battered, special_immigrant, amerasian, tps, other_lawfully_present, daca, undocumented)
answer_immigration =
    { $answer ->
        [citizen] U.S. citizen
        [national] U.S. national
        [lawful_permanent_resident] Lawful permanent resident (green card)
        [refugee] Refugee
        [asylee] Granted asylum
        [cuban_haitian_entrant] Cuban or Haitian entrant
        [cofa] Citizen of Micronesia, the Marshall Islands or Palau (COFA)
        [parolee_over_one_year] Paroled into the United States for a year or more
        [withholding_of_removal] Deportation or removal is withheld
        [trafficking_victim] Victim of trafficking (T visa)
        [battered] Battered spouse or child with an approved petition
        [special_immigrant] Iraqi or Afghan special immigrant
        [amerasian] Amerasian immigrant
        [tps] Temporary protected status
        [other_lawfully_present] Another lawful status
        [daca] Deferred Action for Childhood Arrivals (DACA)
       *[undocumented] None of these
    }
# $answer (EarlierStatus: none, refugee, asylee, cuban_haitian_entrant, special_immigrant, amerasian, trafficking_victim, withholding_of_removal, parolee_over_one_year, cofa, lawful_permanent_resident)
answer_earlier_status =
    { $answer ->
        [none] None of these
        [refugee] Refugee
        [asylee] Granted asylum
        [cuban_haitian_entrant] Cuban or Haitian entrant
        [special_immigrant] Iraqi or Afghan special immigrant
        [amerasian] Amerasian immigrant
        [trafficking_victim] Victim of trafficking (T visa)
        [withholding_of_removal] Deportation or removal was withheld
        [parolee_over_one_year] Paroled into the United States for a year or more
        [cofa] Citizen of Micronesia, the Marshall Islands or Palau (COFA)
       *[lawful_permanent_resident] Lawful permanent resident (green card)
    }
# $answer (Parole: afghan, ukrainian, other)
answer_parole =
    { $answer ->
        [afghan] Of people from Afghanistan
        [ukrainian] Of people from Ukraine
       *[other] Another
    }
# $answer (Incarceration: none, pending, incarcerated)
answer_incarceration =
    { $answer ->
        [none] No
        [pending] Yes, waiting for a decision on charges
       *[incarcerated] Yes, after a conviction
    }
# $answer (Relationship: spouse, parent, stepparent, child, stepchild, sibling, grandparent, grandchild, other_relative, unrelated)
answer_relationship =
    { $answer ->
        [spouse] husband or wife
        [parent] parent
        [stepparent] stepparent
        [child] child
        [stepchild] stepchild
        [sibling] brother or sister
        [grandparent] grandparent
        [grandchild] grandchild
        [other_relative] other relative
       *[unrelated] not related
    }
# $answer (TaxRole: filer, dependent, non_filer)
answer_tax_role =
    { $answer ->
        [filer] File a tax return
        [dependent] Be claimed as a dependent on someone's return
       *[non_filer] Neither
    }
# $answer (Filing: single, head_of_household, married_joint, married_separate, married_separate_exception, qualifying_surviving_spouse)
answer_filing =
    { $answer ->
        [single] Single
        [head_of_household] Head of household
        [married_joint] Married, filing together
        [married_separate] Married, filing separately
        [married_separate_exception] Married, filing separately because of abuse, or because the spouse left
       *[qualifying_surviving_spouse] Qualifying surviving spouse
    }
# $answer (ClaimedOutside: outside_parent, outside_other)
answer_claimed_outside =
    { $answer ->
        [outside_parent] A parent who is not listed here
       *[outside_other] Someone else who is not listed here
    }
# $answer (IncomeKind: wages, self_employment, other_earned, unemployment, social_security, supplemental_security, pension, interest, dividends, capital_gains, rental, alimony, child_support, foreign, scholarship, tribal, lump_sum, veterans_benefits, workers_compensation, gift, other)
answer_income_kind =
    { $answer ->
        [wages] Job (wages before taxes)
        [self_employment] Self-employment (profit after costs)
        [other_earned] Tips or other pay
        [unemployment] Unemployment benefits
        [social_security] Social Security benefits
        [supplemental_security] Supplemental Security Income (SSI)
        [pension] Pension or retirement account
        [interest] Interest
        [dividends] Dividends
        [capital_gains] Gain from selling something
        [rental] Rent or royalties
        [alimony] Alimony from an agreement before 2019
        [child_support] Child support
        [foreign] Income from another country
        [scholarship] Taxable scholarship or grant
        [tribal] Tribal income
        [lump_sum] Prize, winnings or other one-time money
        [veterans_benefits] Veterans benefits
        [workers_compensation] Workers' compensation
        [gift] Gift, inheritance or loan
       *[other] Other taxable income
    }
# $answer (DeductionKind: student_loan_interest, alimony_paid, retirement_contribution, health_savings, self_employment_tax, self_employed_health, educator_expenses, pretax_payroll, other)
answer_deduction_kind =
    { $answer ->
        [student_loan_interest] Student loan interest
        [alimony_paid] Alimony paid as agreed before 2019
        [retirement_contribution] Paid into a traditional account for retirement
        [health_savings] Paid into a health savings account
        [self_employment_tax] Half of the self-employment tax
        [self_employed_health] Health plan of the self-employed
        [educator_expenses] Costs of an educator
        [pretax_payroll] Taken out of the pay before tax (401(k), health premium)
       *[other] Another one, before adjusted gross income
    }
# $answer (Frequency: weekly, biweekly, twice_monthly, monthly, yearly, one_time)
answer_frequency =
    { $answer ->
        [weekly] Every week
        [biweekly] Every two weeks
        [twice_monthly] Twice a month
        [monthly] Every month
        [yearly] Once a year
       *[one_time] One time only
    }
# $answer (EmployerCoverage: none, offer, enrolled)
answer_employer_coverage =
    { $answer ->
        [none] No
        [offer] It is offered, but not taken
       *[enrolled] Yes, enrolled in an employer's plan (their own or a family member's)
    }
# $answer (MinimumValue: yes, no, unknown)
answer_minimum_value =
    { $answer ->
        [yes] Yes
        [no] No
       *[unknown] I do not know
    }
# $answer (Medicare: none, part_ab, part_a, premium_part_a, part_b, eligible_premium_free)
answer_medicare =
    { $answer ->
        [none] No
        [part_ab] Yes, Part A and Part B
        [part_a] Yes, Part A without a premium
        [premium_part_a] Yes, Part A with a premium
        [part_b] Yes, Part B only
       *[eligible_premium_free] No, but could get Part A without a premium
    }
# $answer (OtherCoverage: none, cobra_offer, cobra_enrolled, tricare, veterans, peace_corps, individual_market, other_minimum_essential, limited)
answer_other_coverage =
    { $answer ->
        [none] None
        [cobra_offer] COBRA or retiree coverage is offered, but not taken
        [cobra_enrolled] COBRA or retiree coverage
        [tricare] TRICARE
        [veterans] Veterans health care
        [peace_corps] Peace Corps
        [individual_market] A plan bought outside the marketplace
        [other_minimum_essential] Other full health coverage
       *[limited] Limited coverage (dental only, short term)
    }
# $answer (Sex: female, male)
answer_sex =
    { $answer ->
        [female] Female
       *[male] Male
    }
# $answer (Relation: spouse, child, parent, sibling, grandchild, other_relative, unrelated)
answer_relation =
    { $answer ->
        [spouse] Husband or wife
        [child] Child, adopted child or stepchild
        [parent] Parent
        [sibling] Brother or sister
        [grandchild] Grandchild
        [other_relative] Another relative
       *[unrelated] Partner who is not married to them, or not related
    }
# $answer (FirstTaxes: file, outside, none)
answer_first_taxes =
    { $answer ->
        [file] Files a tax return
        [outside] Is claimed by somebody who is not listed here
       *[none] Does not file a tax return
    }
# $answer (OtherTaxes: joint, dependent, file, outside, none)
answer_other_taxes =
    { $answer ->
        [joint] Files together with person 1
        [dependent] Is claimed as a dependent by person 1
        [file] Files an own tax return
        [outside] Is claimed by somebody who is not listed here
       *[none] Does not file a tax return
    }
# $answer (Coverage: none, offer, enrolled, medicare, other)
answer_coverage =
    { $answer ->
        [none] None
        [offer] A job offers coverage, but it is not taken
        [enrolled] Is enrolled in a plan from a job
        [medicare] Has Medicare
       *[other] Has other full coverage, such as TRICARE or veterans care
    }
# $answer (Period: monthly, yearly)
answer_period =
    { $answer ->
        [monthly] A month
       *[yearly] A year
    }
# $answer (SpokenLanguage: am, ar, my, zh, en, fr, hmn, kar, km, ko, lo, om, ru, so, es, vi, other)
answer_language =
    { $answer ->
        [am] Amharic
        [ar] Arabic
        [my] Burmese
        [zh] Chinese
        [en] English
        [fr] French
        [hmn] Hmong
        [kar] Karen
        [km] Khmer
        [ko] Korean
        [lo] Lao
        [om] Oromo
        [ru] Russian
        [so] Somali
        [es] Spanish
        [vi] Vietnamese
       *[other] Another language
    }
# $who (WhoLeaves: everyone)
answer_who_leaves =
    { $who ->
       *[everyone] Everybody, the plan ends
    }
