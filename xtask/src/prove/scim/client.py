"""What scim2-cli does not ask: filters, pages, PATCH by a value filter, stopping and starting. Prints what is not as it should be,
one finding a line, and how much was asked at the end. Usage: client.py ADDRESS TOKEN RESOURCES"""
import sys, uuid
from httpx2 import Client
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_models import PatchOp, PatchOperation, SearchRequest

address, token, many = sys.argv[1], sys.argv[2], int(sys.argv[3])
client = SyncSCIMClient(Client(base_url=address, headers={"Authorization": "Bearer " + token}, timeout=20))
client.discover()
User, Group = (client.get_resource_model(name) for name in ("User", "Group"))
asked = 0


def must(what, found, wanted):
    global asked
    asked += 1
    if found != wanted:
        print(f"{what}: {found!r}, not {wanted!r}")


def patch(model, key, *operations):
    operations = [PatchOperation(op=op, path=path, value=value) for op, path, value in operations]
    return client.modify(model, key, PatchOp[model](operations=operations))


def ask(model=User, **wanted):
    return client.query(model, query_parameters=SearchRequest(**wanted))


mark = uuid.uuid4().hex[:8]
made = []
for n in range(many):
    email = f"{mark}-{n}@example.org"
    user = User(user_name=f"{mark}.{n}", name={"familyName": f"Sample {n}"}, active=True, emails=[{"value": email}])
    user.external_id = f"{mark}-{n % 3}"
    made.append(client.create(user))
keys = [user.id for user in made]
ours = f'userName sw "{mark}."'

for n in range(0, many, 3):
    must("userName eq", [one.id for one in ask(filter=f'userName eq "{mark.upper()}.{n}"').resources or []], [keys[n]])
    must("emails.value eq", [one.id for one in ask(filter=f'emails.value eq "{mark}-{n}@example.org"').resources or []], [keys[n]])
third = [key for n, key in enumerate(keys) if n % 3 == 1]
must("externalId eq", sorted(one.id for one in ask(filter=f'externalId eq "{mark}-1"', count=200).resources or []), sorted(third))
must("and not", ask(filter=f'{ours} and not (externalId eq "{mark}-1")', count=0).total_results, many - len(third))
must("nobody", ask(filter=f'userName eq "{mark}"').total_results, 0)
for size in (1, 4, many):
    found = []
    for start in range(1, many + 1, size):
        page = ask(filter=ours, start_index=start, count=size)
        must("itemsPerPage", len(page.resources or []), min(size, many + 1 - start))
        must("totalResults", page.total_results, many)
        found += [one.id for one in page.resources or []]
    must(f"pages of {size}", found, keys[::-1])

one = keys[0]
patch(User, one, ("replace", 'emails[type eq "work"].value', f"{mark}-new@example.org"), ("add", "externalId", "x"))
now = client.query(User, one)
must("patched address", now.emails[0].value, f"{mark}-new@example.org")
must("patched externalId", now.external_id, "x")
patch(User, one, ("replace", "active", False))
must("stopped", client.query(User, one).active, False)
must("stopped, by filter", ask(filter=f"{ours} and active eq false", count=0).total_results, 1)
patch(User, one, ("replace", "active", True))
must("started", client.query(User, one).active, True)

group = client.create(Group(display_name=f"Sample {mark}"))
patch(Group, group.id, ("add", "members", [{"value": key} for key in keys[:3]]))
patch(Group, group.id, ("remove", f'members[value eq "{keys[1]}"]', None))
must("members", sorted(member.value for member in client.query(Group, group.id).members or []), sorted([keys[0], keys[2]]))
must("by group", sorted(one.id for one in ask(filter=f'groups.value eq "{group.id}"').resources or []), sorted([keys[0], keys[2]]))
client.delete(Group, group.id)
must("left", client.query(User, keys[0]).groups, None)
for key in keys:
    client.delete(User, key)
must("all gone", ask(filter=ours).total_results, 0)
print(f"{asked} asked")
