// What planners look at: catchments, hexagons with their values, and who lives outside.
"use strict";

(function () {
  // One hue from light to dark: darkness alone tells the order, on grey paper too.
  const RAMP = ["#e3eef9", "#b5d0ea", "#7fb0d8", "#3f83bd", "#0f4c8a"];
  const BANDS = "#1b6b3a";
  const CHANGE = ["#ffffff", "#f6dcb4", "#e3a857", "#b06a12", "#6b3a00", "#4b2e83"];
  const layers = []; // [group, paint], in the order of the layer control

  const outline = (text) => mealroute.flatten(mealroute.decode(text));

  mealroute.bands = function (group, which, position) {
    const sources = mealroute.data.catchments[which];
    const chosen = position < 0 ? sources : [sources[position]];
    const minutes = new Map();
    for (const bands of chosen) {
      for (const [minute, ...rings] of bands) {
        if (!minutes.has(minute)) minutes.set(minute, []);
        minutes.get(minute).push(...rings.map(outline));
      }
    }
    const ordered = [...minutes].sort(([one], [other]) => other - one);
    layers.push([group, (context, view) => paintBands(context, view, ordered, position >= 0)]);
  };

  // All rings of a time are one path: what several canteens reach is not painted twice, and a hole
  // in the catchment of one is filled where another reaches.
  function paintBands(context, view, ordered, edged) {
    ordered.forEach(([minute, rings], rank) => {
      context.beginPath();
      for (const ring of rings) {
        if (!view.sees(ring, 0)) continue;
        mealroute.trace(context, view, ring);
        context.closePath();
      }
      context.globalAlpha = 0.22;
      context.fillStyle = BANDS;
      context.fill("nonzero");
      context.globalAlpha = 1;
      if (!edged) return;
      context.strokeStyle = BANDS;
      context.lineWidth = 2;
      context.setLineDash(rank ? [] : [7, 4]);
      context.stroke();
      context.setLineDash([]);
    });
  }

  // A hexagon's middle is worked out here: the page names no point but its corners.
  function middle({ flat }) {
    let [x, y] = [0, 0];
    for (let i = 0; i < 12; i += 2) {
      x += flat[i] / 6;
      y += flat[i + 1] / 6;
    }
    return [x, y];
  }

  mealroute.hexagons = function (group, which) {
    const { cells, change } = mealroute.data.hexagons[which];
    const shapes = cells.map(([text, rank, label]) => {
      const shape = outline(text);
      return { ...shape, rank, label, middle: middle(shape) };
    });
    const colours = change ? CHANGE : RAMP;
    layers.push([group, (context, view) => paintHexagons(context, view, shapes, colours)]);
  };

  function paintHexagons(context, view, shapes, colours) {
    const wide = shapes.length ? (shapes[0].box[2] - shapes[0].box[0]) * view.scale : 0;
    for (const shape of shapes) {
      if (!view.sees(shape, 0)) continue;
      context.beginPath();
      mealroute.trace(context, view, shape);
      context.closePath();
      context.globalAlpha = 0.78;
      context.fillStyle = colours[shape.rank];
      context.fill();
      context.globalAlpha = 1;
      context.strokeStyle = colours[4];
      context.lineWidth = 1;
      context.stroke();
    }
    if (wide < 26) return;
    context.font = `700 ${Math.min(16, Math.max(10, wide / 4.2))}px system-ui, sans-serif`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    for (const { rank, label, middle: [x, y] } of shapes) {
      context.fillStyle = rank > 2 ? "#ffffff" : "#111111";
      context.fillText(label, x * view.scale - view.origin.x, y * view.scale - view.origin.y);
    }
  }

  mealroute.gaps = function (group) {
    for (const [lat, lon, label, text] of mealroute.data.gaps) {
      const card = mealroute.element("div", "card", text);
      mealroute.pin(group, [lat, lon], "gap", label, "#8a0012", card, 100);
    }
  };

  mealroute.sites = function (group) {
    for (const [lat, lon, name] of mealroute.data.sites) {
      const card = mealroute.element("div", "card", name);
      mealroute.pin(group, [lat, lon], "site", `+ ${name}`, "#6b3a00", card, 400);
    }
  };

  mealroute.painters.push((context, view) => {
    for (const [group, paint] of layers) if (view.map.hasLayer(group)) paint(context, view);
  });
})();
