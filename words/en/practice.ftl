### Practice mode: the people to try, and the mailbox.
### Readers: staff

practice_title = Try Assent
practice_lead = Everything here is made up. Sign in as one of these people and try what they can do. No password is needed.
practice_mailbox = Read every e-mail in the practice mailbox
# $name (Name), $who (Who)
practice_sign_in = Sign in as { $name }, { who }
practice_ana = Wants to apply, and can choose an assister.
practice_bo = A broker with a book of consumers.
practice_cy = A broker whom nobody has authorized.
practice_di = A navigator whose certification has lapsed.
practice_nia = A navigator of a contracted organization.
practice_cam = A counselor of a clinic.
practice_eve = Has the same family name as Ana, and sees nothing of Ana's.
practice_rae = Creates, suspends and reinstates assister accounts.
practice_ari = Works at the Assister Resource Center. This role has no pages yet.
practice_bea = Works at the Broker Service Line. This role has no pages yet.
practice_ada = Keeps an agency's roster. This role has no pages yet.
practice_ola = Reads who did what. This role has no pages yet.

## Receipts of the practice data

practice_statement = This is a sample authorization, made with the practice data.
practice_channel = practice data

## The practice mailbox

practice_mails_title = Practice mailbox
practice_mails_lead = In practice mode no e-mail leaves. Here is what would have been sent, newest first. <a>Back to the people</a>
practice_mails_none = No e-mail yet.
# $to (Code): the address, $written (Moment)
practice_mail_to = To { $to }, { $written }
practice_mail_sealed = This mail was sealed with another key.
