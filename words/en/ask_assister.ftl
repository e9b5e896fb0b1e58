### What a resource manager is asked about an assister.
### Readers: staff

ask_assister_kind = Kind of assister
    .missing = Choose the kind of assister.
ask_assister_given_name = First name
    .missing = Enter the first name.
ask_assister_family_name = Last name
    .missing = Enter the last name.
ask_assister_one_name = This person has one name only
    .hint = Then write it as the last name, and leave the first name empty.
ask_assister_email = E-mail
    .hint = The person's own address. The invitation goes there.
    .missing = Enter the person's own e-mail address, such as name@example.org.
ask_assister_npn = National Producer Number (NPN)
    .hint = Brokers: 1 to 10 digits. Navigators and counselors: leave empty.
    .missing = Enter the broker's NPN. It has 1 to 10 digits.
ask_assister_agency = Agency or organization
    .hint = Needed for navigators and counselors. Brokers may work alone.
    .missing = Choose the organization that this person works for.
ask_assister_public_phone = Public phone
    .hint = Consumers see it. For example: 651-555-0101
    .missing = Enter the phone number that consumers see, such as 651-555-0101.
ask_assister_public_email = Public e-mail
    .hint = Consumers see it. When left empty, they see the person's own.
ask_assister_languages = Languages besides English
ask_assister_city = City
    .hint = Of the place where the assister helps. Shown in the public directory.
    .missing = Enter the city.
ask_assister_zip = ZIP code
    .hint = Of the same place. People find near assisters with it.
    .missing = Enter the ZIP code. It has five digits.
ask_assister_ways = Ways to help
ask_assister_accessibility = What makes it easier to come
ask_assister_hours = Hours
    .hint = When people can reach the assister. For example: Monday to Friday, 9 to 5
    .missing = Enter the hours.
ask_assister_accepts_new = Takes new people now
ask_assister_in_directory = Show in the public directory
    .hint = Brokers only. Navigators always stand in it, counselors never do.
    .missing = Tick the box, or leave it.
ask_assister_other_account = Reference number of the account that stays
    .hint = The seven digits of the same person's other account
    .missing = Enter the reference number of the account that stays.
ask_assister_carrier = Carrier
    .hint = The carriers of the plans that are loaded.
    .missing = Choose a carrier.
ask_assister_appointed_from = First day of the appointment
    .hint = For example: 1 1 2026
    .missing = Enter the first day of the appointment.
ask_assister_appointed_until = Last day of the appointment
    .hint = Leave it empty while the appointment goes on.
    .missing = Enter the last day of the appointment.
ask_assister_for_cause = Suspend for cause
    .hint = Two resource managers are needed to undo it: one asks, another one agrees.
    .missing = Tick the box, or leave it.
ask_assister_certified_from = First day of the certification
    .hint = For example: 11 3 2026
    .missing = Enter the first day of the certification.
ask_assister_certified_until = Last day of the certification
    .hint = For example: 11 3 2026
    .missing = Enter the last day of the certification.
ask_assister_training = Portal training passed on
    .hint = Leave empty when not yet passed.
ask_assister_assessment = Portal assessment passed on
    .hint = Leave empty when not yet passed.
ask_assister_background = Background study passed on
    .hint = Navigators and counselors. Leave empty when not yet passed.
ask_assister_agreement = Agreement with the exchange signed on
    .hint = Leave empty when not yet signed.
ask_assister_license = Last day of the producer license
    .hint = Brokers only.
    .missing = Enter the last day of the producer license.
ask_assister_access = Agency approved access on
    .hint = Navigators and counselors. Leave empty when not yet approved.
ask_assister_absent_from = First day of the absence
    .hint = For example: 12 21 2026
    .missing = Enter the first day of the absence.
ask_assister_absent_until = Last day of the absence
    .hint = For example: 12 31 2026
    .missing = Enter the last day of the absence.
ask_assister_stand_in = Who stands in
    .hint = Somebody of the same agency. People get this name and number. The stand-in sees no consumer of yours.
    .missing = Choose who stands in, or leave it empty.
ask_assister_transfer = Reference number of the assister
    .hint = Seven digits. The assister can tell it to you.
    .missing = Enter the assister's reference number. It has seven digits.

# $name (Text): the agency's name, $kind (AssisterKind: broker, navigator, cac)
ask_assister_agency_of =
    { $kind ->
       *[broker] { $name } (broker)
        [navigator] { $name } (navigator)
        [cac] { $name } (certified application counselor)
    }

wrong_assister_kind = This agency has assisters of another kind. Choose another one.
wrong_assister_ends = The last day lies before the first day.
wrong_assister_npn = Only brokers have an NPN here. Leave this field empty.
wrong_assister_other = No other account that could stay has this number. Look it up in the list of accounts.
wrong_assister_today = With this date the assister could not act today. Enter a date that is in force.
wrong_absence_ends = The last day lies before the first day.
wrong_absence_over = This absence is over already. Enter a last day from today on.
wrong_assister_yours = This assister belongs to your agency already.
