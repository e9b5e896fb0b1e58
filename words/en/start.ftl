### The start page, which everybody can open.
### Readers: consumers

# $who (Who): the role
start_signed_in_as = You are signed in as { who }.
