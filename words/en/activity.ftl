### Who did what: one sentence for each action of a consumer's data.
### Readers: consumers
### $name (Name): whoever acted; not said of the reader and of strangers
### $doer (Doer: you, stranger, assister, broker, navigator, cac, agency_administrator, resource_manager, service_desk, auditor)
### $attempt (Attempt: done, repeated, refused)

## The page

activity_title = Activity on your account
activity_intro = Every time somebody opens or changes your data, it is listed here. Nobody can remove a line.
activity_filter = Filter by who
activity_everybody = Everybody
activity_by_others = By others
activity_caption = Who did what, newest first
activity_empty = Nothing was done yet.
activity_older = Older activity
activity_export = Export CSV
activity_when = When
activity_by = Who
activity_what = What happened
activity_outcome = Outcome
# $attempt (Attempt)
activity_came_of_it =
    { $attempt ->
       *[done] Done
        [repeated] Sent again
        [refused] Refused
    }
# What stands beside an attempt of the reader's own.
activity_not_done = Not done

## What people tried who have no access, counted by day

activity_strangers_who = People without access
# $tries (Count)
activity_strangers =
    { $tries ->
        [one] { $tries } try by people without access was refused.
       *[other] { $tries } tries by people without access were refused.
    }

## The actions. `activity_who` begins these sentences in English. A language that bends the verb by who acts chooses by $doer in each
## of them and leaves it out.

activity_who =
    { $doer ->
        [you] You
        [stranger] Someone with another account
        [assister] { $name } (assister)
        [broker] { $name } (broker)
        [navigator] { $name } (navigator)
        [cac] { $name } (certified application counselor)
        [agency_administrator] { $name } (agency administrator)
        [resource_manager] { $name } (resource manager)
        [service_desk] { $name } (service desk agent)
       *[auditor] { $name } (auditor)
    }

activity_read_consumer =
    { $attempt ->
        [refused] { activity_who } tried to open the overview. It was not shown.
        [repeated] { activity_who } opened the overview.
       *[done] { activity_who } opened the overview.
    }
activity_read_home =
    { $attempt ->
        [refused] { activity_who } tried to open the first page. It was not shown.
        [repeated] { activity_who } opened the first page.
       *[done] { activity_who } opened the first page.
    }
activity_read_association =
    { $attempt ->
        [refused] { activity_who } tried to look at the assister page. It was not shown.
        [repeated] { activity_who } looked at the assister page.
       *[done] { activity_who } looked at the assister page.
    }
activity_find_assister =
    { $attempt ->
        [refused] { activity_who } tried to look up an assister. It was not shown.
        [repeated] { activity_who } looked up an assister.
       *[done] { activity_who } looked up an assister.
    }
activity_read_statement =
    { $attempt ->
        [refused] { activity_who } tried to read the authorization statement. Nothing was changed.
        [repeated] { activity_who } sent the form again to read the authorization statement. Nothing more was done.
       *[done] { activity_who } read the authorization statement.
    }
activity_decline_request =
    { $attempt ->
        [refused] { activity_who } tried to decline a request. Nothing was changed.
        [repeated] { activity_who } sent the form again to decline a request. Nothing more was done.
       *[done] { activity_who } declined a request of an assister.
    }
activity_authorize_assister =
    { $attempt ->
        [refused] { activity_who } tried to authorize an assister. Nothing was changed.
        [repeated] { activity_who } sent the form again to authorize an assister. Nothing more was done.
       *[done] { activity_who } authorized an assister.
    }
# $name (Name): whoever acted, $assister (Name): who may act from now on
activity_authorize_named =
    { $attempt ->
        [refused] { activity_who } tried to authorize { $assister }. Nothing was changed.
        [repeated] { activity_who } sent the form again to authorize { $assister }. Nothing more was done.
       *[done] { activity_who } authorized { $assister }.
    }
