/* Draws the network of the page from the store beside it: positions, groups and sizes come from the server. */
(function () {
  "use strict";
  const SHAPES = { working_committee: "star", committee: "hexagon", general_branch: "rectangle", branch: "ellipse", group: "triangle" };
  const COLOURS = { 1: "#4477AA", 2: "#EE6677", 3: "#228833", 4: "#CCBB44", 5: "#66CCEE", 6: "#AA3377", 7: "#5F6B7A" };
  const DARK = new Set([1, 3, 6, 7]);
  const INK = "#1F2328", ACCENT = "#B3201B", EDGE = 30, PAD = 15;
  let picture = null;

  function go(href) {
    window.history.pushState({}, "", href);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  }
  /* What a node opens beside the picture: an organisation's card, or a node of a file. */
  let opens = "card";
  const opened = search => {
    const told = new URLSearchParams(search).get("open") || "";
    return told.startsWith(opens + ":") ? told.slice(opens.length + 1) : null;
  };
  const family = () => getComputedStyle(document.body).fontFamily;

  /* Where the server's positions fall on the canvas: stretched to its shape, but not by more than the eye forgives. */
  function placing(data, width, height) {
    const [left, right, low, high] = data.box;
    const wide = Math.max(right - left, 1e-6), tall = Math.max(high - low, 1e-6);
    let across = (width - 2 * EDGE - 24) / wide, down = (height - 2 * EDGE - 16) / tall;
    across = Math.min(across, down * 2.2); down = Math.min(down, across * 2.2);
    const x0 = (width - 24 - wide * across) / 2, y0 = (height - tall * down) / 2 + 8;
    return node => ({ x: x0 + (node.x - left) * across, y: y0 + (high - node.y) * down });
  }

  function hull(points) {
    const sorted = points.slice().sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    if (sorted.length < 3) return sorted;
    const turn = (o, a, b) => (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]);
    const half = list => {
      const out = [];
      for (const p of list) {
        while (out.length > 1 && turn(out[out.length - 2], out[out.length - 1], p) <= 0) out.pop();
        out.push(p);
      }
      out.pop();
      return out;
    };
    return half(sorted).concat(half(sorted.reverse()));
  }

  function sheet(canvas, name, first) {
    let found = canvas.querySelector("canvas." + name);
    if (!found) {
      found = Object.assign(document.createElement("canvas"), { className: name });
      canvas.insertBefore(found, first ? canvas.firstChild : null);
    }
    const ratio = window.devicePixelRatio || 1, width = canvas.clientWidth, height = canvas.clientHeight;
    found.width = width * ratio; found.height = height * ratio;
    const pen = found.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    return pen;
  }
  const clash = (box, taken) => taken.some(t => t.x1 < box.x2 && t.x2 > box.x1 && t.y1 < box.y2 && t.y2 > box.y1);

  function drawHulls(cy, canvas) {
    const pen = sheet(canvas, "hulls", true), groups = new Map();
    cy.nodes().forEach(node => {
      const at = node.renderedPosition(), group = node.data("group"), r = node.renderedWidth() / 2;
      if (group < 0) return;
      if (!groups.has(group)) groups.set(group, []);
      for (let k = 0; k < 8; k++) groups.get(group).push([at.x + r * Math.cos(k * Math.PI / 4), at.y + r * Math.sin(k * Math.PI / 4)]);
    });
    pen.lineJoin = pen.lineCap = "round";
    const outlines = new Map();
    groups.forEach((points, group) => { if (points.length > 8) outlines.set(group, hull(points)); });
    for (const [colour, width, fill] of [["#C9CED5", 2 * PAD + 2, false], ["#F4F5F7", 2 * PAD, true]]) {
      outlines.forEach(outline => {
        pen.beginPath();
        outline.forEach((p, k) => (k ? pen.lineTo(p[0], p[1]) : pen.moveTo(p[0], p[1])));
        pen.closePath(); pen.strokeStyle = colour; pen.lineWidth = width; pen.stroke();
        if (fill) { pen.fillStyle = colour; pen.fill(); }
      });
    }
    return outlines;
  }

  /* Names of groups at an edge of their hull, names of organisations where there is room; none over a mark or a name. */
  function drawNames(cy, data, canvas, outlines, chosen) {
    const pen = sheet(canvas, "names", false), width = canvas.clientWidth, height = canvas.clientHeight;
    const taken = cy.nodes().toArray().map(node => {
      const at = node.renderedPosition(), r = node.renderedWidth() / 2;
      return { x1: at.x - r, x2: at.x + r, y1: at.y - r, y2: at.y + r };
    });
    const zoomButtons = { x1: width - 44, x2: width, y1: 0, y2: 92 };
    taken.push(zoomButtons);
    const inside = box => box.x1 >= 2 && box.x2 <= width - 2 && box.y1 >= 1 && box.y2 <= height - 1;
    const write = (text, box, colour) => {
      pen.lineJoin = "round"; pen.strokeStyle = "rgba(255,255,255,.9)"; pen.lineWidth = 3; pen.fillStyle = colour;
      pen.textAlign = "left"; pen.textBaseline = "middle";
      pen.strokeText(text, box.x1, (box.y1 + box.y2) / 2 + 0.5); pen.fillText(text, box.x1, (box.y1 + box.y2) / 2 + 0.5);
      taken.push(box);
    };
    pen.font = "600 11px " + family();
    outlines.forEach((outline, group) => {
      const members = cy.nodes().filter(node => node.data("group") === group).length;
      const text = data.groups[group] + " " + members, wide = pen.measureText(text).width;
      const xs = outline.map(p => p[0]), ys = outline.map(p => p[1]);
      const top = Math.min(...ys) - PAD, bottom = Math.max(...ys) + PAD, left = Math.min(...xs), right = Math.max(...xs);
      const peak = outline.reduce((a, b) => (b[1] < a[1] ? b : a))[0], foot = outline.reduce((a, b) => (b[1] > a[1] ? b : a))[0];
      const spots = [[peak, top - 15], [foot, bottom + 1], [(left + right) / 2, top - 15], [(left + right) / 2, bottom + 1], [left + wide / 2, top - 15], [right - wide / 2, top - 15],
        [left + wide / 2, bottom + 1], [right - wide / 2, bottom + 1], [peak, top + 1], [foot, bottom - 15]];
      const boxes = spots.map(([x, y]) => ({ x1: x - wide / 2, x2: x + wide / 2, y1: y, y2: y + 14 }));
      const place = boxes.find(box => inside(box) && !clash(box, taken));
      if (place) write(text, place, "#4B535D");
    });
    const near = chosen ? chosen.closedNeighborhood().nodes() : null;
    const rank = node => (chosen && node.same(chosen) ? 3 : node.hasClass("hit") ? 2 : near && near.has(node) ? 1 : 0);
    const order = cy.nodes().toArray().map(node => [rank(node), node]).sort((a, b) => b[0] - a[0] || b[1].data("ties") - a[1].data("ties") || (a[1].id() < b[1].id() ? -1 : 1));
    order.forEach(([high, node]) => {
      if (node.hasClass("faded") && high < 2) return;
      pen.font = (high === 3 ? "600 12px " : "11px ") + family();
      const at = node.renderedPosition(), r = node.renderedWidth() / 2, text = high >= 2 ? node.data("name") : node.data("short"), wide = pen.measureText(text).width;
      const boxes = [[at.x - wide / 2, at.y + r + 1], [at.x + r + 3, at.y - 7], [at.x - r - 3 - wide, at.y - 7], [at.x - wide / 2, at.y - r - 15]]
        .map(([x, y]) => ({ x1: x, x2: x + wide, y1: y, y2: y + 14 }));
      let place = boxes.find(box => inside(box) && !clash(box, taken));
      if (!place && high === 3) place = boxes[0];
      if (place) write(text, place, high === 3 ? ACCENT : near && high === 0 ? "#8A929C" : INK);
    });
  }

  function draw(data) {
    const canvas = document.getElementById("network-canvas");
    if (picture) { picture.cy.destroy(); picture = null; }
    if (!canvas || !data || !window.cytoscape) return;
    opens = data.opens || "card";
    const faded = new Set(data.nodes.filter(n => n.faded).map(n => n.id));
    const scale = Math.min(1, Math.max(0.3, Math.sqrt((canvas.clientWidth * canvas.clientHeight) / (data.nodes.length * 1900))));
    const size = n => 2 * (n.data("level") === "working_committee" ? 13 : 4.6 + 0.75 * Math.sqrt(n.data("ties"))) * scale;
    let at = placing(data, canvas.clientWidth, canvas.clientHeight);
    const cy = window.cytoscape({
      container: canvas,
      elements: {
        nodes: data.nodes.map(n => ({ data: { ...n, mark: data.marks[n.domain] }, position: at(n), classes: n.faded ? "faded" : "" })),
        edges: data.ties.map(([a, b, w]) => ({ data: { id: a + "\u0001" + b, source: a, target: b, weight: w }, classes: faded.has(a) && faded.has(b) ? "faded" : "" })),
      },
      layout: { name: "preset", fit: false },
      minZoom: 0.4, maxZoom: 12, autoungrabify: true, autounselectify: true, boxSelectionEnabled: false,
      style: [
        { selector: "node", style: { shape: n => SHAPES[n.data("level")] || "ellipse", "background-color": n => COLOURS[n.data("domain")], "border-color": "#4B535D", "border-opacity": 0.9,
          label: n => (size(n) >= 12 ? n.data("mark") : ""), color: n => (DARK.has(n.data("domain")) ? "#fff" : INK), "font-family": family(), "font-weight": 600, "text-valign": "center", "text-halign": "center" } },
        { selector: "edge", style: { "line-color": "#6B7480", "line-opacity": e => [0, 0.13, 0.22, 0.45, 0.6][e.data("weight")], "curve-style": "haystack", "haystack-radius": 0, events: "no" } },
        ...(data.directed ? [{ selector: "edge", style: { "curve-style": "straight", "target-arrow-shape": "triangle", "target-arrow-color": "#6B7480", "arrow-scale": 0.6 } }] : []),
        { selector: ".faded", style: { opacity: 0.16 } },
        { selector: "node.away", style: { opacity: 0.45 } },
        { selector: "edge.away", style: { "line-opacity": 0.06 } },
        { selector: "edge.near", style: { "line-color": INK, "line-opacity": 0.7, "z-index": 5 } },
        { selector: "node.chosen", style: { "border-color": ACCENT, "border-opacity": 1, "z-index": 9 } },
        { selector: "node.hit", style: { "border-color": INK, "border-opacity": 1, "z-index": 8 } },
      ],
    });
    let chosen = null, waiting = 0;
    const overlays = () => drawNames(cy, data, canvas, drawHulls(cy, canvas), chosen);
    const settle = () => {
      const zoom = cy.zoom(), shown = Math.sqrt(zoom) / zoom;
      cy.style().selector("node").style({ width: n => size(n) * shown, height: n => size(n) * shown, "font-size": 10 * shown, "border-width": shown })
        .selector("edge").style({ width: e => [0, 0.6, 1, 1.7, 2.4][e.data("weight")] / zoom })
        .selector("node.chosen").style({ "border-width": 3.5 / zoom }).selector("node.hit").style({ "border-width": 3 / zoom }).update();
      overlays();
    };
    const later = act => { cancelAnimationFrame(waiting); waiting = requestAnimationFrame(() => { if (picture && picture.cy === cy) act(); }); };
    const focus = code => {
      cy.elements().removeClass("away near chosen");
      const found = code ? cy.getElementById(code) : null;
      chosen = found && found.nonempty() ? found : null;
      if (chosen) {
        const near = chosen.closedNeighborhood();
        cy.elements().not(near).addClass("away"); near.edges().addClass("near"); chosen.addClass("chosen");
      }
      canvas.dataset.chosen = chosen ? chosen.id() : "";
      later(settle);
    };
    const whole = () => {
      at = placing(data, canvas.clientWidth, canvas.clientHeight);
      cy.batch(() => cy.nodes().forEach(node => { node.position(at(node.data())); }));
      cy.viewport({ zoom: 1, pan: { x: 0, y: 0 } });
      later(settle);
    };
    picture = { cy, focus, settle: () => later(settle), canvas };
    cy.on("zoom", () => later(settle));
    cy.on("pan", () => later(overlays));
    cy.on("tap", "node", event => go(hrefOf(event.target.id())));
    cy.on("mouseover", "node", event => { canvas.title = event.target.data("told"); canvas.style.cursor = "pointer"; });
    cy.on("mouseout", "node", () => { canvas.title = ""; canvas.style.cursor = ""; });
    const zoomBy = factor => cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: canvas.clientWidth / 2, y: canvas.clientHeight / 2 } });
    const on = (id, act) => { const button = document.getElementById(id); if (button) button.onclick = act; };
    on("network-plus", () => zoomBy(1.4)); on("network-minus", () => zoomBy(1 / 1.4)); on("network-fit", whole); on("network-png", () => save(cy, canvas));
    focus(opened(window.location.search));
    settle();
    canvas.dataset.drawn = String(cy.nodes().length);
    let told = canvas.clientWidth + "x" + canvas.clientHeight;
    new ResizeObserver(() => {
      const now = canvas.clientWidth + "x" + canvas.clientHeight;
      if (picture && picture.cy === cy && now !== told) { told = now; cy.resize(); whole(); }
    }).observe(canvas);
  }

  /* The page's own address with the card opened: everything else in it stays as it is now. */
  function hrefOf(code) {
    const told = new URLSearchParams(window.location.search);
    told.delete("open"); told.append("open", opens + ":" + code);
    return window.location.pathname + "?" + told.toString().replace(/%3A/g, ":").replace(/%2C/g, ",");
  }

  function save(cy, canvas) {
    const middle = new Image(), out = document.createElement("canvas"), wide = canvas.clientWidth, high = canvas.clientHeight;
    out.width = wide * 2; out.height = high * 2;
    middle.onload = () => {
      const pen = out.getContext("2d");
      pen.fillStyle = "#fff"; pen.fillRect(0, 0, out.width, out.height);
      for (const layer of [canvas.querySelector("canvas.hulls"), middle, canvas.querySelector("canvas.names")]) pen.drawImage(layer, 0, 0, out.width, out.height);
      const link = document.createElement("a");
      link.href = out.toDataURL("image/png"); link.download = "network.png"; link.click();
    };
    middle.src = cy.png({ full: false, scale: 2 });
  }

  function find(text) {
    if (!picture) return;
    const { cy } = picture, wanted = (text || "").trim().toLowerCase();
    cy.nodes().removeClass("hit");
    const hits = wanted ? cy.nodes().filter(n => n.data("name").toLowerCase().includes(wanted) || n.id().toLowerCase().includes(wanted)) : cy.collection();
    hits.addClass("hit");
    picture.canvas.dataset.hits = wanted ? String(hits.length) : "";
    picture.settle();
  }

  /* A switch of the page keeps the card that was opened after the page was drawn. */
  document.addEventListener("click", event => {
    const link = event.target.closest && event.target.closest("a.keeps-open"), code = opened(window.location.search);
    if (!link || !code || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault(); event.stopPropagation();
    const href = link.getAttribute("href");
    go(href + (href.includes("?") ? "&" : "?") + "open=" + opens + ":" + encodeURIComponent(code));
  }, true);

  const told = (window.dash_clientside = window.dash_clientside || {});
  told.network = {
    draw: data => { requestAnimationFrame(() => draw(data)); return window.dash_clientside.no_update; },
    find: text => { find(text); return window.dash_clientside.no_update; },
    focus: search => { if (picture && picture.canvas.isConnected) picture.focus(opened(search || "")); return window.dash_clientside.no_update; },
  };
})();
