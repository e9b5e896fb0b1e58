### What the pages of an application ask, with help, and what is said when there is no answer.
### Readers: consumers
### $name (Name): whom it is about

# $number (Year): the person's number on the list, where the name is not known yet
ask_person_unnamed = Person { $number }

## Where do you live?

ask_street = Street address
    .missing = Enter your street and house number.
ask_city = City
    .missing = Enter your city.
ask_zip = ZIP code
    .missing = Enter your ZIP code. It has five digits.
ask_county = County
    .hint = The county decides which plans you can get and what they cost.
    .missing = Choose your county.
# $counties (Texts): the names of the counties in which the ZIP code lies
ask_county_of_zip = County
    .hint = The county decides which plans you can get and what they cost.
    .missing = Choose your county. This ZIP code lies in { $counties }.
ask_sure_zip = This ZIP code is right, and lies in the county that I chose

## How can we reach you?

ask_email = E-mail
    .hint = We need an e-mail address or a phone number.
ask_phone = Phone
ask_language = Which language do you want for letters and calls?

## Who is in your household?

ask_complete = Is everyone listed who lives with you or is on your tax return?
    .hint = List everyone, even people who do not want coverage. They can matter for the result.
    .missing = Say whether everyone is listed.

## A person

ask_given_name = First name
    .missing = Enter the first name.
ask_family_name = Last name
    .missing = Enter the last name.
ask_one_name = This person has one name only
    .hint = Then write it as the last name, and leave the first name empty.
ask_born = Date of birth
    .hint = For example: 4 28 1986
    .missing = Enter the date of birth, for example 4 28 1986.
ask_applying = Does { $name } want health coverage?
    .hint = People who do not want coverage are not asked about their Social Security number or immigration status.
    .missing = Say whether { $name } wants health coverage.
ask_sex = Sex

## Social Security number and citizenship

ask_social_security = Social Security number
    .hint = We ask because it lets us check income and citizenship without papers. It is stored encrypted.
    .missing = Enter the Social Security number, or tick the box for people without one.
# $digits (Code): the last four digits of the number that is stored
ask_social_security_held = Social Security number
    .hint = We ask because it lets us check income and citizenship without papers. It is stored encrypted. A number that ends in { $digits } is stored. Leave this empty to keep it.
    .missing = Enter the Social Security number, or tick the box for people without one.
ask_social_security_again = Social Security number
    .hint = We ask because it lets us check income and citizenship without papers. It is stored encrypted. What you typed before is no Social Security number. Type the number again, as it stands on the card.
    .missing = Enter the Social Security number, or tick the box for people without one.
ask_no_social_security = { $name } does not have a Social Security number, or will give it later
ask_status = What is { $name }'s citizenship or immigration status?
    .hint = This is only used to decide about coverage.
    .missing = Choose { $name }'s citizenship or immigration status.
ask_since = Since when does { $name } have this status?
    .hint = Only for people who are not citizens. For example: 6 15 2021
    .missing = Enter the day since which { $name } has this status, for example 6 15 2021.

## Immigration

# $name (Name), $medicaid (Text): the program's name
ask_earlier = Which status did { $name } have before this one?
    .hint = The one on entry to the United States counts too. It can shorten the wait for { $medicaid }.
    .missing = Choose the status that { $name } had before this one.
ask_earlier_since = Since when was that?
    .hint = Only if there was one. For example: 6 15 2021
ask_parole = Which parole was it?
    .missing = Choose which parole it was.
ask_military = Does { $name } have a tie to the U.S. military?
    .hint = A veteran, on active duty, or the spouse or unmarried child of one.
    .missing = Say whether { $name } has a tie to the U.S. military.
ask_entered = When did { $name } first come to live in the United States?
    .hint = The first day of a stay that was not broken since. For example: 6 15 2021
ask_sponsor = Did someone sign an affidavit of support for { $name }?
    .hint = Form I-864. A sponsor signs it before a green card is given.
    .missing = Say whether someone signed an affidavit of support for { $name }.
ask_sponsor_gives = What does the sponsor give each month?
    .hint = Leave empty if it is not known. Then the amount that sponsors vouch for counts.
ask_forty_quarters = Did { $name } work 40 quarters (ten years) in the United States?
    .hint = Quarters of a spouse, or of a parent while a child, count too.
    .missing = Say whether { $name } worked 40 quarters in the United States.

## More about a person

# $name (Name), $state (Text): the state's name
ask_resident = Does { $name } live in { $state } and plan to stay?
    .missing = Say whether { $name } lives here and plans to stay.
ask_pregnant = Is { $name } pregnant?
    .missing = Say whether { $name } is pregnant.
ask_expected_children = How many babies are expected?
    .hint = Only for people who are pregnant. Leave empty for one.
ask_pregnancy_ended = Day on which the last pregnancy ended
    .hint = Only if a pregnancy ended in the last 12 months. For example: 6 15 2026
ask_disabled = Is { $name } blind, or does { $name } have a disability?
    .missing = Say whether { $name } is blind or has a disability.
