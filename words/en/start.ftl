### The start page, which everybody can open.
### Readers: consumers

start_title = Get help with health coverage
start_intro = Apply for help paying for health coverage, alone or with an assister you choose. Nothing is done for you without your consent, and you can see everything that was done.
start_practice = <a>Try Assent with practice data</a>
start_home = Go to your start page
start_estimate = <a>See what help you could get</a>. You need no account, and nothing you type is kept.

## Roles that have no pages yet

start_no_pages_heading = No pages for your role yet
# $who (Who): the role
start_no_pages = You are signed in as { who }. This version of the portal has no pages for that work. Nothing is wrong with your account, and there is nothing you need to do here.
# $name (Text): who answers, $phone (Phone)
start_questions = For questions, call { $name }: <tel>{ $phone }</tel>.

## Two lists

start_households = For you and your household
# $programs (Texts): what the state's programs are called
start_apply = Apply for a tax credit, or for { $programs }, with one application.
start_authorize = Authorize one certified broker, navigator or application counselor to help you. Remove them whenever you want.
start_see = See who opened or changed your data, and when.
start_assisters = For assisters
start_book = See the consumers who authorized you in one list, with the next step for each.
start_act = Start, resume, sign and submit applications, and enroll, in person, by phone or alone.
start_invited = Your account is made by the exchange. You get an invitation with a registration code.
