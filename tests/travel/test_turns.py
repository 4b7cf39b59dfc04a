"""Cars obey turn restrictions and do not turn round at crossings; nobody else is bound."""

import tempfile
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealroute.domain import Coordinates, Mode
from mealroute.travel import matrix
from mealroute.travel.extract import read_streets
from mealroute.travel.matrix import cost_blocks
from mealroute.travel.network import Network, Snaps, build_network
from mealroute.travel.router import StreetTravel
from mealroute.travel.trail import cheapest_trail
from tests.builders import at_m
from tests.travel.osm import SPEEDS, STREET, Relation, Tags, travel_on, write_osm
from tests.travel.slow_turns import Sign, SlowTurns

# A crossing x with four arms; from the north arm n a long way round leads to the west arm w.
#
#       r--n
#       |  |
#       w--x--e
#          |
#          s
CROSS = {
    "x": (0, 0),
    "n": (200, 0),
    "e": (0, 200),
    "s": (-200, 0),
    "w": (0, -200),
    "r": (200, -200),
}
WAYS = [("sx", STREET), ("xw", STREET), ("xn", STREET), ("xe", STREET), ("nrw", STREET)]
S, N, E, W = (at_m(*CROSS[arm]) for arm in "snew")
SX, XW, XN, XE, NRW = range(5)


def no_left(value: str = "no_left_turn", **tags: str) -> Relation:
    kind = {"type": "restriction", "restriction": value}
    return [(SX, "from"), ("x", "via"), (XW, "to")], {**kind, **named(tags)}


def only_straight_on() -> Relation:
    kind = {"type": "restriction", "restriction": "only_straight_on"}
    return [(SX, "from"), ("x", "via"), (XN, "to")], kind


def named(tags: Tags) -> dict[str, str]:
    return {key.replace("__", ":"): value for key, value in tags.items()}


def metres(
    travel: StreetTravel, mode: Mode = Mode.CAR, origin: Coordinates = S, goal: Coordinates = W
) -> int:
    path = travel.path(mode, origin, goal)
    assert travel.table(mode, [origin], [goal]).metres[0, 0] == path.metres
    return round(path.metres)


def town(folder: Path, *relations: Relation, ways: Sequence[tuple[str, Tags]] = WAYS) -> int:
    return metres(travel_on(folder, CROSS, ways, relations=relations))


def test_without_a_sign_the_turn_is_made(tmp_path: Path) -> None:
    assert town(tmp_path) == 400


def test_a_forbidden_turn_is_gone_round_and_not_dodged_by_turning_round(tmp_path: Path) -> None:
    assert town(tmp_path, no_left()) == 800  # by n and r
    dead_end = [way for way in WAYS if way[0] != "nrw"]
    # The next place to turn round is the end of a street: n or e, straight on and back.
    assert town(tmp_path, no_left(), ways=dead_end) == 800


def test_at_a_crossing_nobody_turns_round_though_it_is_nearer(tmp_path: Path) -> None:
    nodes = {**CROSS, "m": (40, 0), "p": (40, 40)}
    ways = [("sx", STREET), ("xw", STREET), ("xmn", STREET), ("mp", STREET)]
    travel = travel_on(tmp_path, nodes, ways, relations=[no_left()])
    assert metres(travel) == 400 + 2 * 80  # into the short street at m and back, not at m itself


@pytest.mark.parametrize("mode", [Mode.FOOT, Mode.EBIKE])
def test_signs_bind_nobody_who_can_push(tmp_path: Path, mode: Mode) -> None:
    travel = travel_on(tmp_path, CROSS, WAYS, relations=[no_left(), no_left(except_="foot")])
    assert metres(travel, mode) == 400


def test_an_only_turn_forbids_the_others(tmp_path: Path) -> None:
    travel = travel_on(tmp_path, CROSS, WAYS, relations=[only_straight_on()])
    assert metres(travel) == 800
    assert metres(travel, goal=N) == 400
    assert metres(travel, goal=E) == 1200  # round by n, r and w
    assert metres(travel, origin=N, goal=E) == 400


def test_two_only_turns_from_one_street_allow_both(tmp_path: Path) -> None:
    signs: list[Relation] = [
        ([(SX, "from"), ("x", "via"), (to, "to")], {"type": "restriction", "restriction": value})
        for to, value in [(XN, "only_straight_on"), (XE, "only_right_turn")]
    ]
    travel = travel_on(tmp_path, CROSS, WAYS, relations=signs)
    assert [metres(travel, goal=goal) for goal in (N, E, W)] == [400, 400, 800]


