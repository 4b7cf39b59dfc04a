// Tick boxes of a volunteer page keep their state in this phone's own storage, without a network.
"use strict";

(function () {
  const { day, key, words } = mealroute.data.ticks;
  const boxes = [...document.querySelectorAll("input[data-tick]")];
  const status = document.getElementById("progress");

  // Storage may be switched off, full or forbidden for files: then ticks last until the page closes.
  const storage = {
    read(name) {
      try {
        return window.localStorage.getItem(name);
      } catch (error) {
        return null;
      }
    },
    write(name, value) {
      try {
        if (value) window.localStorage.setItem(name, value);
        else window.localStorage.removeItem(name);
      } catch (error) {
        status.dataset.unsaved = "yes";
      }
    },
    // Ticks of past weeks are of no use and say who was visited.
    forgetOld() {
      const old = new Date(new Date(day) - 7 * 86400000).toISOString().slice(0, 10);
      try {
        Object.keys(window.localStorage)
          .filter((name) => name.startsWith("mealroute:") && name.split(":")[1] < old)
          .forEach((name) => window.localStorage.removeItem(name));
      } catch (error) {
        status.dataset.unsaved = "yes";
      }
    },
  };

  const nameOf = (box) => `mealroute:${day}:${key}:${box.dataset.tick}`;

  function show() {
    const done = boxes.filter((box) => box.checked).length;
    status.textContent = words.progress.replace("{done}", done).replace("{all}", boxes.length);
    if (status.dataset.unsaved) status.textContent += ` ${words.unsaved}`;
    const next = boxes.find((box) => !box.checked);
    for (const box of boxes) {
      const card = box.closest(".stop-card");
      card.classList.toggle("done", box.checked);
      card.classList.toggle("next", box === next && done > 0);
    }
  }

  storage.forgetOld();
  for (const box of boxes) {
    box.checked = storage.read(nameOf(box)) === "done";
    box.addEventListener("change", () => {
      storage.write(nameOf(box), box.checked ? "done" : "");
      show();
    });
  }
  show();
})();
