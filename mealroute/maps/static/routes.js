// What people put on the town: route lines with arrows, numbered stops, canteens, left-out orders.
"use strict";

(function () {
  // Leaflet takes HTML for an attribution; ours is plain text.
  mealroute.attribution = function (text) {
    return mealroute.element("span", "", text).innerHTML;
  };

  mealroute.tiles = function () {
    const { urls, subdomains, attribution, deepest } = mealroute.data.tiles;
    const layers = urls.map((url, i) =>
      L.tileLayer(url, {
        subdomains,
        attribution: i ? "" : mealroute.attribution(attribution),
        maxNativeZoom: deepest,
        maxZoom: 19,
      }),
    );
    return layers.length === 1 ? layers[0] : L.layerGroup(layers);
  };

  // A little card made of copies of what the list already says about a stop; no second copy of
  // anybody's name is kept in the page.
  function card(title, ids) {
    const made = mealroute.element("div", "card");
    made.append(mealroute.element("strong", "", title));
    for (const id of ids) {
      const row = document.getElementById(id);
      if (!row) continue;
      const part = mealroute.element("div", "card-row");
      for (const cell of row.querySelectorAll("[data-card]")) {
        // A figure brings its word along: its column's heading is not on the card.
        const text = `${cell.dataset.card} ${cell.textContent.trim()}`.trim();
        const line = mealroute.element("span", "", text);
        if (line.textContent) part.append(line);
      }
      const more = mealroute.element("a", "", mealroute.data.words.in_list);
      more.href = `#${id}`;
      part.append(more);
      made.append(part);
    }
    return made;
  }

  function pin(group, latlng, kind, text, colour, card, rank) {
    const icon = mealroute.element("div", `pin ${kind}`);
    icon.style.setProperty("--colour", colour);
    const label = mealroute.element("b", "label", text);
    icon.append(label);
    const marker = L.marker(latlng, {
      icon: L.divIcon({ className: "pin-place", html: icon, iconSize: [0, 0] }),
      keyboard: false, // the list below says the same to those who do not point
      riseOnHover: true,
      zIndexOffset: rank,
    });
    marker.bindPopup(card, { maxWidth: 300, closeButton: true });
    marker.addTo(group);
    mealroute.marks.push({ marker, label, kind, colour });
  }

  mealroute.pin = pin;

  mealroute.route = function (group, index) {
    const route = mealroute.data.routes[index];
    const line = (text) => mealroute.flatten(mealroute.decode(text));
    const trips = route.trips.map(({ out, back }) => ({ out: line(out), back: line(back) }));
    for (const [label, lat, lon, ids] of route.marks) {
      const text = mealroute.data.single ? label : route.code + label;
      pin(group, [lat, lon], "stop", text, route.colour, () => card(text, ids), 0);
    }
    mealroute.routes.push({ code: route.code, colour: route.colour, group, trips });
  };

  mealroute.canteens = function (group) {
    for (const [lat, lon, name] of mealroute.data.canteens) {
      const text = mealroute.element("div", "card", name);
      pin(group, [lat, lon], "canteen", name, "#111111", text, 500);
    }
  };

  mealroute.leftOut = function (group) {
    for (const [lat, lon, kind, id] of mealroute.data.left_out) {
      const { words } = mealroute.data;
      pin(group, [lat, lon], kind, kind === "unassigned" ? "!" : "×", "#8a0012",
        () => card(words[kind], [id]), 200);
    }
  };

  // Lines with a white edge, ways back dotted; small triangles tell the way to go, on paper too.
  mealroute.painters.push((context, view) => {
    const alone = mealroute.data.single;
    const width = alone ? 6 : 4.5;
    const shown = mealroute.routes.filter(({ group }) => view.map.hasLayer(group));
    for (const { trips, colour } of shown) {
      for (const { back } of trips) paintLine(context, view, back, colour, width - 2.5, [2, 7]);
      for (const { out } of trips) paintLine(context, view, out, colour, width, []);
    }
    for (const { trips, colour } of shown) {
      for (const { out } of trips) paintArrows(context, view, out, colour, alone ? 8 : 6);
    }
    mealroute.paintStems(context, view);
  });

  function paintLine(context, view, line, colour, width, dash) {
    if (!view.sees(line, width)) return;
    for (const [edge, paint] of [[3, "#ffffff"], [0, colour]]) {
      context.beginPath();
      mealroute.trace(context, view, line);
      context.setLineDash(edge ? [] : dash);
      context.lineWidth = width + edge;
      context.strokeStyle = paint;
      context.stroke();
    }
    context.setLineDash([]);
  }

  function paintArrows(context, view, line, colour, size) {
    if (!view.sees(line, size)) return;
    const apart = 95;
    let next = apart / 2;
    let walked = 0;
    for (let i = 2; i < line.flat.length; i += 2) {
      const x0 = line.flat[i - 2] * view.scale - view.origin.x;
      const y0 = line.flat[i - 1] * view.scale - view.origin.y;
      const x1 = line.flat[i] * view.scale - view.origin.x;
      const y1 = line.flat[i + 1] * view.scale - view.origin.y;
      const length = Math.hypot(x1 - x0, y1 - y0);
      while (length > 0 && next <= walked + length) {
        const part = (next - walked) / length;
        const [x, y] = [x0 + part * (x1 - x0), y0 + part * (y1 - y0)];
        arrow(context, x, y, Math.atan2(y1 - y0, x1 - x0), colour, size);
        next += apart;
      }
      walked += length;
    }
  }

  function arrow(context, x, y, angle, colour, size) {
    context.save();
    context.translate(x, y);
    context.rotate(angle);
    context.beginPath();
    context.moveTo(size, 0);
    context.lineTo(-size * 0.8, size * 0.85);
    context.lineTo(-size * 0.4, 0);
    context.lineTo(-size * 0.8, -size * 0.85);
    context.closePath();
    context.fillStyle = colour;
    context.strokeStyle = "#ffffff";
    context.lineWidth = 1.6;
    context.stroke();
    context.fill();
    context.restore();
  }
})();
