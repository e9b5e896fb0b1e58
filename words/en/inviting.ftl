### How an assister invites: the own number, a link, a request by e-mail.
### Readers: staff

invite_title = Invite a consumer
invite_lead = Give people your number or the link. Whoever opens it reads what you may do for them, and agrees or not. Nothing is done without their consent.
invite_number = Your reference number
invite_link = Your link:
invite_picture = Leads to your link
invite_sheet = Sheet to hand out (PDF)
invite_sheet_lead = A sheet with your number, the link and what to do. Choose the language of the person who gets it.
invite_print = You can also print this page with your browser.
invite_sheet_none = This portal makes no PDF files. To hand out your number, print this page with your browser.
invite_sheet_letters = The sheet cannot show some letters of your name or of that language. Print this page with your browser instead.
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
