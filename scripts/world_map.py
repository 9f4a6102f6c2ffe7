"""Makes engagements/world_map.json: the countries of the world as paths to draw, and the smallest ones as points.

The source is the npm package world-atlas 2.0.2, which is Natural Earth's public-domain map as TopoJSON. It is needed
once, when the map is made anew:

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    .venv/bin/python scripts/world_map.py package

What Natural Earth gives to whoever holds it is drawn as Sweden recognises it (MOVED).

Equal Earth, so that areas can be compared; around 11° east, so that no country is cut in two.
"""

import json
import math
import sys
from pathlib import Path
from typing import Any

from django.conf import settings

MADE = Path(__file__).resolve().parent.parent / "engagements" / "world_map.json"
WIDTH, MIDDLE = 2000, 11.0
# Squared units: an island smaller than this cannot be seen, and costs as much as one that can.
SMALLEST = 6
ANTARCTICA = "010"
# Countries that have a code by use and no number.
BY_NAME = {"Kosovo": "XK"}
Point = tuple[float, float]
Ring = list[Point]
# Natural Earth draws who holds the land. The map draws what Sweden recognises: rings of one country that lie within a
# box (west, south, east, north) belong to another. Crimea is Ukraine's. See docs/adr/0028.
RUSSIA, UKRAINE = "643", "804"
MOVED = ((RUSSIA, UKRAINE, (32.3, 44.2, 36.8, 46.3)),)


def main(package: Path) -> None:
    """Write the file, always the same from the same source."""
    settings.configure(USE_I18N=False)
    from django_countries import countries  # noqa: PLC0415 - reads the settings when it is imported

    coarse, fine = (read(package / f"countries-{scale}.json") for scale in ("110m", "50m"))
    drawn: dict[str, str] = {}
    other = ""
    for number, rings in coarse.items():
        path = path_of(rings)
        code = countries.alpha2(int(number)) if number.isdigit() else BY_NAME.get(number, "")
        if code:
            drawn[code] = path
        else:
            other += path
    points = {}
    for number, rings in fine.items():
        code = countries.alpha2(int(number)) if number.isdigit() else ""
        if code and code not in drawn:
            points[code] = point_of(rings)
    made = {
        "size": [WIDTH, round(HEIGHT)],
        "countries": dict(sorted(drawn.items())),
        "points": dict(sorted(points.items())),
        "other": other,
    }
    MADE.write_text(json.dumps(made, indent=0, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{len(drawn)} countries, {len(points)} points, {MADE.stat().st_size} bytes")


def read(file: Path) -> dict[str, list[Ring]]:
    """Every country's rings in degrees, by its number in ISO 3166; what has none by its name."""
    topology = json.loads(file.read_text(encoding="utf-8"))
    arcs = [decoded(arc, topology["transform"]) for arc in topology["arcs"]]
    found: dict[str, list[Ring]] = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        number = shape.get("id") or shape["properties"]["name"]
        if number == ANTARCTICA or "arcs" not in shape:
            continue
        polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        rings = [joined(ring, arcs) for polygon in polygons for ring in polygon]
        found.setdefault(number, []).extend(rings)
    for holder, owner, box in MOVED:
        hand_over(found, holder, owner, box)
    return found


def hand_over(found: dict[str, list[Ring]], holder: str, owner: str, box: tuple[float, ...]) -> None:
    """What the holder has within the box becomes the owner's, without a border in between."""
    west, south, east, north = box
    for ring in [
        ring for ring in found[holder] if all(west < x < east and south < y < north for x, y in ring)
    ]:
        found[holder].remove(ring)
        beside = next((each for each in found[owner] if len(set(each) & set(ring)) > 1), None)
        if beside is None:
            found[owner].append(ring)
        else:
            found[owner][found[owner].index(beside)] = united(beside, ring)


def united(ring: Ring, other: Ring) -> Ring:
    """Two rings with one stretch of border in common, as one."""
    mine, theirs = ring[:-1], other[:-1]
    common = set(mine) & set(theirs)
    # Begin where the border in common has just been left, so that it lies in one piece.
    begin = next(n for n, point in enumerate(mine) if point not in common and mine[n - 1] in common)
    mine = mine[begin:] + mine[:begin]
    border = [n for n, point in enumerate(mine) if point in common]
    first, last = border[0], border[-1]
    here = theirs.index(mine[first])
    theirs = theirs[here:] + theirs[:here]
    if theirs[1] in common:
        theirs = [theirs[0], *theirs[:0:-1]]
    around = theirs[: theirs.index(mine[last]) + 1]
    return [*mine[:first], *around, *mine[last + 1 :], mine[0]]


def decoded(arc: list[list[int]], transform: dict[str, Any]) -> Ring:
    """TopoJSON keeps whole numbers, each the step from the one before."""
    (kx, ky), (dx, dy) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for step in arc:
        x, y = x + step[0], y + step[1]
        points.append((x * kx + dx, y * ky + dy))
    return points


def joined(numbers: list[int], arcs: list[Ring]) -> Ring:
    """A ring of its arcs; one that is counted from the end (~n) runs backwards."""
    ring: Ring = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring += arc if not ring else arc[1:]
    return ring


def unwrapped(ring: Ring) -> Ring:
    """Around the middle of the map, without a jump where the degrees begin anew."""
    turned: Ring = []
    for lon, lat in ring:
        lon -= MIDDLE
        if turned:
            while lon - turned[-1][0] > 180:
                lon -= 360
            while lon - turned[-1][0] < -180:
                lon += 360
        turned.append((lon, lat))
    return turned


def clipped(ring: Ring, edge: float, keep_below: bool) -> Ring:
    """The part of the ring on one side of a meridian (Sutherland and Hodgman)."""
    kept: Ring = []
    for before, here in zip([ring[-1], *ring[:-1]], ring, strict=True):
        is_in, was_in = ((p[0] <= edge) == keep_below for p in (here, before))
        if is_in != was_in:
            share = (edge - before[0]) / (here[0] - before[0])
            kept.append((edge, before[1] + share * (here[1] - before[1])))
        if is_in:
            kept.append(here)
    return kept


def parts(ring: Ring) -> list[Ring]:
    """The ring cut where the map ends, each part moved to where the map has it."""
    whole = unwrapped(ring)
    found = []
    for turn in (-360.0, 0.0, 360.0):
        moved = [(lon + turn, lat) for lon, lat in whole]
        for edge, below in ((180.0, True), (-180.0, False)):
            moved = clipped(moved, edge, below) if moved else moved
        if len(moved) > 2:
            found.append(moved)
    return found


A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796


def equal_earth(lon: float, lat: float) -> Point:
    """Šavrič, Patterson and Jenny (2018)."""
    theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(lat)))
    t2 = theta * theta
    t6 = t2**3
    x = 2 * math.sqrt(3) * math.radians(lon) * math.cos(theta)
    x /= 3 * (9 * A4 * t6 * t2 + 7 * A3 * t6 + 3 * A2 * t2 + A1)
    return x, theta * (A1 + A2 * t2 + t6 * (A3 + A4 * t2))


