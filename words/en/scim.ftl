### What the history says of identity systems (SCIM), what they are answered, and their tokens.
### Readers: staff

# $token (Text): what a resource manager called the token
scim_reason = By an identity system, with the token { $token }

# $token (Text), $exchange (Text), $last (Moment): when it ends
mail_token_ends =
    .subject = The token of an identity system ends soon
    .body =
        Hello,

        the token "{ $token }" at { $exchange } is good until { $last }. From then on its system cannot keep the roster any more.

        Make a new token on the page "Tokens", and give it to whoever runs the system. If the system is not used any more, there is nothing to do.

## Tokens: the form

ask_token_name = Name of the token
    .hint = Which system uses it, such as the state's identity department. It stands in the history of what is changed.
    .missing = Enter a name for the token.
ask_token_kind = Which assisters
    .hint = The token reaches accounts and agencies of this kind only.
    .missing = Choose which assisters the token reaches.
ask_token_scope = What the token may do
    .hint = A token never certifies anybody and never reaches a consumer.
    .missing = Choose what the token may do.
# $answer (TokenScope: read, write)
answer_token_scope =
    { $answer ->
       *[read] Read only
        [write] Read and write
    }
ask_token_days = How long it is good
    .hint = Then it stops, and a new one is made.
    .missing = Choose how long the token is good.
# $days (Count)
ask_token_so_many_days =
    { $days ->
        [one] 1 day
       *[other] { $days } days
    }

## Tokens: the page

tokens_title = Tokens of identity systems
tokens_lead = With a token, an identity system keeps assister accounts and agencies by SCIM 2.0. It makes, corrects, stops and closes them under the rules of these pages.
# $address (Code): where SCIM answers
tokens_address = SCIM answers at { $address }
tokens_new = Make a token
tokens_make = Make token
# $name (Text)
tokens_made = The token { $name } was made. Copy it now: it is not shown again.
tokens_its_text = Token
tokens_back = Back to the tokens
tokens_revoked_now = The token was revoked. It means nothing from now on.
tokens_caption = Tokens, the newest first
tokens_none = No token was made yet.
tokens_name = Name
tokens_reaches = Reaches
tokens_may = May
tokens_state = State
tokens_made_by = Made by
tokens_until = Good until
tokens_used = Last used
tokens_never = Never
tokens_good = Good
tokens_expired = Expired
tokens_revoked = Revoked
# $name (Text)
tokens_revoke = Revoke { $name }
nav_tokens = Tokens

## What an identity system is answered when something cannot be done

scim_error_token = Send a bearer token that is neither expired nor revoked. A resource manager makes one on the page Tokens.
scim_error_scope = This token may not do that. A resource manager makes tokens that may write. Certifying stays with people.
scim_error_not_found = There is nothing here, or nothing that this token reaches.
scim_error_method = This method does nothing here.
scim_error_media = Send the body as application/scim+json.
scim_error_late = The body did not come in time. Send it again.
scim_error_large = The body is too large. Send at most one megabyte.
scim_error_object = The body is no JSON object.
# $line (Count)
# $column (Count)
scim_error_json = The body is no JSON. Look at line { $line }, column { $column }.
scim_error_failure = Something went wrong here. Try again later.
scim_error_busy = There is much to do now. Try again in a few seconds.
# $seconds (Count)
scim_error_too_many =
    { $seconds ->
        [one] This token came too often. Try again in 1 second.
       *[other] This token came too often. Try again in { $seconds } seconds.
    }
scim_error_version = The resource was changed since this version. Read it again.
# $attribute (Text)
# $what (Text)
scim_error_attribute = { $attribute }: { $what }
scim_error_missing = This attribute is required.
# $kind (Text)
scim_error_type = This must be of the type { $kind }.
scim_error_one_email = Send exactly one address, or say which one is primary.
scim_error_member = A member is the id of a User.
scim_error_both = Name attributes or excludedAttributes, not both.
# $place (Count)
scim_error_filter = The filter cannot be read. Look at character { $place }.
# $attribute (Text)
scim_error_filter_attribute = There is no attribute { $attribute } to filter by.
# $attribute (Text)
# $op (Text)
# $value (Text)
scim_error_filter_compare = The attribute { $attribute } cannot be compared by { $op } with { $value }.
# $schema (Text)
scim_error_patch_message = Send 1 to 1,000 Operations in a message of the schema { $schema }.
# $op (Text)
scim_error_patch_op = There is no operation { $op }. Send add, replace or remove.
scim_error_patch_value = The operation needs a value of the attribute's type.
# $path (Text)
scim_error_path = The path { $path } leads to no attribute.
scim_error_no_path = Say by a path what to remove.
# $path (Text)
scim_error_no_target = Nothing fits the path { $path }.
# $path (Text)
scim_error_read_only = What { $path } leads to cannot be written.
# $path (Text)
scim_error_required = What { $path } leads to must be there. Replace it.
