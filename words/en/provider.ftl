### Sign-in through the state's own sign-in service (an identity provider), and the link between it and an account.
### Readers: consumers
### $provider (Text): what people call the service
### $exchange (Text): the exchange's name
### $phone (Phone): the exchange's

## On the page where one signs in

provider_sign_in = Sign in with { $provider }
provider_or = Another way to sign in
provider_to_link = { $provider } knows you, and your account here is not linked with it yet. Sign in here once. Then we ask if you want to link the two.

## Somebody came back and is not signed in

provider_failed_title = You are not signed in
provider_not_confirmed_title = You have not confirmed it
provider_down_title = { $provider } does not answer
provider_down = We cannot reach { $provider } at the moment. If you have a username and a password here, sign in with them.
provider_down_more = If you have not, wait some minutes and try again.
provider_try_again = Try again
provider_help = If it goes on, call <tel>{ $phone }</tel>.

## Who is signed in confirms it

provider_or_confirm = Another way to confirm
provider_confirm = Confirm with { $provider }
provider_confirm_more = You are asked there to sign in again.

## Signing out in both places

goodbye_title = You are signed out
goodbye_lead = You are signed out here. We take you to { $provider }, so that you sign out there too.
goodbye_link = Go on to { $provider }

## In the settings

settings_provider_none = Not linked
# $day (Day): when it was linked
settings_provider_since = linked on { $day }
# $moment (Moment)
settings_provider_used = last used { $moment }
settings_provider_unused = not used yet
settings_provider_title = Sign in with { $provider }
settings_provider_how = With a link, you sign in to this account with { $provider }. Choose it, sign in there, and come back here.
# $provider (Text), $email (Text): the address that the service knows
settings_provider_ask = { $provider } knows you as { $email }. Do you want to link it with this account?
settings_provider_then = From then on, whoever signs in there with your name gets in here.
settings_provider_link = Link my account
settings_provider_linked = You sign in to this account with { $provider }.
settings_provider_both = You can remove the link. Then you sign in here with your username and password.
settings_provider_kept = For your account this link stays. To change that, call { $phone }.
settings_provider_remove = Remove the link
settings_said_linked = Your account is linked. You can sign in with { $provider } from now on.
settings_said_unlinked = The link was removed.

## Mails

# $exchange (Text), $phone (Phone), $provider (Text)
mail_own_provider_linked =
    .subject = Your account was linked
    .body =
        Your { $exchange } account was linked with { $provider }. Whoever signs in there with your name gets in to your account here.

        If you did not expect this, call { $exchange } at { $phone } at once.
# $exchange (Text), $phone (Phone), $provider (Text)
mail_own_provider_unlinked =
    .subject = The link of your account was removed
    .body =
        The link between your { $exchange } account and { $provider } was removed. You sign in with your username and password.

        If you did not do this, call { $exchange } at { $phone } at once.
