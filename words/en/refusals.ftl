### Why something cannot be done: on error pages, and at the fields of forms.
### Readers: consumers

## Pages that do not open: the heading, what happened, what to do next

problem_not_found_title = Page not found
problem_not_found = There is no such page, or it is not open to you.
problem_not_found_next = Check the address, or go back and try another way.
problem_consumer_not_found_next = Check the address, or go back and try another way. The consumer may have removed you as their assister.
problem_sign_in_title = Sign in again
problem_sign_in = You are not signed in. Your session may have ended because it was not used for a while.
problem_sign_in_next = Sign in, then go back in your browser and send the form again.
problem_other_role_title = Not part of your role
problem_other_role = This page belongs to another role.
problem_other_role_next = Go back to your own start page.
problem_confirm_again = You signed in a while ago. For this, we ask again who you are. Nothing was changed yet.
problem_confirm_again_next = Confirm that it is you, then send the form again.
problem_forged_title = Form not accepted
problem_forged = We could not tell that this form came from your own page, so nothing was changed.
problem_forged_next = Go back, reload the page and send the form again.
problem_unreadable_title = We could not read this
problem_unreadable_next = Go back and try again.
problem_not_possible_title = Not possible here
problem_not_possible = This address does not take this kind of request.
problem_not_possible_next = Go back and use the page's own buttons.
problem_too_large_title = Too much at once
problem_too_large = What was sent is larger than this page takes.
problem_too_large_next = Go back and send less at once.
problem_too_busy_title = Too busy
problem_too_busy = The portal cannot do this at the moment. Nothing was lost that was saved before. What you sent just now may not have been saved.
problem_too_busy_next = Wait a few seconds, look whether it is there, and try again. If it happens again, call us.
problem_failure_title = Something went wrong
problem_failure = Something went wrong on our side. Nothing was lost that was saved before.
problem_failure_next = Try again in a minute. If it happens again, call us.
problem_refused_title = This did not go through
problem_refused_next = Go back and try again, or call us.
problem_answers_title = Some answers need a change
problem_answers = These answers cannot be accepted as they are.
problem_answers_next = Go back and change them.
problem_stale_title = Saved since you opened it
problem_stale = Somebody saved this page while you had it open.
problem_stale_next = Go back, reload the page and compare.
problem_consumer_only = Only the consumer can do this, in their own account.
problem_consumer_only_next = Ask the consumer to sign in and open Your assister.

## What was sent or asked for cannot be read

unreadable_request = The request could not be read.
unreadable_no_form = No form was sent.
unreadable_address = The address asks for something that cannot be read.
# $name (Code): what the address calls it
unreadable_address_part = The address asks for something that cannot be read ({ $name }).
# $name (Code): what the address calls it
unreadable_choice = The address asks for something that does not exist ({ $name }).
# $name (Code): the field's name in the form
unreadable_number = The field "{ $name }" of the form is not a number.
# $name (Code): the field's name in the form
unreadable_step = The form does not say what to do ({ $name }).
# $name (Text): the field's name in the form
unreadable_text = The field "{ $name }" holds a character that no text has.
# $number (Count): the field's place in the form
unreadable_name = The field { $number } of the form has a name that is no text.

## Refusals of rules, by their codes

