// The town: areas, water and streets under the routes, their names above them.
"use strict";

(function () {
  const COLOURS = {
    paper: "#f5f2ec", green: "#d3e6c4", water: "#a8cfe6", building: "#dcd4c8", wall: "#b9ad9c",
    casing: "#b3aa9c", path: "#a58f72",
  };
  // Width in pixels at zoom 15, fill, and the zoom from which the class is drawn and named.
  const ROADS = {
    path: { width: 1.6, fill: COLOURS.path, from: 15, named: 17 },
    service: { width: 2.4, fill: "#ffffff", from: 14, named: 17 },
    street: { width: 4.2, fill: "#ffffff", from: 12, named: 15.5 },
    middle: { width: 5.6, fill: "#fdeeb0", from: 0, named: 14.5 },
    major: { width: 7.2, fill: "#f9d58a", from: 0, named: 13.5 },
  };
  const FONT = 'system-ui, "Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif';

  // Chinese characters stand upright also where their street runs north, one below the other.
  const UPRIGHT = /^[\u2e80-\u9fff\uf900-\ufaff]+$/;
  const STEEP = Math.sin((60 * Math.PI) / 180);
  const NUMBERS_FROM = 17;
  // A volunteer reads the map in a hand, a coordinator on a desk.
  const LARGER = mealroute.data.single ? 3 : 0;

  const NOTHING = { roads: {}, waterways: [], areas: {}, names: [], numbers: ["", ""] };
  const town = shapes(mealroute.data.ground || NOTHING);

  function shapes(ground) {
    const shape = (text) => mealroute.flatten(mealroute.decode(text));
    const named = ([name, ...lines]) => ({ name, lines: lines.map(shape) });
    const by = (table, make) =>
      Object.fromEntries(Object.entries(table).map(([kind, rows]) => [kind, rows.map(make)]));
    return {
      roads: by(ground.roads, named),
      waterways: ground.waterways.map(named),
      areas: by(ground.areas, ([name, outline]) => ({ name, ...shape(outline) })),
      names: ground.names.map(([lat, lon, name, rank]) => ({
        name, rank, ...mealroute.flatten([[lat, lon]]),
      })),
      numbers: numbered(...ground.numbers),
    };
  }

  function numbered(words, places) {
    const names = words.split("\n");
    return mealroute.decode(places).map((place, i) => ({
      name: names[i], ...mealroute.flatten([place]),
    }));
  }

  // One by one: in a common path, areas drawn in opposite senses would cut holes in each other.
  function fill(context, view, areas, colour, edge) {
    context.fillStyle = colour;
    if (edge) context.strokeStyle = edge;
    context.lineWidth = 0.8;
    for (const area of areas || []) {
      if (!view.sees(area, 0)) continue;
      context.beginPath();
      mealroute.trace(context, view, area);
      context.closePath();
      context.fill();
      if (edge) context.stroke();
    }
  }

  function stroke(context, view, named, colour, width, dash) {
    context.beginPath();
    for (const { lines } of named || []) {
      for (const line of lines) if (view.sees(line, width)) mealroute.trace(context, view, line);
    }
    context.setLineDash(dash || []);
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.stroke();
    context.setLineDash([]);
  }

  const roadWidth = (kind, zoom) => ROADS[kind].width * Math.pow(1.38, zoom - 15);

  mealroute.paintGround = function (context, view) {
    const { min } = view.bounds;
    const size = view.bounds.getSize();
    context.fillStyle = COLOURS.paper;
    context.fillRect(min.x, min.y, size.x, size.y);
    fill(context, view, town.areas.green, COLOURS.green, null);
    fill(context, view, town.areas.water, COLOURS.water, COLOURS.water); // no seam inside a river
    stroke(context, view, town.waterways, COLOURS.water, Math.max(1.5, (view.zoom - 11) * 1.2));
    if (view.zoom >= 14) fill(context, view, town.areas.building, COLOURS.building, COLOURS.wall);
    const kinds = Object.keys(ROADS).filter((kind) => view.zoom >= ROADS[kind].from);
    for (const kind of kinds.filter((kind) => kind !== "path")) {
      stroke(context, view, town.roads[kind], COLOURS.casing, roadWidth(kind, view.zoom) + 1.6);
    }
    for (const kind of kinds) {
      const dash = kind === "path" ? [5, 4] : null;
      stroke(context, view, town.roads[kind], ROADS[kind].fill, roadWidth(kind, view.zoom), dash);
    }
  };

  // Labels already written, as squares that no other label may touch.
  function taken() {
    const squares = [];
    const free = (square) =>
      squares.every(
        (other) =>
          Math.abs(other.x - square.x) >= other.half + square.half ||
          Math.abs(other.y - square.y) >= (other.high || other.half) + (square.high || square.half),
      );
    return {
      add: (square) => squares.push(square),
      claim(wanted) {
        if (!wanted.every(free)) return false;
        squares.push(...wanted);
        return true;
      },
    };
  }

  function write(context, text, x, y, angle, colour) {
    context.save();
    context.translate(x, y);
    context.rotate(angle);
    context.strokeText(text, 0, 0);
    context.fillStyle = colour;
    context.fillText(text, 0, 0);
    context.restore();
  }

  function writeUpright(context, text, x, y, angle, size, colour) {
    const down = Math.sin(angle) < 0 ? -1 : 1;
    const signs = [...text].map((sign, i) => {
      const along = (i - (text.length - 1) / 2) * size * 1.04 * down;
      return [sign, x + along * Math.cos(angle), y + along * Math.sin(angle)];
    });
    for (const [sign, atX, atY] of signs) context.strokeText(sign, atX, atY);
    context.fillStyle = colour;
    for (const [sign, atX, atY] of signs) context.fillText(sign, atX, atY);
  }

  // The places along a line where a text of this width lies straight enough, the middle first.
  function straightParts(view, shape, width) {
    const points = [];
    for (let i = 0; i < shape.flat.length; i += 2) {
      points.push([
        shape.flat[i] * view.scale - view.origin.x, shape.flat[i + 1] * view.scale - view.origin.y,
      ]);
    }
    const along = [0];
    for (let i = 1; i < points.length; i++) {
      const [a, b] = [points[i - 1], points[i]];
      along.push(along[i - 1] + Math.hypot(b[0] - a[0], b[1] - a[1]));
    }
    const whole = along[along.length - 1];
    const at = (distance) => {
      let i = 1;
      while (i < along.length - 1 && along[i] < distance) i++;
      const part = (distance - along[i - 1]) / (along[i] - along[i - 1] || 1);
      return [0, 1].map((axis) => points[i - 1][axis] + part * (points[i][axis] - points[i - 1][axis]));
    };
    const parts = [];
    for (let start = 0; start + width <= whole; start += Math.max(30, width / 2)) {
      const [a, b] = [at(start), at(start + width)];
      const chord = Math.hypot(b[0] - a[0], b[1] - a[1]);
      if (chord < width * 0.97) continue;
      const middle = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
      if (!view.bounds.contains(L.point(middle[0], middle[1]))) continue;
      let angle = Math.atan2(b[1] - a[1], b[0] - a[0]);
      if (angle > Math.PI / 2 + 0.05) angle -= Math.PI;
      if (angle <= -Math.PI / 2 + 0.05) angle += Math.PI;
      parts.push({ middle, angle, off: Math.abs(start + width / 2 - whole / 2) });
    }
    return parts.sort((one, other) => one.off - other.off);
  }

  function nameLine(context, view, places, named, size, colour, apart) {
    const width = context.measureText(named.name).width;
    const written = [];
    for (const line of named.lines) {
      if (!view.sees(line, 0)) continue;
      for (const { middle, angle } of straightParts(view, line, width + 6)) {
        const [x, y] = middle;
        if (written.some(([ox, oy]) => Math.hypot(ox - x, oy - y) < apart)) continue;
        const half = size * 0.62;
        const squares = [];
        for (let step = -width / 2; step <= width / 2 + half; step += size) {
          const d = Math.min(step, width / 2);
          squares.push({ x: x + d * Math.cos(angle), y: y + d * Math.sin(angle), half });
        }
        if (!places.claim(squares)) continue;
        if (UPRIGHT.test(named.name) && Math.abs(Math.sin(angle)) > STEEP) {
          writeUpright(context, named.name, x, y, angle, size, colour);
        } else {
          write(context, named.name, x, y, angle, colour);
        }
        written.push(middle);
      }
    }
  }

  function nameSpot(context, view, places, name, shape, size, colour) {
    const x = ((shape.box[0] + shape.box[2]) / 2) * view.scale - view.origin.x;
    const y = ((shape.box[1] + shape.box[3]) / 2) * view.scale - view.origin.y;
    if (!view.bounds.contains(L.point(x, y))) return;
    const half = context.measureText(name).width / 2 + 3;
    if (places.claim([{ x, y, half, high: size * 0.7 }])) write(context, name, x, y, 0, colour);
  }

  // Every shop of a house has its number: once is enough.
  function nameNumbers(context, view, places, size) {
    const written = Object.create(null);
    for (const spot of town.numbers) {
      if (!view.sees(spot, 0)) continue;
      const at = [spot.flat[0] * view.scale, spot.flat[1] * view.scale];
      const same = (written[spot.name] = written[spot.name] || []);
      if (same.some(([x, y]) => Math.hypot(at[0] - x, at[1] - y) < 60)) continue;
      same.push(at);
      nameSpot(context, view, places, spot.name, spot, size, "#5c5246");
    }
  }

  mealroute.paintNames = function (context, view) {
    const places = taken();
    for (const label of mealroute.labelRects(view.map)) places.add(label);
    context.textAlign = "center";
    context.textBaseline = "middle";
    const font = (plain, weight) => {
      const size = plain + LARGER;
      context.font = `${weight} ${size}px ${FONT}`;
      context.lineWidth = 3.5;
      context.strokeStyle = "rgba(255,255,255,.92)";
      return size;
    };
    const spots = (rank) => town.names.filter((name) => name.rank === rank);
    if (view.zoom < 17) {
      const size = font(15, 600);
      for (const spot of spots(0)) nameSpot(context, view, places, spot.name, spot, size, "#3d3d3d");
    }
    for (const kind of Object.keys(ROADS).reverse()) {
      if (view.zoom < ROADS[kind].named) continue;
      const size = font(kind === "major" || kind === "middle" ? 14 : 13, 500);
      for (const road of town.roads[kind] || []) {
        if (road.name) nameLine(context, view, places, road, size, "#333333", 320);
      }
    }
    const size = font(13, 500);
    for (const river of town.waterways) {
      if (river.name && view.zoom >= 14) {
        nameLine(context, view, places, river, size, "#1f5f86", 400);
      }
    }
    for (const [kind, colour] of [["water", "#1f5f86"], ["green", "#2f5d2a"], ["building", "#4d443a"]]) {
      for (const area of town.areas[kind] || []) {
        const wide = (area.box[2] - area.box[0]) * view.scale;
        if (area.name && view.zoom >= 15 && wide > context.measureText(area.name).width * 0.7) {
          nameSpot(context, view, places, area.name, area, size, colour);
        }
      }
    }
    if (view.zoom >= 16) {
      for (const spot of spots(1)) nameSpot(context, view, places, spot.name, spot, size, "#4d443a");
    }
    if (view.zoom >= NUMBERS_FROM) {
      nameNumbers(context, view, places, font(11, 400));
    }
  };

  // A layer without anything in it: while it is on the map, the canvas draws the ground.
  mealroute.ground = function () {
    mealroute.groundLayer = L.layerGroup();
    return mealroute.groundLayer;
  };
})();
