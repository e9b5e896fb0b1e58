### An assister's own profile: may I act today, what people see of me, when I am there.
### Readers: staff

profile_title = Your assister profile
profile_public = What people see of you
profile_public_lead = The exchange reviews a change before people see it.
profile_change_public = Change public details
profile_hours = Hours and languages
profile_hours_lead = You change these yourself. They count at once.
profile_change_hours = Change hours and languages
profile_in_directory = Public directory
profile_listed = You stand in it while you may act
profile_not_listed = You do not stand in it
profile_not_said = Not said

# $day (Day)
profile_waits = On { $day } you asked for other public details. The exchange has not answered yet.
# $day (Day), $answer (Text): the exchange's reason
profile_declined = What you asked for on { $day } was declined. The exchange writes: { $answer }

profile_absence = Absence
profile_absence_none = You have not said an absence.
# $from (Day), $until (Day)
profile_absent = You are absent from { $from } until { $until }. People read it on your page.
# $from (Day), $until (Day), $name (Name): the stand-in
profile_absent_with = You are absent from { $from } until { $until }. { $name } stands in. People read it on your page.
profile_say_absence = Say an absence
profile_change_absence = Change the absence
profile_end_absence = End the absence

profile_public_title = Change public details
profile_public_note = Note to the exchange
profile_public_note_hint = Up to 500 letters. Do not write about consumers here.
profile_public_send = Send for review
profile_public_form_lead = People see these details when they look for help. The exchange reviews them first and tells you by e-mail.
profile_public_take_back = To take back what you asked for, write what stands there now and send it.
profile_hours_title = Change hours and languages
profile_hours_form_lead = They count at once, on your page and in the public directory.
profile_absence_title = Say an absence
profile_absence_form_lead = People who look for you read from when to when you are absent, and whom they can ask. Your stand-in gets no access to your consumers. Consumers can authorize another assister themselves.

profile_said_asked = Your request was sent. The exchange answers by e-mail.
profile_said_hours = Your hours and languages are saved.
profile_said_absence = Your absence is saved.
profile_said_end = You are not absent any more.
