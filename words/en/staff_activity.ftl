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
       *[done] { $name } reinstated an assister, or asked for it.
    }
roster_merge_assisters =
    { $attempt ->
        [refused] { $name } tried to merge two accounts of one person. Nothing was changed.
        [repeated] { $name } sent the form again to merge two accounts. Nothing more was done.
       *[done] { $name } merged two accounts of one person.
    }
roster_record_appointment =
    { $attempt ->
        [refused] { $name } tried to record an appointment by a carrier. Nothing was changed.
        [repeated] { $name } sent the form again to record an appointment by a carrier. Nothing more was done.
       *[done] { $name } recorded an appointment by a carrier.
    }
roster_open_assister =
    { $attempt ->
        [refused] { $name } tried to open an account again. Nothing was changed.
        [repeated] { $name } sent the form again to open an account. Nothing more was done.
       *[done] { $name } opened an account again.
    }
roster_reset_administrators_factor =
    { $attempt ->
        [refused] { $name } tried to reset an administrator's second factor. Nothing was changed.
        [repeated] { $name } sent the form again to reset an administrator's second factor. Nothing more was done.
       *[done] { $name } reset a second factor that an administrator lost.
    }
roster_end_assister_sessions =
    { $attempt ->
        [refused] { $name } tried to end all sessions of an assister. Nothing was changed.
        [repeated] { $name } sent the form again to end all sessions of an assister. Nothing more was done.
       *[done] { $name } ended all sessions of an assister.
    }
roster_end_administrator_sessions =
    { $attempt ->
        [refused] { $name } tried to end all sessions of an administrator. Nothing was changed.
        [repeated] { $name } sent the form again to end all sessions of an administrator. Nothing more was done.
       *[done] { $name } ended all sessions of an administrator.
    }
roster_reset_staff_factor =
    { $attempt ->
        [refused] { $name } tried to give a colleague's second factor back. Nothing was changed.
        [repeated] { $name } sent the form again to give a colleague's second factor back. Nothing more was done.
       *[done] { $name } gave leave to a colleague who lost a second factor.
    }
roster_reset_second_factor =
    { $attempt ->
        [refused] { $name } tried to reset a second factor. Nothing was changed.
        [repeated] { $name } sent the form again to reset a second factor. Nothing more was done.
       *[done] { $name } reset a second factor that was lost.
    }
