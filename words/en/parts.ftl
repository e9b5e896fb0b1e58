### The parts of which pages are made: fields, lists, tables.
### Readers: consumers

## Fields

# $error (Text): what is wrong, as a sentence
field_error = <sr>Error: </sr>{ $error }
field_month = Month
field_day = Day
field_year = Year
field_select = Select one
form_problem = There is a problem
# $question (Text): as it is asked, $error (Text): what is wrong
form_problem_at = { $question }: { $error }

## Lists and tables

# $what (Text): what stands in the line
list_change = Change<sr>: { $what }</sr>
table_empty = Nothing to show.
list_pages = Pages of the list
list_previous = Previous page
list_next = Next page
# $title (Text): the chart's title
chart_as_table = { $title } as a table
chart_step = Step
chart_number = Number
# $bar (Text): what is counted, $count (Count)
chart_bar = { $bar }: { $count }

## Steps, contacts, reasons

steps = Steps
# $step (Text): its name
step_done = { $step } <sr>done</sr>
# $step (Text): its name
step_to_do = { $step } <sr>to do</sr>
# $step (Count), $of (Count)
step_number = Step { $step } of { $of }
# $name (Text): who answers, $phone (Phone)
contact = { $name }: <tel>{ $phone }</tel>
