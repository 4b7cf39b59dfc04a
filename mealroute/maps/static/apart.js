// Keep the labels of stops apart: each takes the free spot nearest to its door, on a thin stem;
// where there is none within reach it stays a dot until somebody zooms in.
"use strict";

(function () {
  const GAP = 2;
  const REACH = 52; // pixels a label may stand away from its door
  const DOT = 6;
  const CELL = 64;

  // Nearby spots first: the door itself, then rings around it.
  const SPOTS = [[0, 0]];
  for (let ring = 16; ring <= REACH; ring += 6) {
    for (let turn = 0; turn < 16; turn++) {
      const angle = (turn * Math.PI) / 8;
      SPOTS.push([Math.cos(angle) * ring * 1.15, Math.sin(angle) * ring]);
    }
  }

  // Rectangles by the cells they touch, so that a look around costs the same on any map.
  function board() {
    const cells = new Map();
    const each = (rect, visit) => {
      for (let i = Math.floor((rect.x - rect.half) / CELL); i <= (rect.x + rect.half) / CELL; i++) {
        for (let j = Math.floor((rect.y - rect.high) / CELL); j <= (rect.y + rect.high) / CELL; j++) {
          if (visit(`${i},${j}`)) return true;
        }
      }
      return false;
    };
    const touch = (one, other) =>
      one.owner !== other.owner &&
      Math.abs(one.x - other.x) < one.half + other.half + GAP &&
      Math.abs(one.y - other.y) < one.high + other.high + GAP;
    return {
      add(rect) {
        each(rect, (cell) => {
          if (!cells.has(cell)) cells.set(cell, []);
          cells.get(cell).push(rect);
        });
      },
      taken: (rect) => each(rect, (cell) => (cells.get(cell) || []).some((other) => touch(rect, other))),
    };
  }

  // Buttons and scale lie over the map: a label under them could not be read.
  function buttons(map) {
    const container = map.getContainer();
    const home = container.getBoundingClientRect();
    return [...container.parentNode.querySelectorAll(".leaflet-control, .enlarge")].map((button) => {
      const { left, top, width, height } = button.getBoundingClientRect();
      const at = map.containerPointToLayerPoint([left - home.left, top - home.top]);
      return { x: at.x + width / 2, y: at.y + height / 2, half: width / 2, high: height / 2 };
    });
  }

  function measured(map) {
    return mealroute.marks
      .filter(({ marker }) => map.hasLayer(marker))
      .map((mark) => {
        mark.label.classList.remove("dot");
        return { mark, at: map.latLngToLayerPoint(mark.marker.getLatLng()) };
      })
      .map((item) => ({
        ...item,
        half: item.mark.label.offsetWidth / 2,
        high: item.mark.label.offsetHeight / 2,
        spot: `${item.at.x},${item.at.y}`,
      }));
  }

  // A label whose door is in view stays in view.
  function findSpot(taken, view, item) {
    const { at, half, high, spot, mark } = item;
    const seen = view.contains(at);
    const free = SPOTS.find(([dx, dy]) => {
      const [x, y] = [at.x + dx, at.y + dy];
      const out = seen && !view.contains([[x - half, y - high], [x + half, y + high]]);
      return !out && !taken.taken({ x, y, half, high, owner: spot });
    });
    return free || (mark.kind === "stop" || mark.kind === "gap" ? null : [0, 0]);
  }

  // Canteens and left-out orders first, then the stops as they come on their routes.
  const ORDER = { canteen: 0, site: 1, unassigned: 2, declined: 3, gap: 4, stop: 5 };

  mealroute.settle = function (map) {
    const items = measured(map);
    items.sort((one, other) => ORDER[one.mark.kind] - ORDER[other.mark.kind]);
    const taken = board();
    const corner = map.containerPointToLayerPoint([0, 0]);
    const view = L.bounds(corner, corner.add(map.getSize()));
    buttons(map).forEach(taken.add);
    for (const { at, spot } of items) taken.add({ x: at.x, y: at.y, half: DOT, high: DOT, owner: spot });
    // Many distances at once say less than many dots; zoomed in there are few.
    const hushed = items.filter((one) => one.mark.kind === "gap" && view.contains(one.at)).length > 25;
    for (const item of items) {
      const found = item.mark.kind === "gap" && hushed ? null : findSpot(taken, view, item);
      const [dx, dy] = (found || [0, 0]).map(Math.round);
      const { mark, at, half, high } = item;
      mark.label.classList.toggle("dot", !found);
      mark.label.style.marginLeft = `${dx}px`;
      mark.label.style.marginTop = `${dy}px`;
      mark.rect = { dx, dy, half: found ? half : DOT, high: found ? high : DOT };
      if (found) taken.add({ x: at.x + dx, y: at.y + dy, half, high, owner: mark });
    }
  };

  // Stems from doors to labels that had to stand aside; drawn under all labels.
  mealroute.paintStems = function (context, view) {
    for (const { marker, rect, colour } of mealroute.marks) {
      if (!rect || !view.map.hasLayer(marker) || (!rect.dx && !rect.dy)) continue;
      const { x, y } = view.map.latLngToLayerPoint(marker.getLatLng());
      context.beginPath();
      context.moveTo(x, y);
      context.lineTo(x + rect.dx, y + rect.dy);
      context.strokeStyle = "#ffffff";
      context.lineWidth = 4;
      context.stroke();
      context.strokeStyle = colour;
      context.lineWidth = 2;
      context.stroke();
      context.beginPath();
      context.arc(x, y, 4.5, 0, 2 * Math.PI);
      context.fillStyle = colour;
      context.strokeStyle = "#ffffff";
      context.fill();
      context.stroke();
    }
  };

  // Where labels stand now, in layer points, so that names of streets keep clear of them.
  mealroute.labelRects = function (map) {
    return mealroute.marks
      .filter((mark) => mark.rect && map.hasLayer(mark.marker))
      .map(({ marker, rect }) => {
        const at = map.latLngToLayerPoint(marker.getLatLng());
        return { x: at.x + rect.dx, y: at.y + rect.dy, half: rect.half + 2, high: rect.high + 1 };
      });
  };
})();
