### How an assister invites: the own number, a link, a request by e-mail.
### Readers: staff

invite_title = Invite a consumer
invite_lead = Give people your number or the link. Whoever opens it reads what you may do for them, and agrees or not. Nothing is done without their consent.
invite_number = Your reference number
invite_link = Your link:
invite_picture = Leads to your link
invite_print = To hand it out, print this page with your browser.
invite_request = Request authorization
invite_request_lead = The person gets an e-mail and finds your request under Your assister. We cannot tell you whether they have an account.
invite_email = E-mail of the person
invite_email_hint = Ask only people who want your help.
# $days (Count)
invite_asked = We have sent your request. It lapses after { $days } days.
# $waiting (Count)
invite_waiting =
    { $waiting ->
        [one] One request waits for an answer.
       *[other] Requests that wait for an answer: { $waiting }.
    }
