/* Drawings made on the server: taken in as they are, brought nearer, moved, opened. */
(function () {
  "use strict";
  const none = () => window.dash_clientside.no_update;
  const NEAREST = 40, FARTHEST = 1, STEP = 1.4;

  function go(key) {
    const asked = new URLSearchParams(window.location.search);
    asked.set("open", key);
    const href = window.location.pathname + "?" + asked.toString().replace(/%3A/g, ":").replace(/%2C/g, ",");
    window.history.pushState({}, "", href);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  }

  function mark() {
    const opened = new URLSearchParams(window.location.search).get("open");
    requestAnimationFrame(() => {
      document.querySelectorAll(".drawing .on").forEach(one => one.classList.remove("on"));
      if (opened) document.querySelectorAll(`.drawing [data-key="${CSS.escape(opened)}"]`).forEach(one => {
        one.classList.add("on");
        if (one.tagName === "path") one.parentNode.appendChild(one);
      });
    });
    return none();
  }

  const letters = () => parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--letters")) || 1;

  /* Round lengths on the ground, as the server chooses them; with the compass in the corners of what is shown. */
  function scale(svg, zoom, unit) {
    const bar = svg.querySelector(".scale"), compass = svg.querySelector(".compass"), box = svg.viewBox.baseVal;
    if (compass) compass.setAttribute("transform", `translate(${box.x + 12 * unit} ${box.y + box.height - 8 * unit}) scale(${unit * letters()}) translate(-15 -675)`);
    if (!bar || !svg.dataset.metres) return;
    const large = letters(), metres = Number(svg.dataset.metres) * unit * large / zoom, most = 140 * metres;
    const power = Math.pow(10, Math.floor(Math.log10(most)));
    const told = Math.max(1, ...[5, 2, 1].map(step => step * power).filter(one => one <= most));
    const left = -told / metres, text = bar.querySelector("text");
    bar.setAttribute("transform", `translate(${box.x + box.width - 16 * unit} ${box.y + box.height - 10 * unit}) scale(${unit * large})`);
    bar.querySelectorAll("path").forEach(line => line.setAttribute("d", `M${left} -6v6H0v-6`));
    text.setAttribute("x", left / 2); text.setAttribute("y", -6);
    text.textContent = told < 10000 ? `${told.toLocaleString("en")} m` : `${(told / 1000).toLocaleString("en")} km`;
  }

  /* Boxes that are taken, by the squares they lie in: thousands of names ask. */
  function room(side) {
    const taken = new Map();
    const squares = (box, use) => {
      for (let i = Math.floor(box[0] / side); i <= Math.floor(box[2] / side); i++)
        for (let j = Math.floor(box[1] / side); j <= Math.floor(box[3] / side); j++) if (use(i + "," + j)) return true;
      return false;
    };
    const take = box => { squares(box, key => { if (!taken.has(key)) taken.set(key, []); taken.get(key).push(box); }); };
    const free = box => !squares(box, key => (taken.get(key) || []).some(other =>
      box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]));
    return { take, free };
  }
  function width(text, size) {
    let wide = 0;
    for (const sign of text) wide += sign.codePointAt(0) > 0x2e80 ? size : 0.56 * size;
    return wide;
  }

  /* Names where there is room at this nearness; names keep their size on the screen, points nearly so. */
  function settle(svg, zoom) {
    const unit = svg.viewBox.baseVal.width / Math.max(svg.clientWidth, 1);
    svg.querySelectorAll(".view circle[data-r]").forEach(one => one.setAttribute("r", one.dataset.r * unit / Math.sqrt(zoom)));
    if (svg.settled) svg.settled(zoom, unit); else settleNames(svg, zoom, unit);
    scale(svg, zoom, unit);
  }
  function settleNames(svg, zoom, unit) {
    const { take, free } = room(60 * unit / zoom);
    svg.querySelectorAll(".view .names text").forEach(one => {
      const size = Number(one.dataset.size) * unit / zoom;
      one.setAttribute("font-size", size);
      one.setAttribute("stroke-width", 3 * unit / zoom);
      const x = Number(one.getAttribute("x")), y = Number(one.getAttribute("y")), wide = width(one.textContent, size);
      const box = [x - wide / 2, y - size, x + wide / 2, y + 0.2 * size];
      if (free(box)) { take(box); one.removeAttribute("display"); } else one.setAttribute("display", "none");
    });
  }

  /* What is drawn fills what there is to see, whatever shape that has. */
  function fit(svg, view) {
    const told = (svg.dataset.box || "").split(" ").map(Number), wide = svg.clientWidth, tall = svg.clientHeight;
    const held = told.length === 4 ? { x: told[0], y: told[1], width: told[2], height: told[3] } : view.getBBox();
    if (!held.width || !wide || !tall) return;
    const unit = Math.max(held.width / Math.max(wide - 24, 40), held.height / Math.max(tall - 52, 40));
    const w = wide * unit, h = tall * unit;
    svg.setAttribute("viewBox", `${held.x + held.width / 2 - w / 2} ${held.y - 10 * unit - Math.max(0, (h - 52 * unit - held.height) / 2)} ${w} ${h}`);
  }

  function show(text, id) {
    const board = document.getElementById(JSON.stringify({ name: id.name, type: "drawing" }));
    if (!board || !text) return none();
    board.innerHTML = text;
    const svg = board.querySelector("svg"), view = svg && svg.querySelector(".view");
    if (!view) return none();
    if (window.placeMap && svg.classList.contains("place-map")) window.placeMap(svg, view, { room, width, letters });
    else view.querySelectorAll(".names text").forEach(one => one.setAttribute("display", "none"));
    fit(svg, view);
    const box = svg.viewBox.baseVal;
    let zoom = 1, x = 0, y = 0, waits = 0;

    function place() {
      x = Math.min(box.x * (1 - zoom), Math.max((box.x + box.width) * (1 - zoom), x));
      y = Math.min(box.y * (1 - zoom), Math.max((box.y + box.height) * (1 - zoom), y));
      view.setAttribute("transform", `translate(${x} ${y}) scale(${zoom})`);
      clearTimeout(waits);
      waits = setTimeout(() => settle(svg, zoom), 60);
    }
    function nearer(by, at) {
      const wished = Math.min(NEAREST, Math.max(FARTHEST, zoom * by)), part = wished / zoom;
      const [cx, cy] = at || [box.x + box.width / 2, box.y + box.height / 2];
      x = cx - (cx - x) * part; y = cy - (cy - y) * part; zoom = wished;
      place();
    }
    function spot(event) {
      const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
      return [point.x, point.y];
    }
    const ways = {
      plus: () => nearer(STEP), minus: () => nearer(1 / STEP), fit: () => { zoom = 1; x = y = 0; place(); },
      "+": () => nearer(STEP), "=": () => nearer(STEP), "-": () => nearer(1 / STEP), 0: () => ways.fit(),
      ArrowLeft: () => { x += 60; place(); }, ArrowRight: () => { x -= 60; place(); },
      ArrowUp: () => { y += 60; place(); }, ArrowDown: () => { y -= 60; place(); },
    };
    svg.addEventListener("wheel", event => { event.preventDefault(); nearer(event.deltaY < 0 ? 1.2 : 1 / 1.2, spot(event)); }, { passive: false });
    board.onkeydown = event => { if (ways[event.key]) { event.preventDefault(); ways[event.key](); } };
    board.parentNode.querySelectorAll("[data-zoom]").forEach(one => { one.onclick = ways[one.dataset.zoom]; });
    let from = null, moved = false;
    svg.onpointerdown = event => { from = spot(event); moved = false; };
    svg.onpointermove = event => {
      if (!from || !event.buttons) return;
      const here = spot(event), dx = here[0] - from[0], dy = here[1] - from[1];
      if (!moved && Math.hypot(dx, dy) < 4) return;
      if (!moved) { svg.setPointerCapture(event.pointerId); if (svg.quiet) svg.quiet(); }
      moved = true; x += dx; y += dy; from = here; place();
    };
    svg.onpointerup = () => { from = null; };
    svg.onclick = event => {
      const one = event.target.closest("[data-key]");
      if (one && one.dataset.key && !moved) go(one.dataset.key);
    };
    settle(svg, zoom);
    if (window.ResizeObserver && !board.watched) {
      board.watched = new ResizeObserver(() => board.refit && board.refit());
      board.watched.observe(board);
    }
    svg.again = () => settle(svg, zoom);
    board.refit = () => { view.removeAttribute("transform"); fit(svg, view); place(); };
    mark();
    return "drawing drawn";
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, { drawing: { show, mark, go } });
})();
