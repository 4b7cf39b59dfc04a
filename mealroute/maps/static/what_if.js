// Count anew who is covered whenever somebody moves a slider or closes a canteen.
"use strict";

(function () {
  const data = JSON.parse(document.getElementById("mealroute-data").textContent);
  const { sites, rows, words } = data;
  const metres = unpacked(data.metres);
  const seconds = unpacked(data.seconds);
  const cooks = sites.map((site) => new Set(site.cooks));
  const form = document.getElementById("controls");
  const by = (id) => document.getElementById(id);

  // Two bytes a number, the lower one first, whatever the machine's own order is.
  function unpacked(text) {
    const bytes = atob(text);
    const numbers = new Uint16Array(bytes.length / 2);
    for (let i = 0; i < numbers.length; i++) {
      numbers[i] = bytes.charCodeAt(2 * i) | (bytes.charCodeAt(2 * i + 1) << 8);
    }
    return numbers;
  }

  function asked() {
    const diet = by("diet");
    return {
      rule: form.elements.rule.value,
      own: by("own").checked,
      radius: Number(by("radius").value),
      limit: Number(by("minutes").value) * 60,
      group: by("group").value,
      withDiet: diet ? diet.checked : false,
      open: sites.map((_site, at) => form.querySelector(`[data-site="${at}"]`).checked),
    };
  }

  function weigher(group) {
    if (group === "all") return (_diet, _priority, people) => people;
    if (group === "ordered") return (_diet, _priority, _people, boxes) => boxes;
    const [kind, number] = group.split(" ");
    if (kind === "priority") {
      return (_diet, priority, people) => (priority === Number(number) ? people : 0);
    }
    return (diet, _priority, people) => (diet === Number(number) ? people : 0);
  }

  // Boxes go to the quickest open canteen that serves the door and cooks the diet; the first of two
  // that are as quick.
  function count(wish) {
    const weigh = weigher(wish.group);
    const radii = sites.map((site) => (wish.own ? site.radius_m : wish.radius));
    const load = sites.map(() => 0);
    let [covered, whole] = [0, wish.group === "all" ? data.lost : 0];
    for (const [place, diet, priority, people, boxes] of rows) {
      let [served, best, quickest] = [false, -1, Infinity];
      for (let at = 0; at < sites.length; at++) {
        if (!wish.open[at]) continue;
        const way = place * sites.length + at;
        const inside = wish.rule === "minutes" || metres[way] <= radii[at];
        const soon = wish.rule === "radius" || seconds[way] <= wish.limit;
        if (!inside || !soon) continue;
        const able = cooks[at].has(diet);
        served = served || able || !wish.withDiet;
        if (able && seconds[way] < quickest) [best, quickest] = [at, seconds[way]];
      }
      const weight = weigh(diet, priority, people, boxes);
      whole += weight;
      if (served) covered += weight;
      if (best >= 0) load[best] += boxes;
    }
    return { covered, whole, load };
  }

  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
  const number = (value) => value.toLocaleString(document.documentElement.lang);

  // Whole percent, but never up to all or down to none.
  function percent(covered, whole) {
    if (!whole || covered === whole) return 100;
    return covered ? Math.min(99, Math.max(1, Math.round((100 * covered) / whole))) : 0;
  }

  function show() {
    const wish = asked();
    const { covered, whole, load } = count(wish);
    const share = percent(covered, whole);
    by("percent").textContent = fill(words.percent, { n: share });
    by("share").textContent = fill(words.share, { covered: number(covered), whole: number(whole) });
    by("bar").style.width = `${share}%`;
    by("left").textContent = fill(words.left_out, { n: number(whole - covered) });
    Object.assign(by("left").dataset, { covered, whole });
    by("radius").disabled = wish.own || wish.rule === "minutes";
    by("own").disabled = wish.rule === "minutes";
    by("minutes").disabled = wish.rule === "radius";
    by("radius-out").textContent = wish.own ? words.own : fill(words.metres, { n: number(wish.radius) });
    by("minutes-out").textContent = fill(words.minutes, { n: wish.limit / 60 });
    sites.forEach((site, at) => showLoad(site, at, wish.open[at], load[at]));
  }

  function showLoad({ capacity }, at, open, boxes) {
    const line = form.querySelector(`[data-load="${at}"]`);
    const bar = form.querySelector(`[data-bar="${at}"]`);
    const over = boxes > capacity;
    const text = !open ? words.closed : over ? words.over : words.boxes;
    line.textContent = fill(text, {
      boxes: number(boxes), capacity: number(capacity), more: number(boxes - capacity),
    });
    line.dataset.boxes = open ? boxes : 0;
    line.classList.toggle("over", open && over);
    bar.classList.toggle("over", open && over);
    bar.style.width = `${open ? Math.min(100, capacity ? (100 * boxes) / capacity : boxes ? 100 : 0) : 0}%`;
  }

  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(show));
  show();
})();
