// The name space of the maps' own script, the page's data, and what every drawing needs.
"use strict";

const mealroute = {
  data: JSON.parse(document.getElementById("mealroute-data").textContent),
  routes: [], // what `mealroute.route` drew, for arrows and for showing one route alone
  painters: [], // what draws between ground and names, in order
  marks: [], // every numbered stop on the map, for keeping their labels apart
  groundLayer: null, // the base layer that stands for the streets in this file
  printing: false,
  sharpness: Math.min(window.devicePixelRatio || 1, 2), // canvas pixels for one CSS pixel
};

// An encoded polyline as pairs of latitude and longitude.
mealroute.decode = function (text) {
  const points = [];
  const last = [0, 0];
  let at = 0;
  while (at < text.length) {
    for (const axis of [0, 1]) {
      let number = 0;
      let shift = 0;
      let part;
      do {
        part = text.charCodeAt(at++) - 63;
        number |= (part & 31) << shift;
        shift += 5;
      } while (part >= 32);
      last[axis] += number & 1 ? ~(number >> 1) : number >> 1;
    }
    points.push([last[0] / 1e5, last[1] / 1e5]);
  }
  return points;
};

// Points of a line in the Mercator square of zoom 0, and the rectangle around them: computed once,
// so that drawing at any zoom is one multiplication and one addition for each number.
mealroute.flatten = function (points) {
  const flat = new Float64Array(points.length * 2);
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  points.forEach(([lat, lon], i) => {
    const x = (lon / 360 + 0.5) * 256;
    const y = 128 - (128 / Math.PI) * Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360));
    flat[2 * i] = x;
    flat[2 * i + 1] = y;
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  });
  return { flat, box };
};

mealroute.element = function (tag, className, text) {
  const made = document.createElement(tag);
  made.className = className || "";
  if (text !== undefined) made.textContent = text;
  return made;
};

// One canvas under all marks that `options.paint(context, view)` fills again after each movement.
// Ground, routes and names share it: a second canvas would wipe the first one out when Chromium
// prints, because it replays the drawing, clearing included, straight onto the paper.
mealroute.Painter = L.Renderer.extend({
  options: { padding: 0.2, interactive: false },

  _initContainer() {
    this._container = document.createElement("canvas");
    this._container.setAttribute("aria-hidden", "true");
  },

  _destroyContainer() {
    this._container.remove();
    delete this._container;
  },

  _update() {
    if (!this._map || (this._map._animatingZoom && this._bounds)) return;
    L.Renderer.prototype._update.call(this);
    const { min, max } = this._bounds;
    const size = this._bounds.getSize();
    const canvas = this._container;
    L.DomUtil.setPosition(canvas, min);
    canvas.width = size.x * mealroute.sharpness;
    canvas.height = size.y * mealroute.sharpness;
    canvas.style.width = `${size.x}px`;
    canvas.style.height = `${size.y}px`;
    const context = canvas.getContext("2d");
    context.scale(mealroute.sharpness, mealroute.sharpness);
    context.translate(-min.x, -min.y);
    const scale = Math.pow(2, this._zoom);
    const origin = this._map.getPixelOrigin();
    const box = [min.x + origin.x, min.y + origin.y, max.x + origin.x, max.y + origin.y];
    this.options.paint(context, {
      map: this._map,
      zoom: this._zoom,
      scale,
      origin,
      bounds: this._bounds,
      sees: (shape, margin) =>
        shape.box[0] * scale <= box[2] + margin &&
        shape.box[2] * scale >= box[0] - margin &&
        shape.box[1] * scale <= box[3] + margin &&
        shape.box[3] * scale >= box[1] - margin,
    });
  },

  repaint() {
    if (this._map) this._update();
  },
});

mealroute.canvas = function (map) {
  map.createPane("drawing").style.zIndex = 210; // above tiles, below circles and marks
  map.getPane("drawing").style.pointerEvents = "none";
  const paint = (context, view) => {
    context.lineJoin = context.lineCap = "round";
    // Online tiles come too late for paper, so it always gets the streets of this file.
    const ground = map.hasLayer(mealroute.groundLayer) || mealroute.printing;
    if (ground) mealroute.paintGround(context, view);
    for (const paint of mealroute.painters) paint(context, view);
    if (ground) mealroute.paintNames(context, view);
  };
  return new mealroute.Painter({ pane: "drawing", paint });
};

// Follow a line of the Mercator square in layer points.
mealroute.trace = function (context, view, { flat }) {
  for (let i = 0; i < flat.length; i += 2) {
    const x = flat[i] * view.scale - view.origin.x;
    const y = flat[i + 1] * view.scale - view.origin.y;
    if (i) context.lineTo(x, y);
    else context.moveTo(x, y);
  }
};