ask_student = Is { $name } a full-time student?
    .missing = Say whether { $name } is a full-time student.
# $name (Name), $medicaid (Text): the program's name
ask_foster_care = Was { $name } in foster care and on { $medicaid } at age 18?
    .missing = Say whether { $name } was in foster care at age 18.
ask_tribe = Is { $name } American Indian or Alaska Native?
    .hint = A member of a federally recognized tribe, or able to get services from the Indian Health Service.
    .missing = Say whether { $name } is American Indian or Alaska Native.
ask_incarceration = Is { $name } in prison or jail?
    .missing = Say whether { $name } is in prison or jail.
ask_tobacco = Has { $name } used tobacco in the last 6 months?
    .hint = Four or more times a week, not for religious or ceremonial use.
    .missing = Say whether { $name } used tobacco in the last 6 months.

## A person and the household

# $name (Name), $other (Name): somebody who was listed before
ask_related = How is { $name } related to { $other }?
    .hint = For example "child" when { $name } is the child of { $other }.
    .missing = Choose how { $name } is related to { $other }.
# $name (Name), $other (Name), $years (Count)
ask_sure_apart = It is right: { $name } and { $other } are { $years ->
        [one] { $years } year
       *[other] { $years } years
    } apart, and related in this way
# $name (Name), $other (Name), $young (Name): one of the two, $years (Count): their age
ask_sure_married = It is right: { $name } and { $other } are married, and { $young } is { $years ->
        [one] { $years } year
       *[other] { $years } years
    } old
ask_lives_here = Does { $name } live at the home address?
    .missing = Say whether { $name } lives at the home address.

## Income tax

# $name (Name), $year (Year): the tax year
ask_tax_role = What will { $name } do about federal income tax for { $year }?
    .missing = Choose what { $name } will do about federal income tax for { $year }.
ask_filing = How will { $name } file?
    .hint = Only for people who file a tax return.
    .missing = Choose how { $name } will file.
ask_claimed_by = Who will claim { $name }?
    .hint = Only for people who are claimed as a dependent.
    .missing = Choose who will claim { $name }.
ask_custody = Does a court order or custody agreement say that { $name } lives with that parent?
    .missing = Say whether a court order or agreement says that { $name } lives with that parent.

## Income and deductions

ask_any_income = Does { $name } have any income?
    .hint = From a job, a business, benefits, a pension or anything else. Give amounts before taxes.
    .missing = Say whether { $name } has any income.
ask_any_deduction = Does anyone pay for something that can be deducted?
    .hint = For example student loan interest. Deductions lower the income that counts.
    .missing = Say whether anyone pays for something that can be deducted.
# $line (Year): the number of the income on the page
ask_income_kind = Income { $line }: kind
    .missing = Choose the kind of income { $line }.
# $line (Year)
ask_income_amount = Income { $line }: amount each time
    .missing = Enter the amount of income { $line }.
# $line (Year)
ask_income_frequency = Income { $line }: how often
    .missing = Choose how often income { $line } comes.
# $line (Year)
ask_income_varies = Income { $line }: it comes and goes with the season, or changes from month to month
# $line (Year)
ask_income_day = Income { $line }: on which day
    .missing = Enter the day on which income { $line } comes, for example 6 15 2027.
# $line (Year): the number of the deduction on the page
ask_deduction_person = Deduction { $line }: who pays
    .missing = Choose who pays deduction { $line }.
# $line (Year)
ask_deduction_kind = Deduction { $line }: kind
    .missing = Choose the kind of deduction { $line }.
# $line (Year)
ask_deduction_amount = Deduction { $line }: amount each time
    .missing = Enter the amount of deduction { $line }.
# $line (Year)
ask_deduction_frequency = Deduction { $line }: how often
    .missing = Choose how often deduction { $line } is paid.
# $line (Year)
ask_deduction_day = Deduction { $line }: on which day
    .missing = Enter the day on which deduction { $line } is paid, for example 6 15 2027.
# $name (Name), $year (Year): the coverage year
ask_expected = { $name }'s income for all of { $year }
    .hint = Leave empty if the income you entered stays the same in { $year }.

## Other coverage

ask_employer_coverage = Does { $name } have coverage from an employer, or is it offered?
    .missing = Say whether { $name } has coverage from an employer, or is offered it.
ask_employee_premium = Monthly premium for the employee alone
    .hint = Only if coverage is offered: the plan with the lowest premium.
    .missing = Enter the monthly premium for the employee alone.
ask_family_premium = Monthly premium for the whole family
    .hint = Only if coverage is offered to the family.
ask_minimum_value = Does that plan pay at least 60 percent of usual costs (minimum value)?
    .hint = Only if coverage is offered. The employer knows.
ask_medicare = Does { $name } have Medicare?
    .missing = Say whether { $name } has Medicare.
ask_other_coverage = What other coverage does { $name } have?
    .missing = Choose what other coverage { $name } has.
