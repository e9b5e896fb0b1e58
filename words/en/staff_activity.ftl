### Who did what with assister accounts and lists: for the exchange's staff and assisters.
### Readers: staff
### $name (Name): whoever acted
### $attempt (Attempt: done, repeated, refused)

## The roster

roster_list_assisters =
    { $attempt ->
        [refused] { $name } tried to list assister accounts. It was not shown.
        [repeated] { $name } listed assister accounts.
       *[done] { $name } listed assister accounts.
    }
roster_read_assister =
    { $attempt ->
        [refused] { $name } tried to open an assister account. It was not shown.
        [repeated] { $name } opened an assister account.
       *[done] { $name } opened an assister account.
    }
roster_create_assister =
    { $attempt ->
        [refused] { $name } tried to create an assister account. Nothing was changed.
        [repeated] { $name } sent the form again to create an assister account. Nothing more was done.
       *[done] { $name } created an assister account.
    }
roster_resend_invitation =
    { $attempt ->
        [refused] { $name } tried to send a new invitation. Nothing was changed.
        [repeated] { $name } sent the form again to send a new invitation. Nothing more was done.
       *[done] { $name } sent a new invitation.
    }
roster_suspend_assister =
    { $attempt ->
        [refused] { $name } tried to suspend an assister. Nothing was changed.
        [repeated] { $name } sent the form again to suspend an assister. Nothing more was done.
       *[done] { $name } suspended an assister.
    }
roster_reinstate_assister =
    { $attempt ->
        [refused] { $name } tried to reinstate an assister. Nothing was changed.
        [repeated] { $name } sent the form again to reinstate an assister. Nothing more was done.
       *[done] { $name } reinstated an assister.
    }
roster_decertify_assister =
    { $attempt ->
        [refused] { $name } tried to decertify an assister. Nothing was changed.
        [repeated] { $name } sent the form again to decertify an assister. Nothing more was done.
       *[done] { $name } decertified an assister.
    }
roster_recertify_assister =
    { $attempt ->
        [refused] { $name } tried to recertify an assister. Nothing was changed.
        [repeated] { $name } sent the form again to recertify an assister. Nothing more was done.
       *[done] { $name } recertified an assister.
    }

## A book

book_list_book =
    { $attempt ->
        [refused] { $name } tried to list their consumers. It was not shown.
        [repeated] { $name } listed their consumers.
       *[done] { $name } listed their consumers.
    }
book_read_own_profile =
    { $attempt ->
        [refused] { $name } tried to look at their own profile. It was not shown.
        [repeated] { $name } looked at their own profile.
       *[done] { $name } looked at their own profile.
    }