# Without Antarctica the map ends south of Cape Horn.
SCALE = WIDTH / (2 * equal_earth(180, 0)[0])
NORTH, SOUTH = equal_earth(0, 84)[1], equal_earth(0, -57)[1]
HEIGHT = (NORTH - SOUTH) * SCALE


def placed(lon: float, lat: float) -> Point:
    x, y = equal_earth(lon, lat)
    return WIDTH / 2 + x * SCALE, (NORTH - y) * SCALE


def path_of(rings: list[Ring]) -> str:
    """Whole units, each the step from the one before: half the bytes of decimals. The largest ring always stays."""
    shapes = [[placed(*point) for point in part] for ring in rings for part in parts(ring)]
    largest = max(shapes, key=area)
    drawn = ""
    for shape in shapes:
        if area(shape) < SMALLEST and shape is not largest:
            continue
        points = [(round(x), round(y)) for x, y in shape]
        kept = [points[0]]
        for point in points[1:]:
            if point != kept[-1]:
                kept.append(point)
        (x, y), steps = kept[0], ""
        for point in kept[1:]:
            steps += f"{step(point[0] - x, bool(steps))}{step(point[1] - y, True)}"
            x, y = point
        drawn += f"M{kept[0][0]} {kept[0][1]}l{steps}z"
    return drawn


def step(number: int, follows: bool) -> str:
    """A number needs no space before its minus."""
    return f" {number}" if follows and number >= 0 else str(number)


def area(shape: Ring) -> float:
    return abs(signed(shape))


def signed(shape: Ring) -> float:
    pairs = zip(shape, [*shape[1:], shape[0]], strict=True)
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs) / 2


def point_of(rings: list[Ring]) -> list[int]:
    """The middle of the largest part."""
    shape = max(([placed(*point) for point in part] for ring in rings for part in parts(ring)), key=area)
    xs, ys = zip(*shape, strict=True)
    return [round(sum(xs) / len(xs)), round(sum(ys) / len(ys))]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