roster_drop_reinstatement =
    { $attempt ->
        [refused] { $name } tried to say no to a reinstatement. Nothing was changed.
        [repeated] { $name } sent the form again to say no to a reinstatement. Nothing more was done.
       *[done] { $name } said no to a reinstatement.
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
roster_withdraw_invitation =
    { $attempt ->
        [refused] { $name } tried to withdraw an invitation. Nothing was changed.
        [repeated] { $name } sent the form again to withdraw an invitation. Nothing more was done.
       *[done] { $name } withdrew an invitation.
    }
roster_correct_assister =
    { $attempt ->
        [refused] { $name } tried to correct an assister account. Nothing was changed.
        [repeated] { $name } sent the form again to correct an assister account. Nothing more was done.
       *[done] { $name } corrected an assister account.
    }
roster_renew_assister =
    { $attempt ->
        [refused] { $name } tried to change the dates of a certification. Nothing was changed.
        [repeated] { $name } sent the form again to change the dates of a certification. Nothing more was done.
       *[done] { $name } changed the dates of a certification.
    }
roster_list_agencies =
    { $attempt ->
        [refused] { $name } tried to list agencies. It was not shown.
        [repeated] { $name } listed agencies.
       *[done] { $name } listed agencies.
    }
roster_read_agency =
    { $attempt ->
        [refused] { $name } tried to open an agency. It was not shown.
        [repeated] { $name } opened an agency.
       *[done] { $name } opened an agency.
    }
roster_create_agency =
    { $attempt ->
        [refused] { $name } tried to create an agency. Nothing was changed.
        [repeated] { $name } sent the form again to create an agency. Nothing more was done.
       *[done] { $name } created an agency.
    }
roster_correct_agency =
    { $attempt ->
        [refused] { $name } tried to correct an agency. Nothing was changed.
        [repeated] { $name } sent the form again to correct an agency. Nothing more was done.
       *[done] { $name } corrected an agency.
    }
roster_certify_agency =
    { $attempt ->
        [refused] { $name } tried to certify an agency. Nothing was changed.
        [repeated] { $name } sent the form again to certify an agency. Nothing more was done.
       *[done] { $name } certified an agency.
    }
roster_suspend_agency =
    { $attempt ->
        [refused] { $name } tried to suspend an agency. Nothing was changed.
        [repeated] { $name } sent the form again to suspend an agency. Nothing more was done.
       *[done] { $name } suspended an agency.
    }
roster_reinstate_agency =
    { $attempt ->
        [refused] { $name } tried to reinstate an agency. Nothing was changed.
        [repeated] { $name } sent the form again to reinstate an agency. Nothing more was done.
       *[done] { $name } reinstated an agency.
    }
roster_merge_agencies =
    { $attempt ->
        [refused] { $name } tried to merge two agencies. Nothing was changed.
        [repeated] { $name } sent the form again to merge two agencies. Nothing more was done.
       *[done] { $name } merged two agencies.
    }
roster_read_setup =
    { $attempt ->
        [refused] { $name } tried to see what is missing in the set-up. It was not shown.
        [repeated] { $name } looked at what is missing in the set-up.
       *[done] { $name } looked at what is missing in the set-up.
    }
roster_take_roster_file =
    { $attempt ->
        [refused] { $name } tried to upload a roster file. Nothing was changed.
        [repeated] { $name } sent the same roster file again. Nothing more was done.
       *[done] { $name } uploaded a roster file.
    }
roster_read_roster_file =
    { $attempt ->
        [refused] { $name } tried to look at a roster file. It was not shown.
        [repeated] { $name } looked at a roster file.
       *[done] { $name } looked at a roster file.
    }
roster_apply_roster_file =
    { $attempt ->
        [refused] { $name } tried to apply a roster file. Nothing was changed.
        [repeated] { $name } sent the form again to apply a roster file. Nothing more was done.
       *[done] { $name } applied a roster file.
    }
roster_export_roster =
    { $attempt ->
        [refused] { $name } tried to export the roster. It was not shown.
        [repeated] { $name } exported the roster.
       *[done] { $name } exported the roster.
    }
roster_invite_administrator =
    { $attempt ->
        [refused] { $name } tried to invite an agency administrator. Nothing was changed.
        [repeated] { $name } sent the form again to invite an agency administrator. Nothing more was done.
       *[done] { $name } invited an agency administrator.
    }
roster_end_administrator =
    { $attempt ->
        [refused] { $name } tried to end the access of an agency administrator. Nothing was changed.
        [repeated] { $name } sent the form again to end the access of an agency administrator. Nothing more was done.
       *[done] { $name } ended the access of an agency administrator.
    }
roster_restore_administrator =
    { $attempt ->
        [refused] { $name } tried to give an agency administrator access again. Nothing was changed.
        [repeated] { $name } sent the form again to give an agency administrator access again. Nothing more was done.
       *[done] { $name } gave an agency administrator access again.
    }
roster_read_requests =
    { $attempt ->
        [refused] { $name } tried to read what agencies and assisters ask. It was not shown.
        [repeated] { $name } read what agencies and assisters ask.
       *[done] { $name } read what agencies and assisters ask.
    }
roster_answer_request =
    { $attempt ->
        [refused] { $name } tried to answer a request. Nothing was changed.
        [repeated] { $name } sent the form again to answer a request. Nothing more was done.
       *[done] { $name } answered a request.
    }
roster_close_assister =
    { $attempt ->
        [refused] { $name } tried to close an assister's account. Nothing was changed.
        [repeated] { $name } sent the form again to close an account. Nothing more was done.
       *[done] { $name } closed an assister's account.
    }
roster_remove_agency =
    { $attempt ->
        [refused] { $name } tried to remove an agency. Nothing was changed.
        [repeated] { $name } sent the form again to remove an agency. Nothing more was done.
       *[done] { $name } removed an agency.
    }
roster_list_tokens =
    { $attempt ->
        [refused] { $name } tried to list the tokens. They were not shown.
        [repeated] { $name } listed the tokens.
       *[done] { $name } listed the tokens.
    }
roster_create_token =
    { $attempt ->
        [refused] { $name } tried to make a token. Nothing was changed.
        [repeated] { $name } sent the form again to make a token. Nothing more was done.
       *[done] { $name } made a token.
    }
roster_revoke_token =
    { $attempt ->
        [refused] { $name } tried to revoke a token. Nothing was changed.
        [repeated] { $name } sent the form again to revoke a token. Nothing more was done.
       *[done] { $name } revoked a token.
    }

## A book

book_list_book =
    { $attempt ->
        [refused] { $name } tried to list their consumers. It was not shown.
        [repeated] { $name } listed their consumers.
       *[done] { $name } listed their consumers.
    }
book_read_invitation =
    { $attempt ->
        [refused] { $name } tried to look at what they invite people with. It was not shown.
        [repeated] { $name } looked at what they invite people with.
       *[done] { $name } looked at what they invite people with.
    }
book_request_authorization =
    { $attempt ->
        [refused] { $name } tried to ask somebody for an authorization. Nothing was sent.
        [repeated] { $name } sent the form again to ask for an authorization. Nothing more was sent.
       *[done] { $name } asked somebody for an authorization.
    }

## An agency

agency_did_read_staff =
    { $attempt ->
        [refused] { $name } tried to look at their agency's staff. It was not shown.
        [repeated] { $name } looked at their agency's staff.
       *[done] { $name } looked at their agency's staff.
    }
agency_did_approve_access =
    { $attempt ->
        [refused] { $name } tried to approve somebody's access to the portal. Nothing was changed.
        [repeated] { $name } sent the form again to approve somebody's access to the portal. Nothing more was done.
       *[done] { $name } approved somebody's access to the portal.
    }
agency_did_withdraw_access =
    { $attempt ->
        [refused] { $name } tried to withdraw the approval of somebody's access. Nothing was changed.
        [repeated] { $name } sent the form again to withdraw the approval of somebody's access. Nothing more was done.
       *[done] { $name } withdrew the approval of somebody's access.
    }
agency_did_ask_exchange =
    { $attempt ->
        [refused] { $name } tried to ask something of the exchange. Nothing was changed.
        [repeated] { $name } sent the form again to ask something of the exchange. Nothing more was done.
       *[done] { $name } asked something of the exchange.
    }
agency_did_take_back_request =
    { $attempt ->
        [refused] { $name } tried to take back a request to the exchange. Nothing was changed.
        [repeated] { $name } sent the form again to take back a request to the exchange. Nothing more was done.
       *[done] { $name } took back a request to the exchange.
    }

## The own profile

profile_did_read_own_profile =
    { $attempt ->
        [refused] { $name } tried to look at their own profile. It was not shown.
        [repeated] { $name } looked at their own profile.
       *[done] { $name } looked at their own profile.
    }
profile_did_ask_for_change =
    { $attempt ->
        [refused] { $name } tried to ask for other public details. Nothing was changed.
        [repeated] { $name } sent the form again to ask for other public details. Nothing more was done.
       *[done] { $name } asked for other public details.
    }
profile_did_change_hours =
    { $attempt ->
        [refused] { $name } tried to change their hours and languages. Nothing was changed.
        [repeated] { $name } sent the form again to change their hours and languages. Nothing more was done.
       *[done] { $name } changed their hours and languages.
    }
profile_did_say_absence =
    { $attempt ->
        [refused] { $name } tried to say when they are absent. Nothing was changed.
        [repeated] { $name } sent the form again to say when they are absent. Nothing more was done.
       *[done] { $name } said when they are absent.
    }
roster_read_carrier_files =
    { $attempt ->
        [refused] { $name } tried to look at the files to carriers. They were not shown.
        [repeated] { $name } looked at the files to carriers.
       *[done] { $name } looked at the files to carriers.
    }
roster_send_file_again =
    { $attempt ->
        [refused] { $name } tried to send a file to a carrier again. It was not sent.
        [repeated] { $name } sent the form again to send a file to a carrier. Nothing more was done.
       *[done] { $name } sent a file to a carrier again.
    }
roster_settle_answer =
    { $attempt ->
        [refused] { $name } tried to settle what a carrier answered. Nothing was changed.
        [repeated] { $name } sent the form again to settle what a carrier answered. Nothing more was done.
       *[done] { $name } settled what a carrier answered.
    }
