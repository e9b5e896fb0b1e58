### What people agree to, word by word. A changed word is a new version: its date stands in domain, beside each hash.
### Readers: consumers
### $assister (Name): who may act

## Authorization of an assister, version 2026-11-01 

# $assister (Name), $exchange (Text): the exchange's name
authorization_permission = I give { $assister } permission to act for me and my household in my { $exchange } account. { $assister } explained their role to me, or I know it from this page.
# Hard to read: the words that were agreed to since 2026-11-01
authorization_may = { $assister } may see and use the personal information in my account, start, fill in, sign and submit an application for help paying for health coverage, and shop for and enroll us in a plan. They may do this with me or without me in the room.
authorization_may_not = { $assister } may not see my notices, and may not change an application after it was submitted.
# Hard to read: the words that were agreed to since 2026-11-01
authorization_stays = I stay responsible for true answers, for reading my notices and for paying my premiums. I will look at my application before it is submitted.
authorization_ends = This permission starts when I select "I agree". It lasts until I end it. I can end it at any time in my account, without giving a reason, and it stops at once.
# $assister (Name), $kind (AssisterKind: broker, navigator, cac)
authorization_kind =
    { $kind ->
       *[broker] { $assister } is a broker. They become my agent of record: the insurance company may pay them a commission for a plan we enroll in. I do not pay for their help.
        [navigator] { $assister } is a navigator. The organization they work for may be paid by the exchange for helping me. I do not pay for their help.
        [cac] { $assister } is a certified application counselor. They are not paid for helping me enroll, and I do not pay for their help.
    }
authorization_channel = online, in the consumer's own account

## Rights and responsibilities, version 2026-11-01 (domain::application::RIGHTS_VERSION)

rights_true = I read this application, or it was read to me. My answers are true and complete as far as I know.
rights_perjury = I know that I may be punished under the law if I give false answers on purpose. I sign under penalty of perjury.
# $exchange (Text)
rights_checks = { $exchange } may check my answers with computer records of other agencies. I may have to send proof.
# $exchange (Text)
rights_changes = I must tell { $exchange } when something changes, such as my income, my address or who lives with me.
rights_tax_credit = If I get a tax credit, I must file a federal income tax return for the year. I may have to pay back credit that was too high.
# $exchange (Text)
rights_fairness = I will be treated fairly. I can ask for another look (an appeal) if I think { $exchange } made a mistake.

## The signature of an assister (APP-4)

# $consumer (Name): for whom, $assister (Name): who signs
signature_for = for { $consumer }, by { $assister }
