/* The background of a map: tiles of the file that was given, laid under the places; and how a file is given. */
(function () {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg", HERE = "/api/v1/geography/background", MOST = 60;

  /* Lays tiles under a map; gives what is to be called whenever the map has come to rest. */
  window.backgroundMap = function (svg, view, again) {
    const group = view.querySelector(":scope > .background"), told = JSON.parse(svg.dataset.background);
    const [east, north] = told.middle, [cx, cy] = told.centre, [least, most] = told.zooms, [west, south, far, top] = told.bounds;
    const held = new Map();
    let waits = 0;
    svg.backgroundNames = [];

    function box(z, x, y) {
      const side = 2 * told.half / 2 ** z;
      return { left: cx + (x * side - told.half - east) * told.scale, top: cy - (told.half - y * side - north) * told.scale, side: side * told.scale };
    }
    function element(name, { left, top, side }, more) {
      const one = document.createElementNS(SVG, name), edge = told.overlap * side / told.units;
      const shape = { x: left - edge, y: top - edge, width: side + 2 * edge, height: side + 2 * edge, ...more };
      for (const [key, value] of Object.entries(shape)) one.setAttribute(key, value);
      return one;
    }
    function rest() { clearTimeout(waits); waits = setTimeout(() => svg.isConnected && again(), 80); }

    function load(key, z, x, y) {
      const at = box(z, x, y), one = { element: null, names: [] };
      held.set(key, one);
      const href = `${told.href}/${z}/${x}/${y}?v=${told.stamp}&lang=${told.lang}`;
      if (told.kind !== "mvt") {
        one.element = element("image", at, { href, preserveAspectRatio: "none" });
        return;
      }
      fetch(href).then(answer => (answer.ok ? answer.json() : null)).then(drawn => {
        if (!drawn) { held.delete(key); return; }
        const around = told.overlap, unit = at.side / told.units;
        one.element = element("svg", at, { viewBox: `${-around} ${-around} ${told.units + 2 * around} ${told.units + 2 * around}` });
        one.element.innerHTML = drawn.svg;
        one.names = drawn.names.map(([px, py, text, rank]) => [at.left + px * unit, at.top + py * unit, text, rank < 2 ? 12.5 : 11, 400, "#6b6459"]);
        rest();
      }).catch(() => held.delete(key));
    }

    return function settled(zoom, unit, seen) {
      const pixels = 2 * told.half * told.scale * zoom / unit;
      let z = Math.min(most, Math.max(least, Math.round(Math.log2(pixels / told.side)))), wanted = [];
      const left = Math.max(west, east + (seen.left - cx) / told.scale), right = Math.min(far, east + (seen.right - cx) / told.scale);
      const up = Math.min(top, north + (cy - seen.top) / told.scale), down = Math.max(south, north + (cy - seen.bottom) / told.scale);
      if (left < right && down < up) for (; z >= least; z--) {
        const side = 2 * told.half / 2 ** z, columns = [], rows = [];
        for (let x = Math.floor((left + told.half) / side); x <= Math.floor((right + told.half) / side); x++) columns.push(x);
        for (let y = Math.floor((told.half - up) / side); y <= Math.floor((told.half - down) / side); y++) rows.push(y);
        if (columns.length * rows.length > MOST) continue;
        wanted = rows.flatMap(y => columns.map(x => [z, x, y]));
        break;
      }
      wanted.forEach(([z_, x, y]) => { const key = `${z_}/${x}/${y}`; if (!held.has(key)) load(key, z_, x, y); });
      const shown = wanted.map(one => held.get(one.join("/"))).filter(one => one && one.element);
      if (shown.length < wanted.length && group.childElementCount) {  // the old ones stay until all that are wanted are there
        shown.filter(one => !one.element.isConnected).forEach(one => group.appendChild(one.element));
      } else group.replaceChildren(...shown.map(one => one.element));
      svg.backgroundNames = shown.flatMap(one => one.names);
      svg.dataset.tiles = `${shown.length}/${wanted.length}`;
    };
  };

  function say(text, wrong) {
    const line = document.getElementById("background-told");
    if (line) { line.textContent = text; line.classList.toggle("wrong", Boolean(wrong)); }
    return line;
  }
  /* A file goes as it is: of hundreds of megabytes none is held twice in memory. */
  function ask(method, query, body) {
    const line = say(document.getElementById("background-told").dataset.sending), lang = line.dataset.lang;
    fetch(`${HERE}?lang=${lang}${query}`, { method, body, headers: body ? { "Content-Type": "application/octet-stream" } : {} })
      .then(answer => answer.json().then(told => {
        if (answer.ok) window.location.reload(); else say((told.error && told.error.message) || line.dataset.failed, true);
      })).catch(() => say(line.dataset.failed, true));
  }
  const give = file => file && ask("PUT", "&name=" + encodeURIComponent(file.name.slice(0, 200)), file);

  document.addEventListener("click", event => {
    if (!event.target.closest) return;
    if (event.target.closest("#background-remove")) ask("DELETE", "");
    if (!event.target.closest("#background-give")) return;
    const field = document.createElement("input");
    field.type = "file"; field.accept = ".pmtiles";
    field.onchange = () => give(field.files[0]);
    field.click();
  });
  const over = event => event.target.closest && event.target.closest("#background-give");
  document.addEventListener("dragover", event => { if (over(event)) event.preventDefault(); });
  document.addEventListener("drop", event => { if (over(event)) { event.preventDefault(); give(event.dataTransfer.files[0]); } });
})();
