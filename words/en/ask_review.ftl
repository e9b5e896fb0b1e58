### What an assister is asked about the consumer's review of the application.
### Readers: staff

ask_review_day = On which day did the consumer review the application?
    .hint = For example: 11 20 2026
    .missing = Enter the day on which the consumer reviewed the application.
ask_review_how = How did they review it?
    .missing = Choose how the consumer reviewed the application.
ask_review_name = Name of the consumer who reviewed it
    .hint = An adult of the application.
    .missing = Enter the name of the consumer who reviewed the application.

wrong_review_ahead = The day of the review cannot lie in the future.
wrong_review_before_change = The application was changed after that day. Enter the day on which the consumer reviewed it as it is now.
# $adults (Names): who may have reviewed it
wrong_review_name = Enter the name of an adult of this application. It lists { $adults }.
