### What agencies and assisters ask of the exchange about accounts, for resource managers and for those who asked.
### Readers: staff
### $request (RequestKind: add, transfer, leave, correct, profile)

requests_reason =
    { $request ->
       *[add] The agency asked for it.
        [transfer] The agency asked for the transfer.
        [leave] The agency said that the assister left.
        [correct] The agency asked for the correction.
        [profile] The assister asked for it.
    }