refusal_assister_not_found = We found no assister with this number. Check the number with your assister and try again.
refusal_statement_changed = The authorization statement has changed since you opened it. Please read the new one and agree again.
refusal_no_association = You have no assister now. There is nothing to remove.
refusal_too_many_look_ups = You have looked up many numbers in a short time. Wait an hour and try again, or call us.
refusal_already_submitted = This application was submitted. It cannot be changed here.
refusal_application_exists = There is already a submitted application for this year. Changes go through the service desk.
refusal_application_incomplete = Some answers are missing. The review page lists each of them.
refusal_person_twice = One person stands twice in this application. The review page names both.
refusal_signature_mismatch = Type the full name exactly as shown, and agree to the rights and responsibilities.
refusal_no_case_to_change = Nothing was sent for this year yet. Fill in an application first.
refusal_too_many_proofs = You sent ten files for this change. That is the most. Call us if something is missing.
refusal_change_open = Another change waits for your signature. Sign it or throw it away first. You find it under "Report a change".
refusal_window_closed = Enrollment is not open today. You can enroll in open enrollment, or after events such as a birth or a move. The list of plans names them.
refusal_not_eligible_for_plan = The results do not allow a marketplace plan for one of the people chosen.
refusal_credit_out_of_range = The tax credit must lie between $0 and the most you can use for this plan.
refusal_variant_not_allowed = This plan is not offered to the people chosen. Choose a plan from the list.
refusal_cart_empty = No plan is chosen yet. Choose one first.
refusal_enrollment_exists = You are in this plan already. Nothing was changed.
refusal_outside_plan_year = Coverage chosen today would not start in this plan year. Choose a plan of the next year.
refusal_enrollment_unsigned = Nothing is enrolled until it is signed. Type the full name, and agree to the text.
refusal_enrollment_state = This cannot be done with this plan as it stands. It was ended, or it ends with the year. Open your coverage to see where it stands.
refusal_end_outside_coverage = Coverage can end on a day between its first day and the end of its year.
refusal_username_taken = This username is taken. Choose another one.
refusal_sign_in_failed = The username or the password is not right. Check both and try again.
refusal_account_idle = Nobody has signed in to this account for a long time, so it was closed. Call us, and we open it again.
refusal_too_many_sign_ins = There were many failed sign-ins. Wait a few minutes and try again, or sign in with the browser that you used before. If it goes on, call us.
refusal_account_exists = You already have an account with this e-mail address. Sign in to it.
refusal_too_many_usernames = Many usernames were tried from your network in a short time. Wait a few minutes and try again. If it goes on, call us.
refusal_too_many_mails = We have sent several codes in a short time. Look for them in your mail, also in the spam folder, or wait some minutes and try again.
refusal_code_wrong = This code is not right. Enter the code that your app shows now.
refusal_confirmation_wrong = This does not match your account. Check what you entered and try again.
refusal_password_wrong = This is not your present password. Check it and try again.
refusal_passkey_refused = This passkey did not work. Try again, or go on without it. If it goes on, call us.
refusal_passkey_gone = This passkey is not there any more. Nothing was changed.
refusal_too_many_passkeys = You have as many passkeys as an account can have. Remove one that you do not use, then add the new one.
refusal_no_passkeys_here = Passkeys can not be used here. Use your password and an app with codes.
refusal_second_factor_kept = Assisters and staff always sign in with two things. Set up another app or passkey first, then you can remove this one.
refusal_second_factor_gone = This was changed in the meantime, or the page was open for too long. Open the page again.
refusal_name_kept = The exchange keeps the names of assisters and staff. Call us to correct yours.
refusal_session_ended = This session had ended already. Nothing more was done.
refusal_email_code_wrong = This code is not right or has expired. Ask for a new one.
refusal_reset_over = This can not be finished any more, and your password was not changed. Start again here.
refusal_provider_refused = We could not sign you in this way, and nothing was changed. Try again, or sign in with your username and password.
refusal_provider_down = The service where you sign in does not answer. Sign in with your username and password, or try again in some minutes.
refusal_provider_alone = Your account does not use this password any more. Sign in with the other button on this page.
refusal_provider_one_factor = You signed in there without a second factor. Confirm here with your password and code.
refusal_provider_link_over = There is nothing to link any more. Sign in there again, and then link your account.
refusal_provider_address_differs = You are known there with another e-mail address than here. Change one of the two, then link your account.
refusal_provider_link_taken = One of the two is linked already, so nothing was changed. Remove the other link first.
refusal_provider_link_kept = You need this link to sign in, so it stays.
refusal_request_lapsed = This request is not open any more. Nothing was changed.
refusal_too_many_pages = Many pages of the list were opened in a short time. Wait a minute and try again, or call us.
refusal_too_many_estimates = Many estimates were asked for in a short time. Wait a minute and try again.
refusal_form_key_reused = This form was already sent with other answers. Reload the page and check.
