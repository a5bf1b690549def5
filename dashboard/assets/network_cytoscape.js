/* Draws a network of up to 2,000 elements with Cytoscape.js; what is chosen, near or found is told by the marks. */
(function () {
  "use strict";
  const network = (window.gongjianNetwork = window.gongjianNetwork || {});
  const EDGE = 30;

  /* Where the server's positions fall on the canvas: stretched to its shape, but not by more than the eye forgives. */
  function placing(box, width, height) {
    const [left, right, low, high] = box;
    const wide = Math.max(right - left, 1e-6), tall = Math.max(high - low, 1e-6);
    let across = (width - 2 * EDGE - 24) / wide, down = (height - 2 * EDGE - 16) / tall;
    across = Math.min(across, down * 2.2); down = Math.min(down, across * 2.2);
    const x0 = (width - 24 - wide * across) / 2, y0 = (height - tall * down) / 2 + 8;
    return {
      to: (x, y) => ({ x: x0 + (x - left) * across, y: y0 + (high - y) * down }),
      from: (x, y) => [(x - x0) / across + left, high - (y - y0) / down],
    };
  }

  function cytoscapeDrawing(canvas, model, config, told) {
    const { SHAPES, COLOURS, DARK, INK, ACCENT, GREY, family } = network;
    let view = null, marks = null, cy = null, place = null, waiting = 0, scale = 1;
    const size = node => 2 * (SHAPES[model.level[node.data("i")]] === "star" ? 13 : 4.6 + 0.75 * Math.sqrt(view.degree[node.data("i")])) * scale;
    const later = act => { cancelAnimationFrame(waiting); waiting = requestAnimationFrame(() => { if (cy) act(); }); };

    function show(shown) {
      const kept = cy ? { zoom: cy.zoom(), pan: { ...cy.pan() } } : null;
      if (cy) cy.destroy();
      view = shown;
      const nodes = [], edges = [];
      for (let i = 0; i < model.n; i++) if (view.drawn(i)) nodes.push(i);
      for (let k = 0; k < model.m; k++) if (view.weight[k] && view.drawn(model.a[k]) && view.drawn(model.b[k])) edges.push(k);
      scale = Math.min(1, Math.max(0.3, Math.sqrt((canvas.clientWidth * canvas.clientHeight) / (nodes.length * 1900))));
      place = placing(model.box, canvas.clientWidth, canvas.clientHeight);
      cy = window.cytoscape({
        container: canvas,
        elements: {
          nodes: nodes.map(i => ({ data: { id: model.codes[i], i, mark: config.marks[model.domain[i]] }, position: place.to(model.x[i], model.y[i]), classes: view.faded[i] ? "faded" : "" })),
          edges: edges.map(k => ({
            data: { id: "\u0001" + k, source: model.codes[model.a[k]], target: model.codes[model.b[k]], weight: view.weight[k] },
            classes: view.faded[model.a[k]] && view.faded[model.b[k]] ? "faded" : "",
          })),
        },
        layout: { name: "preset", fit: false },
        minZoom: 0.4, maxZoom: 12, autoungrabify: true, autounselectify: true, boxSelectionEnabled: false,
        style: [
          { selector: "node", style: { shape: n => SHAPES[model.level[n.data("i")]], "background-color": n => COLOURS[model.domain[n.data("i")]], "border-color": "#4B535D", "border-opacity": 0.9,
            label: n => (size(n) >= 12 ? n.data("mark") : ""), color: n => (DARK.has(model.domain[n.data("i")]) ? "#fff" : INK), "font-family": family(), "font-weight": 600, "text-valign": "center", "text-halign": "center" } },
          { selector: "edge", style: { "line-color": GREY, "line-opacity": e => [0, 0.13, 0.22, 0.45, 0.6][e.data("weight")], "curve-style": "haystack", "haystack-radius": 0, events: "no" } },
          ...(model.directed ? [{ selector: "edge", style: { "curve-style": "straight", "target-arrow-shape": "triangle", "target-arrow-color": GREY, "arrow-scale": 0.6 } }] : []),
          { selector: ".faded", style: { opacity: 0.16 } },
          { selector: "node.away", style: { opacity: 0.45 } },
          { selector: "edge.away", style: { "line-opacity": 0.06 } },
          { selector: "edge.near", style: { "line-color": INK, "line-opacity": 0.7, "z-index": 5 } },
          { selector: "node.chosen", style: { "border-color": ACCENT, "border-opacity": 1, "z-index": 9 } },
          { selector: "node.hit", style: { "border-color": INK, "border-opacity": 1, "z-index": 8 } },
        ],
      });
      if (kept) cy.viewport(kept);
      cy.on("zoom", () => later(settle));
      cy.on("pan", () => later(overlays));
      cy.on("tap", "node", event => told.node(event.target.data("i")));
      cy.on("mouseover", "node", event => told.over(event.target.data("i")));
      cy.on("mouseout", "node", () => told.over(-1));
      canvas.dataset.drawn = String(nodes.length);
    }
    const spotOf = node => {
      const at = node.renderedPosition(), i = node.data("i");
      return { i, x: at.x, y: at.y, r: node.renderedWidth() / 2, group: model.group[i], ties: view.degree[i], short: model.shorts[i], name: model.names[i], faded: view.faded[i] };
    };
    const spotAt = i => { const node = cy.getElementById(model.codes[i]); return node.nonempty() ? spotOf(node) : null; };
    function overlays() {
      const spots = cy.nodes().toArray().map(spotOf), outlines = network.drawHulls(canvas, spots);
      marks.place = corner => { const p = place.to(corner[0], corner[1]), pan = cy.pan(), zoom = cy.zoom(); return { x: p.x * zoom + pan.x, y: p.y * zoom + pan.y }; };
      network.drawNames(canvas, spots, { outlines, groupName: told.groupName, members: told.members, marks, lines: pen => network.drawAsked(pen, marks, spotAt) });
    }
    function settle() {
      const zoom = cy.zoom(), shownAt = Math.sqrt(zoom) / zoom;
      cy.style().selector("node").style({ width: n => size(n) * shownAt, height: n => size(n) * shownAt, "font-size": 10 * shownAt, "border-width": shownAt })
        .selector("edge").style({ width: e => [0, 0.6, 1, 1.7, 2.4][e.data("weight")] / zoom })
        .selector("node.chosen").style({ "border-width": 3.5 / zoom }).selector("node.hit").style({ "border-width": 3 / zoom }).update();
      overlays();
    }
    function mark(asked) {
      marks = asked;
      cy.batch(() => {
        cy.elements().removeClass("away near chosen hit");
        cy.nodes().forEach(node => {
          const i = node.data("i");
          if (i === marks.chosen) node.addClass("chosen");
          if (marks.hits.has(i) || marks.way.has(i)) node.addClass("hit");
          if (marks.near && !marks.near.has(i)) node.addClass("away");
        });
        if (marks.near) cy.edges().forEach(edge => {
          const a = edge.source().data("i"), b = edge.target().data("i"), both = marks.near.has(a) && marks.near.has(b);
          edge.addClass(both && (a === marks.chosen || b === marks.chosen) ? "near" : both ? "" : "away");
        });
      });
      later(settle);
    }
    function fit() {
      place = placing(model.box, canvas.clientWidth, canvas.clientHeight);
      cy.batch(() => cy.nodes().forEach(node => { const i = node.data("i"); node.position(place.to(model.x[i], model.y[i])); }));
      cy.viewport({ zoom: 1, pan: { x: 0, y: 0 } });
      later(settle);
    }
    const middle = () => ({ x: canvas.clientWidth / 2, y: canvas.clientHeight / 2 });
    return {
      show, mark, fit, spotAt,
      zoomBy: factor => cy.zoom({ level: cy.zoom() * factor, renderedPosition: middle() }),
      panBy: (x, y) => cy.panBy({ x, y }),
      centre: i => {
        const spot = spotAt(i), at = middle();
        if (spot && (spot.x < 40 || spot.y < 40 || spot.x > 2 * at.x - 40 || spot.y > 2 * at.y - 40)) cy.panBy({ x: at.x - spot.x, y: at.y - spot.y });
      },
      fromScreen: (x, y) => { const pan = cy.pan(), zoom = cy.zoom(); return place.from((x - pan.x) / zoom, (y - pan.y) / zoom); },
      resize: () => { cy.resize(); fit(); },
      refresh: () => settle(),
      moveTo: () => false,
      destroy: () => { cancelAnimationFrame(waiting); if (cy) cy.destroy(); cy = null; },
    };
  }
  network.cytoscapeDrawing = cytoscapeDrawing;
})();
