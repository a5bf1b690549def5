/* Draws the network of the page from the store beside it: positions, groups and sizes come from the server. */
(function () {
  "use strict";
  const SHAPES = { working_committee: "star", committee: "hexagon", general_branch: "rectangle", branch: "ellipse", group: "triangle" };
  const COLOURS = { 1: "#4477AA", 2: "#EE6677", 3: "#228833", 4: "#CCBB44", 5: "#66CCEE", 6: "#AA3377", 7: "#5F6B7A" };
  const DARK = { 1: "#fff", 3: "#fff", 6: "#fff", 7: "#fff" };
  let picture = null;

  function go(href) {
    window.history.pushState({}, "", href);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
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

  function drawHulls(cy, data, canvas) {
    const back = canvas.querySelector("canvas.hulls") || canvas.insertBefore(Object.assign(document.createElement("canvas"), { className: "hulls" }), canvas.firstChild);
    const ratio = window.devicePixelRatio || 1, width = canvas.clientWidth, height = canvas.clientHeight;
    back.width = width * ratio; back.height = height * ratio;
    const pen = back.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    const groups = new Map();
    cy.nodes().forEach(node => {
      const at = node.renderedPosition(), group = node.data("group");
      if (group < 0) return;
      if (!groups.has(group)) groups.set(group, []);
      groups.get(group).push([at.x, at.y]);
    });
    pen.lineJoin = pen.lineCap = "round";
    groups.forEach((points, group) => {
      if (points.length < 2) return;
      const outline = hull(points), pad = 20;
      const trace = () => { pen.beginPath(); outline.forEach((p, k) => (k ? pen.lineTo(p[0], p[1]) : pen.moveTo(p[0], p[1]))); pen.closePath(); };
      trace(); pen.strokeStyle = "#CDD2D8"; pen.lineWidth = 2 * pad + 2; pen.stroke();
      trace(); pen.strokeStyle = "#F3F4F6"; pen.lineWidth = 2 * pad; pen.stroke(); pen.fillStyle = "#F3F4F6"; pen.fill();
    });
    pen.font = "600 11px " + getComputedStyle(document.body).fontFamily; pen.textAlign = "center"; pen.fillStyle = "#4B535D";
    groups.forEach((points, group) => {
      if (points.length < 2) return;
      const top = Math.min(...points.map(p => p[1])), middle = points.reduce((s, p) => s + p[0], 0) / points.length;
      const text = data.groups[group] + " " + points.length;
      pen.strokeStyle = "#fff"; pen.lineWidth = 3; pen.strokeText(text, middle, top - 24); pen.fillText(text, middle, top - 24);
    });
  }

  /* Names where there is room: the chosen one and its partners first, then by ties; none over another. */
  function placeLabels(cy, chosen) {
    const taken = [], near = chosen ? chosen.closedNeighborhood().nodes() : cy.collection();
    cy.nodes().forEach(node => { const b = node.renderedBoundingBox({ includeLabels: false }); taken.push({ id: node.id(), x1: b.x1, x2: b.x2, y1: b.y1, y2: b.y2 }); });
    const order = cy.nodes().toArray().sort((a, b) => (chosen && (b.same(chosen) - a.same(chosen))) || (near.has(b) - near.has(a)) || b.data("ties") - a.data("ties") || (a.id() < b.id() ? -1 : 1));
    cy.batch(() => order.forEach(node => {
      const at = node.renderedPosition(), half = node.renderedHeight() / 2, wide = node.data("name").length * 11.5, box = { x1: at.x - wide / 2, x2: at.x + wide / 2, y1: at.y + half + 1, y2: at.y + half + 15 };
      const clash = taken.some(t => t.id !== node.id() && t.x1 < box.x2 && t.x2 > box.x1 && t.y1 < box.y2 && t.y2 > box.y1);
      const show = (chosen && node.same(chosen)) || !clash;
      node.data("label", show ? node.data("name") : "");
      if (show) taken.push(Object.assign({ id: node.id() }, box));
    }));
  }

  function draw(data) {
    const canvas = document.getElementById("network-canvas");
    if (!canvas || !data) return;
    if (picture) { picture.destroy(); picture = null; }
    const faded = new Set(data.nodes.filter(n => n.faded).map(n => n.id));
    const cy = (picture = window.cytoscape({
      container: canvas,
      elements: {
        nodes: data.nodes.map(n => ({ data: { ...n, label: "", mark: data.marks[n.domain] }, position: { x: n.x * 100, y: n.y * 100 }, classes: n.faded ? "faded" : "" })),
        edges: data.ties.map(([a, b, w]) => ({ data: { id: a + "\u0001" + b, source: a, target: b, weight: w }, classes: faded.has(a) && faded.has(b) ? "faded" : "" })),
      },
      layout: { name: "preset", fit: true, padding: 44 },
      minZoom: 0.02, maxZoom: 8, wheelSensitivity: 0.3, autoungrabify: true, boxSelectionEnabled: false,
      style: [
        { selector: "node", style: {
          shape: n => SHAPES[n.data("level")] || "ellipse", width: n => 9 + 2.2 * Math.sqrt(n.data("ties")), height: n => 9 + 2.2 * Math.sqrt(n.data("ties")),
          "background-color": n => COLOURS[n.data("domain")], "border-width": 1, "border-color": "#1F2328", "border-opacity": 0.55,
          label: "data(label)", "font-size": 11, "font-family": getComputedStyle(document.body).fontFamily, color: "#1F2328", "text-valign": "bottom", "text-margin-y": 2,
          "text-outline-color": "#fff", "text-outline-width": 2, "min-zoomed-font-size": 4 } },
        { selector: "edge", style: { width: e => 0.4 + 0.7 * e.data("weight"), "line-color": "#8A929C", "line-opacity": 0.32, "curve-style": "haystack" } },
        { selector: ".faded", style: { opacity: 0.18 } },
        { selector: ".away", style: { opacity: 0.35 } },
        { selector: "edge.near", style: { "line-color": "#1F2328", "line-opacity": 0.75, "z-index": 5 } },
        { selector: "node.chosen", style: { "border-color": "#B3201B", "border-width": 4, "border-opacity": 1, color: "#B3201B", "font-weight": 600 } },
        { selector: "node.hit", style: { "border-color": "#1F2328", "border-width": 4, "border-opacity": 1 } },
      ],
    }));
    const settle = () => {
      const zoom = cy.zoom();
      cy.style().selector("node").style({ width: n => (9 + 2.2 * Math.sqrt(n.data("ties"))) / zoom, height: n => (9 + 2.2 * Math.sqrt(n.data("ties"))) / zoom,
        "font-size": 11 / zoom, "border-width": 1 / zoom, "text-margin-y": 2 / zoom, "text-outline-width": 2 / zoom })
        .selector("edge").style({ width: e => (0.4 + 0.7 * e.data("weight")) / zoom })
        .selector("node.chosen").style({ "border-width": 4 / zoom }).selector("node.hit").style({ "border-width": 4 / zoom }).update();
      placeLabels(cy, chosen); drawHulls(cy, data, canvas);
    };
    let chosen = data.chosen ? cy.getElementById(data.chosen) : null;
    if (chosen && chosen.empty()) chosen = null;
    if (chosen) {
      const near = chosen.closedNeighborhood();
      cy.elements().not(near).addClass("away"); near.edges().addClass("near"); chosen.addClass("chosen");
    }
    let waiting = 0;
    const later = () => { cancelAnimationFrame(waiting); waiting = requestAnimationFrame(settle); };
    cy.on("zoom resize", later);
    cy.on("pan", () => drawHulls(cy, data, canvas));
    cy.on("tap", "node", event => go(data.href.replace("__code__", encodeURIComponent(event.target.id()))));
    cy.on("mouseover", "node", event => { canvas.title = event.target.data("told"); });
    cy.on("mouseout", "node", () => { canvas.title = ""; });
    const zoomBy = factor => cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: canvas.clientWidth / 2, y: canvas.clientHeight / 2 } });
    const on = (id, act) => { const button = document.getElementById(id); if (button) button.onclick = act; };
    on("network-plus", () => zoomBy(1.25)); on("network-minus", () => zoomBy(0.8)); on("network-fit", () => cy.fit(undefined, 44));
    on("network-png", () => {
      const save = document.createElement("a");
      save.href = cy.png({ full: false, scale: 2, bg: "#ffffff" }); save.download = "network.png"; save.click();
    });
    settle();
    canvas.dataset.drawn = String(cy.nodes().length);
    new ResizeObserver(() => { if (picture === cy) { cy.resize(); cy.fit(undefined, 44); } }).observe(canvas);
  }

  function find(text) {
    if (!picture) return;
    picture.nodes().removeClass("hit");
    const wanted = (text || "").trim().toLowerCase();
    if (!wanted) return;
    const hits = picture.nodes().filter(n => n.data("name").toLowerCase().includes(wanted) || n.id().toLowerCase().includes(wanted));
    hits.addClass("hit");
    if (hits.length === 1) picture.animate({ center: { eles: hits } }, { duration: 150 });
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    network: {
      draw: data => { requestAnimationFrame(() => draw(data)); return window.dash_clientside.no_update; },
      find: text => { find(text); return window.dash_clientside.no_update; },
    },
  });
})();
