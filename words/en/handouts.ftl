### What people take away on paper: the sheet of an assister who invites.
### Readers: consumers

handout_title = Get help with health insurance
# $assister (Name), $kind (AssisterKind: broker, navigator, cac), $exchange (Text)
handout_who =
    { $kind ->
       *[broker] { $assister } is a broker with { $exchange }. You can let this person apply and choose a plan for you.
        [navigator] { $assister } is a navigator with { $exchange }. You can let this person apply and choose a plan for you.
        [cac] { $assister } is a certified application counselor with { $exchange }. You can let this person apply and choose a plan for you.
    }
handout_number = Reference number
handout_steps = What to do
handout_step_open = Point the camera of your phone at the picture on this sheet. Or type the address below it.
handout_step_sign_in = Sign in, or create an account.
# $assister (Name)
handout_step_read = Read what { $assister } may do for you. Agree only if you want that.
handout_step_end = You can end it at any time. Nobody acts for you without your consent.
handout_step_number = Are you signed in already? Go to Your assister and enter the number.
handout_picture = Picture that a phone can read. It leads to the address below.
# $exchange (Text), $phone (Phone)
handout_help = Do you have questions? Call { $exchange } at { $phone }.
