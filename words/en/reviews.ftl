### The mail that tells a consumer what an assister recorded: that they reviewed the application.
### Readers: consumers

# $assister (Name): who recorded it, $reviewer (Name): who is said to have reviewed it, $kind (AssisterKind), $how (ReviewedHow: in_person, phone, video, other), $day (Day), $exchange (Text), $phone (Phone)
mail_reviewed =
    .subject = Your application was recorded as reviewed by you
    .body =
        { $assister } { $kind ->
           *[broker] (broker)
            [navigator] (navigator)
            [cac] (certified application counselor)
        } recorded that { $reviewer } reviewed your application on { $day } { $how ->
           *[in_person] (in person)
            [phone] (by phone)
            [video] (by video)
            [other] (another way)
        }.

        Is that not so? Sign in and open your application. On the review page, choose "I did not review it". Or call { $exchange } at { $phone }.