@pytest.mark.parametrize(
    "tags",
    [
        {"except": "motorcar"},
        {"except": "bus;motor_vehicle"},
        {"restriction": "", "restriction:conditional": "no_left_turn @ (Mo-Fr 07:00-09:00)"},
        {"restriction": "", "restriction:hgv": "no_left_turn"},
        {"restriction": "give_way"},
        {"type": "route"},
        {"restriction:motorcar": "none"},
    ],
)
def test_a_sign_that_does_not_bind_cars_is_no_sign(tmp_path: Path, tags: Tags) -> None:
    members, own = no_left()
    assert town(tmp_path, (members, {**own, **tags})) == 400


@pytest.mark.parametrize(
    "tags",
    [
        {"except": "psv;bicycle"},
        {"restriction": "", "restriction:motorcar": "no_left_turn"},
        {"restriction": "", "restriction:motor_vehicle": "no_left_turn"},
        {"type": "restriction:motorcar", "restriction": "", "restriction:motorcar": "no_left_turn"},
    ],
)
def test_a_sign_may_name_cars_or_except_others(tmp_path: Path, tags: Tags) -> None:
    members, own = no_left()
    assert town(tmp_path, (members, {**own, **tags})) == 800


@pytest.mark.parametrize("lost", [SX, XW, "x"])
def test_a_sign_whose_member_lies_outside_the_extract_binds_nobody(
    tmp_path: Path, lost: int | str
) -> None:
    members, tags = no_left("only_left_turn")
    outside = {SX: 70, XW: 71, "x": "?"}[lost]
    held = [(outside if member == lost else member, role) for member, role in members]
    assert town(tmp_path, (held, tags)) == 400
    travel = travel_on(tmp_path, CROSS, WAYS, relations=[(held, tags)])
    assert metres(travel, goal=N) == 400


def test_a_turn_into_a_closed_street_is_nobodys_only_turn(tmp_path: Path) -> None:
    file = write_osm(tmp_path / "town.osm", CROSS, WAYS, [only_straight_on()])
    travel = StreetTravel(read_streets(file, closed=[XN + 1]), SPEEDS)
    assert metres(travel, goal=E) == 400


def test_several_streets_may_be_closed_for_entry_or_exit(tmp_path: Path) -> None:
    no_entry: Relation = (
        [(SX, "from"), (XE, "from"), ("x", "via"), (XW, "to")],
        {"type": "restriction", "restriction": "no_entry"},
    )
    travel = travel_on(tmp_path, CROSS, WAYS, relations=[no_entry])
    assert [metres(travel, origin=origin) for origin in (S, E, N)] == [800, 800, 400]
    no_exit: Relation = (
        [(SX, "from"), ("x", "via"), (XW, "to"), (XN, "to")],
        {"type": "restriction", "restriction": "no_exit"},
    )
    travel = travel_on(tmp_path, CROSS, WAYS, relations=[no_exit])
    assert metres(travel, goal=E) == 400
    assert metres(travel, goal=N) == 800  # to the end of the street e and back


# A street n-s crossed by a short link x-y: from s over the link back to the south at t.
LINK = {"s": (-200, 0), "x": (0, 0), "n": (200, 0), "y": (0, 50), "t": (-200, 50), "u": (200, 50)}
LINKED = [("sx", STREET), ("xn", STREET), ("xy", STREET), ("yt", STREET), ("yu", STREET)]


def over_the_link(value: str, via: Sequence[int] = (2,)) -> Relation:
    members = [(0, "from"), *((way, "via") for way in via), (3, "to")]
    return members, {"type": "restriction", "restriction": value}


def test_a_sign_may_forbid_a_way_over_a_street_between(tmp_path: Path) -> None:
    s, n, t, u = (at_m(*LINK[end]) for end in "sntu")
    travel = travel_on(tmp_path, LINK, LINKED, relations=[over_the_link("no_u_turn")])
    free = travel_on(tmp_path, LINK, LINKED)
    assert metres(free, origin=s, goal=t) == 450
    assert metres(travel, origin=s, goal=t) == 850  # on to the end of a street and back
    assert metres(travel, origin=n, goal=t) == 450
    assert metres(travel, origin=s, goal=u) == 450
    assert metres(travel, origin=s, goal=at_m(0, 25)) == pytest.approx(225, abs=1)
    assert metres(travel, origin=at_m(0, 25), goal=t) == pytest.approx(225, abs=1)


def test_a_sign_may_force_a_way_over_a_street_between(tmp_path: Path) -> None:
    s, n, t, u = (at_m(*LINK[end]) for end in "sntu")
    travel = travel_on(tmp_path, LINK, LINKED, relations=[over_the_link("only_u_turn")])
    assert metres(travel, origin=s, goal=t) == 450
    assert metres(travel, origin=s, goal=u) == 850
    assert metres(travel, origin=n, goal=u) == 450