activity_end_association =
    { $attempt ->
        [refused] { activity_who } tried to remove the assister. Nothing was changed.
        [repeated] { activity_who } sent the form again to remove the assister. Nothing more was done.
       *[done] { activity_who } removed the assister.
    }
# $name (Name): whoever acted, $assister (Name): who may not act any more
activity_end_named =
    { $attempt ->
        [refused] { activity_who } tried to remove { $assister }. Nothing was changed.
        [repeated] { activity_who } sent the form again to remove { $assister }. Nothing more was done.
       *[done] { activity_who } removed { $assister }.
    }
activity_read_receipt =
    { $attempt ->
        [refused] { activity_who } tried to open an authorization receipt. It was not shown.
        [repeated] { activity_who } opened an authorization receipt.
       *[done] { activity_who } opened an authorization receipt.
    }
activity_open_application =
    { $attempt ->
        [refused] { activity_who } tried to start or resume the application. Nothing was changed.
        [repeated] { activity_who } sent the form again to start or resume the application. Nothing more was done.
       *[done] { activity_who } started or resumed the application.
    }
activity_read_application =
    { $attempt ->
        [refused] { activity_who } tried to open a page of the application. It was not shown.
        [repeated] { activity_who } opened a page of the application.
       *[done] { activity_who } opened a page of the application.
    }
activity_save_application =
    { $attempt ->
        [refused] { activity_who } tried to save a page of the application. Nothing was changed.
        [repeated] { activity_who } sent the form again to save a page of the application. Nothing more was done.
       *[done] { activity_who } saved a page of the application.
    }
activity_show_social_security_number =
    { $attempt ->
        [refused] { activity_who } tried to show a Social Security number in full. It was not shown.
        [repeated] { activity_who } showed a Social Security number in full.
       *[done] { activity_who } showed a Social Security number in full.
    }
activity_record_review =
    { $attempt ->
        [refused] { activity_who } tried to record that the consumer reviewed the application. Nothing was changed.
        [repeated] { activity_who } sent the form again to record that the consumer reviewed the application. Nothing more was done.
       *[done] { activity_who } recorded that the consumer reviewed the application.
    }
activity_dispute_review =
    { $attempt ->
        [refused] { activity_who } tried to say that they did not review the application. Nothing was changed.
        [repeated] { activity_who } sent the form again to say that they did not review the application. Nothing more was done.
       *[done] { activity_who } said that they did not review the application.
    }
activity_submit_application =
    { $attempt ->
        [refused] { activity_who } tried to sign and submit the application. Nothing was changed.
        [repeated] { activity_who } sent the form again to sign and submit the application. Nothing more was done.
       *[done] { activity_who } signed and submitted the application.
    }
activity_read_determination =
    { $attempt ->
        [refused] { activity_who } tried to look at the results. It was not shown.
        [repeated] { activity_who } looked at the results.
       *[done] { activity_who } looked at the results.
    }
activity_read_case_status =
    { $attempt ->
        [refused] { activity_who } tried to ask for the case status. It was not shown.
        [repeated] { activity_who } asked for the case status.
       *[done] { activity_who } asked for the case status.
    }
activity_change_submitted =
    { $attempt ->
        [refused] { activity_who } tried to ask to change a submitted application. Nothing was changed.
        [repeated] { activity_who } sent the form again to ask to change a submitted application. Nothing more was done.
       *[done] { activity_who } asked to change a submitted application.
    }
activity_read_plans =
    { $attempt ->
        [refused] { activity_who } tried to look at plans and prices. It was not shown.
        [repeated] { activity_who } looked at plans and prices.
       *[done] { activity_who } looked at plans and prices.
    }
activity_choose_plan =
    { $attempt ->
        [refused] { activity_who } tried to put a plan into the cart. Nothing was changed.
        [repeated] { activity_who } sent the form again to put a plan into the cart. Nothing more was done.
       *[done] { activity_who } put a plan into the cart.
    }
activity_enroll =
    { $attempt ->
        [refused] { activity_who } tried to sign an enrollment. Nothing was changed.
        [repeated] { activity_who } sent the form again to sign an enrollment. Nothing more was done.
       *[done] { activity_who } signed an enrollment.
    }
