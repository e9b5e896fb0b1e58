### "Find an assister": the public directory.
### Readers: consumers

directory_title = Find an assister
directory_lead = Certified assisters can help you apply and choose a plan. It costs you nothing.
directory_search = Search
directory_results = Assisters
directory_found = In the order of last names:
# $zip (Code): the ZIP code that was searched
directory_around = Near { $zip }, the nearest first:
directory_none = We found nobody. Leave one thing open and search again, or call us.
directory_narrower = There are more. Search for a city or a ZIP code to see others.
directory_next = Show more
# $miles (Count)
directory_miles =
    { $miles ->
        [one] About { $miles } mile away
       *[other] About { $miles } miles away
    }
# $city (Text), $miles (Count)
directory_city_miles =
    { $miles ->
        [one] { $city }, about { $miles } mile away
       *[other] { $city }, about { $miles } miles away
    }
directory_accepts = Takes new people
directory_accepts_not = Takes no new people now
# $phone (Phone)
directory_call = Call <tel>{ $phone }</tel>
directory_place = Place
directory_ways = Ways to help
directory_accessibility = Easier to come
directory_assign_lead = On the next page you read what this person may do for you. Nothing changes before you agree.
directory_back = Find another assister

## What can be asked

ask_directory_search = Name, city, county or ZIP code
    .hint = For example: 55401
    .missing = Enter a name, a city, a county or a ZIP code.
ask_directory_kind = Kind of assister
ask_directory_language = Language
ask_directory_way = Way to help
ask_directory_accessibility = Easier to come
ask_directory_accepts = Only who takes new people
directory_hours = Hours
# $from (Day), $until (Day)
directory_absent = Away from { $from } until { $until }.
# $from (Day), $until (Day), $name (Name): who stands in, $phone (Text): their number
directory_absent_with = Away from { $from } until { $until }. You can ask { $name }: { $phone }
