// Bring the map to life once folium has built it: first view, controls, phone, paper, list.
"use strict";

(function () {
  const { data } = mealroute;
  const { words } = data;
  const root = document.documentElement;
  const fit = (map) =>
    map.fitBounds(data.bounds, { animate: false, padding: [14, 14], maxZoom: 17 });

  mealroute.start = function (map, control) {
    nameControls(map, control);
    fit(map);
    mealroute.settle(map);
    const canvas = mealroute.canvas(map).addTo(map);
    const refresh = () => {
      mealroute.settle(map);
      canvas.repaint();
    };
    map.on("zoomend resize", refresh);
    followLayers(map, refresh);
    const enlarge = offerLargeMap(map);
    preparePaper(map, refresh, enlarge);
    offerSingleRoutes(map);
  };

  function nameControls(map, control) {
    const name = (button, text) => {
      button.title = text;
      button.setAttribute("aria-label", text);
    };
    map.attributionControl.setPrefix(false);
    if (data.attribution) {
      map.attributionControl.addAttribution(mealroute.attribution(data.attribution));
    }
    L.control.scale({ imperial: false, maxWidth: 160 }).addTo(map);
    const [zoomIn, zoomOut] = map.zoomControl.getContainer().children;
    name(zoomIn, words.zoom_in);
    name(zoomOut, words.zoom_out);
    if (control) {
      const button = control.getContainer().querySelector("a");
      name(button, words.layers);
      button.textContent = words.layers;
    }
    map.on("popupopen", ({ popup }) => {
      name(popup.getElement().querySelector(".leaflet-popup-close-button"), words.close);
    });
  }

  // Layers switched on or off change many marks at once: settle them together, afterwards.
  function followLayers(map, refresh) {
    let waiting = 0;
    map.on("layeradd layerremove", ({ layer }) => {
      if (!(layer instanceof L.LayerGroup) || waiting) return;
      waiting = requestAnimationFrame(() => {
        waiting = 0;
        refresh();
      });
    });
  }

  // On a phone one finger scrolls the page past the map; the enlarged map takes all fingers.
  function offerLargeMap(map) {
    const button = document.getElementById("enlarge");
    const finger = window.matchMedia("(pointer: coarse)").matches;
    const isLarge = () => root.classList.contains("enlarged");
    const enlarge = (large) => {
      if (large === isLarge()) return;
      root.classList.toggle("enlarged", large);
      button.textContent = large ? words.close_map : words.enlarge;
      map.dragging[large || !finger ? "enable" : "disable"]();
      map.invalidateSize({ animate: false });
      fit(map);
    };
    if (finger) map.dragging.disable();
    button.hidden = false;
    button.addEventListener("click", () => enlarge(!isLarge()));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") enlarge(false);
    });
    map.getContainer().addEventListener("click", (event) => {
      if (event.target.closest(".card a")) enlarge(false);
    });
    return enlarge;
  }

  // Paper has its own size: give the map that size first, then draw it again, sharper.
  function preparePaper(map, refresh, enlarge) {
    const screen = {};
    const resize = (printing) => {
      mealroute.printing = printing;
      root.classList.toggle("printing", printing);
      map.invalidateSize({ animate: false, pan: false });
    };
    window.addEventListener("beforeprint", () => {
      enlarge(false);
      map.closePopup();
      Object.assign(screen, {
        centre: map.getCenter(), zoom: map.getZoom(), sharpness: mealroute.sharpness,
      });
      mealroute.sharpness = 2;
      resize(true);
      fit(map);
      refresh();
    });
    window.addEventListener("afterprint", () => {
      mealroute.sharpness = screen.sharpness;
      resize(false);
      map.setView(screen.centre, screen.zoom, { animate: false });
      refresh();
    });
  }

  // Buttons in the list show one route alone, or all of them again.
  function offerSingleRoutes(map) {
    for (const button of document.querySelectorAll("[data-show]")) {
      button.hidden = false;
      button.addEventListener("click", () => {
        const wanted = button.dataset.show;
        for (const { code, group } of mealroute.routes) {
          map[wanted === "" || wanted === code ? "addLayer" : "removeLayer"](group);
          if (wanted === code) map.fitBounds(group.getBounds().pad(0.3), { maxZoom: 17 });
        }
        if (wanted === "") fit(map);
        map.getContainer().scrollIntoView({ block: "nearest" });
      });
    }
  }
})();
