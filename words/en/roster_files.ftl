### Roster files: taken in, looked at row by row, applied; and what is wrong with one.
### Readers: staff
### $outcome (RowOutcome: refused, changed, new, unchanged)
### $line (Count), $column (Count), $heading (Text)

## The upload

roster_file_title = Import roster
roster_file_lead = Upload a file of accounts. You see what each row would do before anything is written.
roster_file_format = The file is a table with commas, semicolons or tabs, in UTF-8 or Windows-1252. It has up to 20,000 rows and 10 megabytes.
roster_file_finds = A row is about the account with its reference number, else its NPN, else its e-mail. Other rows make new accounts and invite people.
roster_file_file = Roster file
roster_file_file_hint = The first line names the columns, as in an export.
roster_file_upload = Upload and look
roster_file_export = Export roster
roster_file_export_note = Every account in the same format. Change what you need, and upload it again.
roster_file_mine = Your files of the last day
roster_file_mine_caption = Files that you uploaded. They are forgotten after a day.
roster_file_uploaded = Uploaded
# $rows (Count)
roster_file_rows = Rows
roster_file_state_column = State
# $state (FileState: asking, looking, ready, applying, applied)
roster_file_state =
    { $state ->
        [asking] Columns to be named
        [looking] Looking at the rows
       *[ready] Ready to apply
        [applying] Being applied
        [applied] Applied
    }
roster_file_another = Upload another file

## The columns

roster_file_columns_title = Name the columns
roster_file_columns_lead = Some headings of your file are not known. Say what each column is, or leave it out.
# $column (Count), $heading (Text)
roster_file_column_asked = Column { $column }: { $heading }
# $column (Count)
roster_file_column_bare = Column { $column }, without a heading
# $first (Text)
roster_file_column_first = First rows: { $first }
roster_file_leave_out = Leave this column out
roster_file_columns_go = Look at the rows

## The rows

roster_file_seen_title = What this file would change
roster_file_applied_title = The file was applied
# $uploaded (Moment)
roster_file_seen_lead = Uploaded { $uploaded }, and nothing is written before you apply.
# $changes (Count)
roster_file_applied_lead =
    { $changes ->
        [one] { $changes } row was written.
       *[other] { $changes } rows were written.
    } Rows that were refused changed nothing.
roster_file_filter = Filter by what rows come to
roster_file_comes_to =
    { $outcome ->
        [refused] Refused
        [changed] Changed
       *[new] New
        [unchanged] Unchanged
    }
roster_file_came_to =
    { $outcome ->
        [refused] Refused, not written
        [changed] Was changed
       *[new] Was created
        [unchanged] Unchanged
    }
roster_file_line = Line
roster_file_outcome = Result
roster_file_column = Column
roster_file_what = What
roster_file_table =
    { $outcome ->
        [refused] Rows that cannot be accepted, and why
        [changed] Rows that change an account, field by field
       *[new] Rows that make a new account
        [unchanged] Rows that say what is stored
    }
roster_file_none = No row comes to this.
# $field (Text), $was (Text), $becomes (Text)
roster_file_change = { $field }: { $was } becomes { $becomes }
# $field (Text), $becomes (Text)
roster_file_set = { $field }: { $becomes }, empty before
# $field (Text), $was (Text)
roster_file_cleared = { $field }: emptied, { $was } before
# $column (Count), $heading (Text), $why (Text)
roster_file_reason = Column { $column }, { $heading }: { $why }
# $heading (Text), $why (Text)
roster_file_reason_missing = No column for { $heading }: { $why }
roster_file_new = An invitation goes to the e-mail of the row.
roster_file_same = Nothing differs.
# $from (Count), $to (Count), $of (Count)
roster_file_shown = Rows { $from } to { $to } of { $of }
roster_file_report = Download the report
# $changes (Count)
roster_file_apply =
    { $changes ->
        [one] Apply { $changes } change
       *[other] Apply { $changes } changes
    }
# $refused (Count)
roster_file_left_out =
    { $refused ->
        [one] { $refused } row cannot be accepted. It is left out. Mend it in your file and upload it again, or apply the others.
       *[other] { $refused } rows cannot be accepted. They are left out. Mend them in your file and upload it again, or apply the others.
    }
roster_file_all_or_nothing = All changes are written together, or none is. New people get an invitation. People whose account changes get an e-mail with the reason.
roster_file_reason_hint = Kept with the history of every account that changes, and told to its person. Up to 500 letters.
roster_file_nothing = There is nothing to apply. Mend the rows in your file, and upload it again.
roster_file_all_the_same = Every row says what is stored. There is nothing to apply.
roster_file_moved = The roster has changed since you looked. The rows below say what the file would change now. Look again, then apply.
roster_file_failed = The last try did not come to its end, and nothing was written. Try again.

## The work

roster_file_looking = Looking at the rows
roster_file_applying = The file is being applied
# $done (Count), $total (Count)
roster_file_done = { $done } of { $total } rows are done.
roster_file_wait = You can leave this page and come back. The work goes on.
roster_file_refresh = See how far it is
roster_file_stopped = The work has stopped, and nothing was written.
roster_file_look_again = Look again

## What is wrong with a file

# $line (Count), $column (Count), $reason (Text)
roster_file_at = Line { $line }, column { $column }: { $reason }
# $line (Count), $column (Count), $heading (Text), $reason (Text)
roster_file_at_heading = Line { $line }, column { $column } ({ $heading }): { $reason }
roster_file_wrong_empty = There is no row here. Choose a file with headings in its first line and accounts below.
roster_file_wrong_too_large = The file is longer than 10 megabytes. Split it.
roster_file_wrong_too_many_rows = The file has more than 20,000 rows. Split it.
roster_file_wrong_too_many_columns = The file has more than 100 columns. Take out those that are not needed.
roster_file_wrong_no_text = This is no text in UTF-8 or Windows-1252. Save the file as "CSV UTF-8" and upload it again.
roster_file_wrong_no_sign = This sign stands neither in UTF-8 nor in Windows-1252. Save the file as "CSV UTF-8" and upload it again.
roster_file_wrong_not_utf8 = The file is in UTF-8, but not this sign. Names would come out wrong. Save the file as "CSV UTF-8" and upload it again.
roster_file_wrong_quote_open = The quote that begins here is never closed.
roster_file_wrong_quote_inside = A quote stands in the middle of this cell. Put the whole cell in quotes, and double the quote inside.
roster_file_wrong_quote_closed = Something follows the quote that closes this cell. Double each quote inside a cell.
# $missing (Text)
roster_file_wrong_heading_missing = The file has no column { $missing }. Add it, or add the column reference_number for accounts that are there.
roster_file_wrong_heading_empty = Nothing stands above this column. Give it a heading in the first line.
roster_file_wrong_heading_twice = Another column is the same. Take one of them out.
roster_file_wrong_heading_unknown = This heading is not known. Use the headings of an export, or upload the file on the page, which asks.
roster_file_wrong_formula = This cell starts a formula. Write the value itself.
# $line (Count): the line before
roster_file_wrong_twice = The same stands in line { $line }. Each account has one row.
roster_file_wrong_no_account = No account has this reference number.
roster_file_wrong_merged = This account was closed for another one of the same person. Use the number of the account that stays.
roster_file_wrong_no_agency = There is no agency of this name. Create it first, or use its name as the list of agencies shows it.
roster_file_wrong_not_asked = This kind of assister has no such answer. Empty the cell.
roster_file_wrong_too_many_cells = The row has more cells than there are headings. Put a cell with the separator in quotes.
roster_file_wrong_same_account = An earlier row is about the same account. Keep one of them.
