import sys; sys.path.insert(0,'/work/main')
from tests.slow.test_crash import *
from tests.slow import test_crash as tc
def test_one(killed_app, tmp_path):
    world = furnished(killed_app, free_port())
    server = start(tmp_path, world.port)
    c, paths = world.sheets[0]
    for k in range(4):
        t=monotonic()
        a = post(world, paths[0], f"mark_1=3&mark_2=4&mark_3=5&note=&version={k}&act=next", c)
        print(a and a.status, a and dict(a.headers), monotonic()-t)
    d, c = world.drafts.popleft()
    t=monotonic(); a = post(world, f"/en/enter/{d}/check", "", c); print(a.status, monotonic()-t)
    server.kill(); server.wait()
