### Why an answer does not fit.
### Readers: consumers
### $name (Name): whom it is about

wrong_not_offered = Choose one of the answers on the page.
wrong_below_zero = This amount cannot be below zero.

## Applications

wrong_kind_missing = Choose whether you want help paying for coverage.
wrong_year_missing = Choose the year for which you apply.
wrong_other_year = Choose one of the years that you can apply for today.
wrong_no_way_to_reach = Enter an e-mail address or a phone number, so that we can reach you.
wrong_somebody_missing = Add everyone who is missing, then answer yes.
wrong_nobody_applies = At least one person must want coverage. Open a person and answer yes.
wrong_list_full = No more people fit into one application. Call us for help.
wrong_contact_stays = The primary contact stays on the list. Answer that they do not want coverage.
wrong_name_and_box = A first name is entered, and the box says that there is one name only. Keep one of them.
# $name (Name), $numbers (Texts): the numbers of the others on the list
wrong_same_person = { $name } is on the list more than once. Look for the same name and date of birth at number { $numbers }. Correct what is wrong, or take one of them off the list.
wrong_not_issued = The number you entered is not a Social Security number. Check each digit on the card.
wrong_number_and_box = A number was entered, and the box says there is none. Keep only one of them.
# $name (Name), $others (Names)
wrong_same_number = { $name } has the same Social Security number as { $others }. Check these numbers.
wrong_before_birth = This day lies before the date of birth.
wrong_ahead = This day lies in the future.
wrong_pregnant_child = Check the date of birth and this answer: they do not fit.
wrong_zip_elsewhere = This ZIP code lies in another state. Check it. If you live in another state, call us.
# $counties (Texts): where the ZIP code lies, $chosen (Text): the county that was chosen
wrong_zip_not_in_county = This ZIP code does not lie in { $chosen } County. It lies in { $counties }. Check the ZIP code and the county.
wrong_zip_unknown = We do not know this ZIP code. Check it. If it is right, tick the box below.
wrong_child_not_younger = Check this answer: a child is younger than the parent.
wrong_parent_not_older = Check this answer: a parent is older than the child.
wrong_two_spouses = One person can have only one husband or wife here.
# $name (Name), $other (Name), $years (Count)
wrong_years_apart = { $name } and { $other } are { $years ->
        [one] { $years } year
       *[other] { $years } years
    } apart. Check this answer and both dates of birth. If they are right, tick the box below this question.
# $name (Name), $years (Count): their age
wrong_married_child = { $name } is { $years ->
        [one] { $years } year
       *[other] { $years } years
    } old. Check this answer and the date of birth. If they are right, tick the box below this question.
wrong_spouse_not_listed = To file together, list the husband or wife as a person of the household.
wrong_spouses_differ = Husband and wife must give the same answer about filing together.
wrong_spouse_does_not_file = To file together, the husband or wife must file a tax return too.
wrong_claimer_does_not_file = The person who claims a dependent must file a tax return.
wrong_amount_and_no = The answer is no, but an amount is entered. Change the answer or empty the amount.
