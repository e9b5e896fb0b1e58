### What a resource manager is asked about an agency, and the headings of the parts of long forms.
### Readers: staff
### $contact (ContactKind: primary, contract_manager, privacy, payment, signature): what a person is asked about

# $part (Heading: person, public, certification, contract, primary, contract_manager, privacy, payment, signature)
ask_heading =
    { $part ->
        [person] The person
        [public] What consumers see
        [contract] Contract with the exchange
        [primary] Primary contact
        [contract_manager] Contract manager
        [privacy] Privacy and security
        [payment] Payment coordinator
        [signature] Who signs for the agency
       *[certification] Certification
    }

ask_agency_kind = Kind of its assisters
    .missing = Choose the kind of its assisters.
ask_agency_name = Name of the agency or organization
    .missing = Enter the name of the agency or organization.
ask_agency_npn = National Producer Number (NPN)
    .hint = Broker agencies only: 1 to 10 digits.
    .missing = Enter the agency's NPN. It has 1 to 10 digits.
ask_agency_phone = Phone
    .hint = For example: 651-555-0101
    .missing = Enter the agency's phone number, such as 651-555-0101.
ask_agency_contract_from = First day of the contract
    .hint = Leave empty when it is not signed yet. No assister can act before it.
    .missing = Enter the first day of the contract.
ask_agency_contract_until = Last day of the contract
    .hint = Leave empty when it has no end.
    .missing = Enter the last day of the contract.
ask_agency_contact_name =
    { $contact ->
       *[primary] Name of the primary contact
        [contract_manager] Name of the contract manager
        [privacy] Name of the person for privacy
        [payment] Name of the payment coordinator
        [signature] Name of the person who signs
    }
    .missing = Enter the name of the primary contact.
ask_agency_contact_email =
    { $contact ->
       *[primary] E-mail of the primary contact
        [contract_manager] E-mail of the contract manager
        [privacy] E-mail of the person for privacy
        [payment] E-mail of the payment coordinator
        [signature] E-mail of the person who signs
    }
    .missing = Enter the e-mail of the primary contact, such as name@example.org.
ask_agency_contact_phone =
    { $contact ->
       *[primary] Phone of the primary contact
        [contract_manager] Phone of the contract manager
        [privacy] Phone of the person for privacy
        [payment] Phone of the payment coordinator
        [signature] Phone of the person who signs
    }
    .missing = Enter the phone of the primary contact, such as 651-555-0101.

ask_agency_merge = The agency that stays
    .hint = All assisters of this one will belong to it.
    .missing = Choose the agency that stays.

ask_agency_administrator_name = Name of the administrator
    .hint = First and last name
    .missing = Enter the administrator's name.
ask_agency_administrator_email = E-mail of the administrator
    .hint = The person's own address. The invitation goes there.
    .missing = Enter the administrator's own e-mail address, such as name@example.org.

wrong_agency_ends = The last day lies before the first day.
wrong_agency_npn = Only broker agencies have an NPN. Leave this field empty.
wrong_agency_kind = Assisters of this kind work here. Move them to another agency first.
wrong_agency_member = There is no assister of this agency's kind with this id.
wrong_agency_contact = A contact needs a name, and an e-mail or a phone number.
