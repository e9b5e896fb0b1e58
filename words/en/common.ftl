### How this language writes, and words that many pages share.
### Readers: consumers

## How this language writes. The program reads these; they are no sentences.

language_name = English
# ltr, or rtl for a language that runs from right to left.
language_direction = ltr
# The code of a language whose plural forms are the same: `vi` for a language with one form.
language_plurals_like = en
person_name = { $given } { $family }
list_pair = { $first } and { $second }
list_more = { $first }, { $second }
list_last = { $first } and { $second }
day = { $day } { $month } { $year }
# $hour counts to 12, twice a day; $hour24 (two digits) to 23.
moment = { $day }, { $hour }:{ $minute } { $half }
# Between the | nothing but the names.
months = Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec
halves = a.m.|p.m.
percent = { $number }%

## Words

yes = Yes
no = No
optional = (optional)
# $who (Who: consumer, assister, broker, navigator, cac, agency_administrator, resource_manager, service_desk, auditor)
who =
    { $who ->
       *[consumer] consumer
        [assister] assister
        [broker] broker
        [navigator] navigator
        [cac] certified application counselor
        [agency_administrator] agency administrator
        [resource_manager] resource manager
        [service_desk] service desk agent
        [auditor] auditor
    }
# $kind (AssisterKind: broker, navigator, cac)
assister_kind =
    { $kind ->
       *[broker] Broker
        [navigator] Navigator
        [cac] Certified application counselor
    }
# $name (Text): an assister who did something, $kind (AssisterKind)
by_assister =
    { $kind ->
       *[broker] { $name } (broker)
        [navigator] { $name } (navigator)
        [cac] { $name } (certified application counselor)
    }
by_account = The account