activity_renew_coverage =
    { $attempt ->
        [refused] { activity_who } tried to renew the coverage for the next year. Nothing was changed.
        [repeated] { activity_who } sent the form again to renew the coverage. Nothing more was done.
       *[done] { activity_who } looked at the coverage for the next year, and renewed it or wrote why not.
    }
activity_read_ending =
    { $attempt ->
        [refused] { activity_who } tried to see what ending the coverage does. It was not shown.
        [repeated] { activity_who } looked at what ending the coverage does.
       *[done] { activity_who } looked at what ending the coverage does.
    }
activity_end_coverage =
    { $attempt ->
        [refused] { activity_who } tried to end the coverage. Nothing was changed.
        [repeated] { activity_who } sent the form again to end the coverage. Nothing more was done.
       *[done] { activity_who } ended the coverage.
    }
activity_read_changes =
    { $attempt ->
        [refused] { activity_who } tried to look at the changes after submission. They were not shown.
        [repeated] { activity_who } looked at the changes after submission.
       *[done] { activity_who } looked at the changes after submission.
    }
activity_tell_event =
    { $attempt ->
        [refused] { activity_who } tried to report a change. Nothing was changed.
        [repeated] { activity_who } sent the form again to report a change. Nothing more was done.
       *[done] { activity_who } began to report a change.
    }
activity_drop_change =
    { $attempt ->
        [refused] { activity_who } tried to throw a change away. Nothing was changed.
        [repeated] { activity_who } sent the form again to throw a change away. Nothing more was done.
       *[done] { activity_who } threw a change away that was not signed.
    }
activity_add_proof =
    { $attempt ->
        [refused] { activity_who } tried to send a file about a change. It was not kept.
        [repeated] { activity_who } sent the same file about a change again. Nothing more was done.
       *[done] { activity_who } sent a file about a change.
    }
activity_read_proof =
    { $attempt ->
        [refused] { activity_who } tried to open a file about a change. It was not shown.
        [repeated] { activity_who } opened a file about a change.
       *[done] { activity_who } opened a file about a change.
    }
activity_read_coverage =
    { $attempt ->
        [refused] { activity_who } tried to look at the coverage. It was not shown.
        [repeated] { activity_who } looked at the coverage.
       *[done] { activity_who } looked at the coverage.
    }
activity_read_notices =
    { $attempt ->
        [refused] { activity_who } tried to open the notices. It was not shown.
        [repeated] { activity_who } opened the notices.
       *[done] { activity_who } opened the notices.
    }
activity_export_activity =
    { $attempt ->
        [refused] { activity_who } tried to take the activity along as a file. It was not shown.
        [repeated] { activity_who } took the activity along as a file.
       *[done] { activity_who } took the activity along as a file.
    }
activity_read_reinstatement =
    { $attempt ->
        [refused] { activity_who } tried to look at a plan that ended, to give it back. It was not shown.
        [repeated] { activity_who } looked at a plan that ended, to give it back.
       *[done] { activity_who } looked at a plan that ended, to give it back.
    }
activity_reinstate_coverage =
    { $attempt ->
        [refused] { activity_who } tried to give coverage back that had ended. Nothing was changed.
        [repeated] { activity_who } sent the form again to give coverage back. Nothing more was done.
       *[done] { activity_who } gave coverage back that had ended.
    }
activity_give_factor_back =
    { $attempt ->
        [refused] { activity_who } tried to give leave to set up another second factor. Nothing was changed.
        [repeated] { activity_who } sent the form again to give leave to set up another second factor. Nothing more was done.
       *[done] { activity_who } gave leave to set up another second factor, because it was lost.
    }
activity_read_activity =
    { $attempt ->
        [refused] { activity_who } tried to look at the activity page. It was not shown.
        [repeated] { activity_who } looked at the activity page.
       *[done] { activity_who } looked at the activity page.
    }