def test_a_sign_may_lead_over_two_streets(tmp_path: Path) -> None:
    nodes = {**LINK, "z": (0, 25), "q": (40, 25)}
    ways = [("sx", STREET), ("xn", STREET), ("xz", STREET), ("yt", STREET), ("zy", STREET)]
    ways += [("yu", STREET), ("zq", STREET)]
    s, t = at_m(*LINK["s"]), at_m(*LINK["t"])
    travel = travel_on(tmp_path, nodes, ways, relations=[over_the_link("no_u_turn", via=(2, 4))])
    assert metres(travel_on(tmp_path, nodes, ways), origin=s, goal=t) == 450
    assert metres(travel, origin=s, goal=t) == 450 + 80  # into the dead end at z and back
    lost = over_the_link("no_u_turn", via=(2, 70))
    assert metres(travel_on(tmp_path, nodes, ways, relations=[lost]), origin=s, goal=t) == 450


def test_a_town_that_is_one_ring_is_driven_either_way_round(tmp_path: Path) -> None:
    nodes = {"a": (0, 0), "b": (0, 100), "c": (100, 100), "d": (100, 0)}
    travel = travel_on(tmp_path, nodes, [("abcda", STREET)])
    doors = [at_m(*nodes[corner]) for corner in "abcd"]
    table = travel.table(Mode.CAR, doors, doors)
    expected = [[0, 100, 200, 100], [100, 0, 100, 200], [200, 100, 0, 100], [100, 200, 100, 0]]
    assert table.metres == pytest.approx(np.array(expected), abs=1)


# Random towns: a grid of nine crossings, some streets between neighbours, some one way, some signs.
GRID = {letter: (100.0 * (n // 3), 100.0 * (n % 3)) for n, letter in enumerate("abcdefghi")}
PAIRS = ["ab", "bc", "de", "ef", "gh", "hi", "ad", "dg", "be", "eh", "cf", "fi"]
ONE_WAY = {**STREET, "oneway": "yes"}


@st.composite
def towns(draw: st.DrawFn) -> tuple[list[tuple[str, Tags]], list[Sign]]:
    pairs = draw(st.lists(st.sampled_from(PAIRS), min_size=4, unique=True))
    ways: list[tuple[str, Tags]] = [
        (pair, ONE_WAY if draw(st.integers(0, 4)) == 0 else STREET) for pair in pairs
    ]
    signs = []
    for _ in range(draw(st.integers(0, 4))):
        nodes = draw(walks(pairs))
        row = [pairs.index(min(a + b, b + a)) for a, b in pairwise(nodes)]
        only = draw(st.booleans())
        via = nodes[1] if len(row) == 2 else tuple(row[1:-1])
        signs.append(Sign(row[0], via, row[-1], only and row[0] != row[-1]))
    return ways, signs


@st.composite
def walks(draw: st.DrawFn, pairs: Sequence[str]) -> str:
    """A walk over two to four streets, none twice but in a turn round at a crossing."""
    gone = draw(st.sampled_from(pairs))
    length = draw(st.integers(3, 5))
    while len(gone) < length:
        used = {min(a + b, b + a) for a, b in pairwise(gone)}
        onward = [p.replace(gone[-1], "") for p in pairs if gone[-1] in p and p not in used]
        if not onward:
            return gone if len(gone) > 2 else f"{gone}{gone[0]}"
        gone += draw(st.sampled_from(onward))
    return gone


def network_of(ways: Sequence[tuple[str, Tags]], signs: Sequence[Sign]) -> Network:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "town.osm"
        write_osm(file, GRID, ways, [sign.relation() for sign in signs])
        return build_network(read_streets(file), Mode.CAR, SPEEDS)


def doors_on(network: Network, count: int, seed: int) -> Snaps:
    random = np.random.default_rng(seed)
    middle = at_m(100, 100)
    lat, lon = random.uniform(-0.0013, 0.0013, (2, count))
    return network.snap(lat + middle.lat, lon + middle.lon)


@given(town=towns(), seed=st.integers(0, 99))
def test_the_search_over_states_is_that_over_all_streets_gone(
    town: tuple[list[tuple[str, Tags]], list[Sign]], seed: int
) -> None:
    ways, signs = town
    network = network_of(ways, signs)
    if not network.street.size:
        return
    slow = SlowTurns([letters for letters, _tags in ways], signs, network)
    doors = doors_on(network, 4, seed)
    one = [doors.take(slice(row, row + 1)) for row in range(4)]
    expected = np.array([[slow.cost(source, sink) for sink in one] for source in one])
    tables = []
    for worth in (128, 1):  # the plain graph, and the contracted one
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(matrix, "_WORTH_CONTRACTING", worth)
            ((_, there),) = cost_blocks(network, doors, doors)
            ((_, back),) = cost_blocks(network, doors, doors, against_traffic=True)
        tables += [there, back.T]
    assert np.isfinite(expected).all()
    for table in tables:
        assert (table == expected).all()
    for row, source in enumerate(one):
        for column, sink in enumerate(one):
            assert cheapest_trail(network, source, sink).cost == expected[row, column]
