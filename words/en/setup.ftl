### What an exchange needs before real people come: the list of its staff.
### Readers: staff
### $needed (Needed: agencies, assisters, plan_year, renewal, catalog, mail_server, phone_numbers, security_contact, carrier_numbers)

setup_title = Set up this exchange
setup_all_there = Everything is there. People can come.
# $missing (Count)
setup_missing =
    { $missing ->
        [one] One thing is missing before people can come.
       *[other] { $missing } things are missing before people can come.
    }
setup_there = Done
setup_not_there = Missing
setup_needed =
    { $needed ->
       *[agencies] An agency that is certified and under contract
        [assisters] An assister account
        [plan_year] A plan year with its open enrollment
        [renewal] When certifications are renewed
        [catalog] The plans of that year
        [mail_server] A mail server
        [phone_numbers] Your own phone numbers
        [security_contact] Whom to tell of a weakness
        [carrier_numbers] Tax numbers of the carriers
    }
setup_do =
    { $needed ->
       *[agencies] Create an agency, record its contract and certify it. Navigators and counselors need one.
        [assisters] Create an assister account. The assister gets an invitation by e-mail.
        [plan_year] On the server: add the plan year to the exchange profile, and start again with it.
        [renewal] On the server: add the next renewal to the exchange profile, and start again with it. Forms and mails tell it.
        [catalog] On the server: load the plan files with the command assent plans import.
        [mail_server] On the server: start with the address of a mail server (--smtp). Without it no invitation leaves.
        [phone_numbers] On the server: the exchange profile still has the phone numbers of the sample. Nobody answers there.
        [security_contact] On the server: add the section "security" to the exchange profile.
        [carrier_numbers] On the server: add each carrier with its tax number to the exchange profile. The files to carriers need it.
    }
