### Why something that was typed was not understood, and how to write it.
### Readers: consumers

typed_hidden = There is a sign in it that cannot be seen, or that turns the text around. Type it by hand instead of pasting it.

## Days

typed_day_no_month = The month is missing. Enter month, day and year.
typed_day_no_day = The day is missing. Enter month, day and year.
typed_day_no_year = The year is missing. Enter month, day and year.
typed_day_month = The month is a number from 1 to 12, or its English name, such as April.
typed_day_day = The day is a number from 1 to 31.
typed_day_two_digit_year = Write the year with all four digits, such as 1986. Two digits may mean two centuries.
typed_day_year = The year is a number with four digits, from 1900 to 2100.
typed_day_no_leap_year = There is no 29 February in that year. Check the day and the year.
typed_day_no_such_day = There is no such day in that month. Check the month and the day.
typed_day_form = Write the date as month, day and year, such as 4/28/1986 or Apr 28 1986.
typed_day_ahead = This day lies in the future. Check the year.
typed_day_too_long_ago = This day lies more than 125 years ago. Check the year.
typed_day_before_records = This day lies before 2000. Check the year.

## E-mail addresses

typed_mail_form = Enter an e-mail address in the format name@example.org.
typed_mail_two = There are two e-mail addresses. Enter one.
typed_mail_domain = Check what comes after the @: there can be no such domain.
typed_mail_role = Enter the person's own e-mail address. Shared mailboxes such as info@ or office@ are not accepted.

## Amounts, numbers, shares

typed_money_not_digits = Write the amount in digits alone, such as 1200 or 1200.50.
typed_money_exponent = An amount with an exponent is not understood. Write out all digits, such as 1200.
typed_money_two = There are two amounts, or a range. Write one amount, such as 1200.50.
typed_money_sign = For a loss, write a minus sign in front of the amount, such as -80.
typed_money_not_dollars = Write the amount in U.S. dollars, such as 1200.50.
typed_money_unclear = It is not clear which part is dollars and which is cents. Write the dollars without commas and the cents after a dot, such as 1200 or 1200.50.
typed_money_parts = Cents have two digits. Write the amount with two digits after the dot, such as 1200.50.
typed_money_large = This amount is too large. Check the number of digits.
# $example (Count)
typed_count_not_digits = Write a whole number in digits, such as { $example }.
# $example (Count)
typed_count_not_whole = Write a whole number, without a part behind a dot or comma, such as { $example }.
typed_count_two = There are two numbers. Write one.
typed_count_below_zero = This number cannot be below zero.
# $least (Count), $most (Count)
typed_count_range = Write a number from { $least } to { $most }.
typed_percent_no_number = Write a percentage in digits, such as 12 or 12.5.
typed_percent_fine = Write a percentage with at most two digits after the dot, such as 12.25.
typed_percent_range = A percentage lies between 0 and 100.

## Names, texts, searches

typed_name_letters = A name has letters, blanks, hyphens, apostrophes and periods only. Take the other signs out.
typed_name_no_letter = A name has at least one letter.
# $most (Count)
typed_name_long = Enter a name of up to { $most ->
        [one] { $most } letter
       *[other] { $most } letters
    }.
# $expected (Text): the name as it is to be typed
typed_signature = Type the name as it is shown: { $expected }. Capitals and accents do not matter.
# $most (Count)
typed_text_long = This answer is too long. Use at most { $most ->
        [one] { $most } letter
       *[other] { $most } letters
    }.
typed_text_no_word = Write it in letters or digits.
typed_username_none = Enter a username.
typed_username_form = A username has 3 to 64 letters a to z, digits, dots, dashes or underscores.
typed_search_unknown = Enter a part of a name, a whole number or a whole e-mail address.
typed_search_name = Enter a part of a name: letters, blanks, hyphens, apostrophes and periods.
typed_search_long = Enter up to 100 letters.

## Telephone numbers, ZIP codes, counties

typed_phone_digits = Write the phone number in digits, such as 651-555-0123. An extension comes after it, such as ext. 89.
typed_phone_area = The area code is missing. A phone number has ten digits, such as 651-555-0123.
typed_phone_length = A phone number has ten digits, such as 651-555-0123.
typed_phone_abroad = Only numbers of the United States and Canada can be kept here: ten digits, such as 651-555-0123.
typed_phone_issued = There is no such phone number. Check each digit: neither the area code nor the next three digits begin with 0 or 1.
typed_phone_extension = The extension has 1 to 7 digits, such as 651-555-0123 ext. 89.
typed_phone_two = There are two phone numbers. Write one.
typed_zip = A ZIP code has five digits, such as 55401, or nine, such as 55401-1234.
typed_county = Choose the county from the list, or write its name as it stands there.

## Other numbers and codes

typed_social_security_length = A Social Security number has nine digits, such as 123-45-6789. Check the number you entered.
typed_social_security_tax = A number that begins with 9 is a tax number (ITIN), and no Social Security number. Leave it out and tick the box for people without one.
typed_social_security_issued = This is not a Social Security number. Check each digit on the card.
typed_reference_length = A reference number has seven digits.
typed_reference_check = This is not a reference number. Check each digit, and the order of the digits.
typed_npn = An NPN has 1 to 10 digits and does not start with 0.
typed_code_digits = This is no code of digits. Type it as it stands there; blanks and dashes do not matter.
typed_code_letters = This is no code of letters and digits. Type it as it stands there; blanks and dashes do not matter.
