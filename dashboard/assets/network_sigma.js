/* Draws a large network with sigma: far out its places with their ties added up, nearer the organisations in view.
   Only the places in view are handed to sigma, so that the cost is that of what is seen; the layout never moves. */
(function () {
  "use strict";
  const network = (window.gongjianNetwork = window.gongjianNetwork || {});
  const IN_VIEW = 2500, MOST_MOVING = 1500, FADE = 260;
  const WIDTHS = [0, 1.2, 1.6, 2.2, 2.8], GREYS = ["", "#C9CFD6", "#B4BBC5", "#98A1AC", "#7C8692"];
  const PALE = "#EBEEF1";
  const LARGEST = 1.1, TYPICAL = 9;
  const mixed = share => { const part = (from, to) => Math.round(from + (to - from) * share); return `rgb(${part(0xe2, 0x6b)},${part(0xe6, 0x74)},${part(0xea, 0x80)})`; };

  function sigmaDrawing(home, model, config, told) {
    const { stampOf, placeStamp } = network, large = model.parts.length > 0;
    let canvas = home, view = null, marks = null, renderer = null, level = "", loaded = new Set(), places = null, waiting = 0, cost = 0, spread = [], drawnCount = 0, room = 1, thick = 1, still = 0, detail = config.detail;
    const root = Object.assign(document.createElement("div"), { className: "sigma-root" });
    canvas.appendChild(root);
    const [left, right, low, high] = model.box;

    const Graph = window.graphology.UndirectedGraph;
    function start() {
      renderer = new window.Sigma(new Graph(), root, {
        allowInvalidContainer: true, renderLabels: false, enableEdgeEvents: false, enableCameraRotation: false, stagePadding: 34,
        zoomToSizeRatioFunction: shrink, autoRescale: true, minCameraRatio: 0.004, maxCameraRatio: 2.5, defaultNodeType: "stamp", defaultEdgeType: "line", minEdgeThickness: 0.5,
        nodeProgramClasses: { stamp: network.stampProgram(config.marks) },
        edgeProgramClasses: { line: window.Sigma.rendering.EdgeRectangleProgram, thin: window.Sigma.rendering.EdgeLineProgram },
        defaultDrawNodeHover: () => {}, nodeReducer, edgeReducer,
      });
      renderer.setCustomBBox({ x: [left, right], y: [low, high] });
      renderer.refresh();
      renderer.on("clickNode", ({ node }) => (node[0] === "p" ? enter(Number(node.slice(1))) : told.node(Number(node))));
      renderer.on("enterNode", ({ node }) => (node[0] === "p" ? told.overPlace(describe(Number(node.slice(1)))) : told.over(Number(node))));
      renderer.on("leaveNode", () => told.over(-1));
      renderer.on("afterRender", moved);
    }
    const ratio = () => renderer.getCamera().ratio;
    const threshold = () => Math.min(0.6, Math.max(0.05, Math.sqrt(IN_VIEW / Math.max(1, drawnCount))));
    function levelNow() {
      if (!large || detail === "all") return "organisations";
      if (detail === "places") return "places";
      return ratio() > threshold() * (level === "organisations" ? 1.12 : 1) ? "places" : "organisations";
    }

    /* From the picture's own measure to the screen: the camera does not turn, so two points tell it. */
    function lens() {
      const a = renderer.graphToViewport({ x: left, y: low }), b = renderer.graphToViewport({ x: right || 1, y: high || 1 });
      const across = (b.x - a.x) / Math.max(right - left, 1e-9), down = (b.y - a.y) / Math.max(high - low, 1e-9);
      return { x: x => a.x + (x - left) * across, y: y => a.y + (y - low) * down, across };
    }
    /* Marks grow as fast as the space between them, up to the size that is read well. */
    const shrink = at => 1 / Math.min(LARGEST, room / at);
    const sizeOf = i => (model.level[i] === 0 ? 13 : 4.6 + 0.75 * Math.sqrt(view.degree[i]));
    const discOf = part => Math.max(3.5, 0.8 * spread[part].far * Math.abs(lens().across) * ratio()) * shrink(1);
    /* Pixels between neighbours when the whole is seen, as a share of a mark. */
    function roomOf() {
      const { across } = lens(), unit = Math.abs(across) * ratio();
      let area = 0;
      if (large) spread.forEach(part => { area += Math.PI * part.far * part.far; });
      else area = (right - left) * (high - low);
      return Math.max(0.02, (0.4 * Math.sqrt(area / Math.max(1, drawnCount)) * unit) / TYPICAL);
    }
    const mannerOf = i => (i === marks.chosen || marks.hits.has(i) || marks.way.has(i) ? "strong" : view.faded[i] || (marks.near && !marks.near.has(i)) ? "away" : marks.near ? "strong" : "plain");

    function nodeReducer(key, data) {
      if (data.part !== undefined) {
        const strong = [marks.chosen, ...marks.hits, ...marks.path].some(i => i >= 0 && model.part[i] === data.part);
        return { ...data, stamp: placeStamp(strong ? "strong" : data.faded ? "away" : "plain") };
      }
      const manner = mannerOf(data.i);
      return { ...data, stamp: stampOf(model.level[data.i], model.domain[data.i], manner), size: manner === "strong" && !marks.near ? data.size * 1.15 : data.size };
    }
    /* Sigma scales lines as it scales marks; a line keeps its width on the screen, taken anew when the zoom has settled. */
    function edgeReducer(key, data) {
      const size = data.size * thick;
      if (data.k === undefined || !marks.near) return { ...data, size };
      const a = model.a[data.k], b = model.b[data.k], both = marks.near.has(a) && marks.near.has(b);
      if (both && (a === marks.chosen || b === marks.chosen)) return { ...data, color: network.INK, size: (data.size + 0.9) * thick, type: "line" };
      return both ? { ...data, size } : { ...data, color: PALE, size };
    }

    function placesGraph() {
      const graph = new Graph(), most = Math.max(1, ...places.between.map(one => one[2]));
      places.count.forEach((count, part) => {
        if (count) graph.addNode("p" + part, { x: places.x[part], y: places.y[part], size: discOf(part), part, stamp: placeStamp("plain"), faded: config.domain !== null && !spread[part].bright });
      });
      places.between.sort((a, b) => a[2] - b[2]).forEach(([a, b, ties]) => {
        const share = Math.sqrt(ties / most);
        graph.addEdge("p" + a, "p" + b, { size: 0.5 + 4 * share, color: mixed(0.15 + 0.85 * share) });
      });
      return graph;
    }
    function organisationsGraph() {
      const graph = new Graph(), within = i => view.drawn(i) && (!large || loaded.has(model.part[i]) || (marks.near && marks.near.size < 4000 && marks.near.has(i)));
      const inside = new Uint8Array(model.n);
      for (let i = 0; i < model.n; i++) if (within(i)) { inside[i] = 1; graph.addNode(String(i), { i, x: model.x[i], y: model.y[i], size: sizeOf(i), stamp: 0 }); }
      const thin = graph.order > 3 * IN_VIEW;
      /* Ties between places lie below and paler: within a place they would else be lost. */
      for (const outer of large ? [true, false] : [false]) {
        for (let k = 0; k < model.m; k++) {
          const held = view.weight[k], a = model.a[k], b = model.b[k];
          if (!held || !inside[a] || !inside[b] || (large && (model.part[a] !== model.part[b]) !== outer)) continue;
          graph.addEdgeWithKey(k, a, b, { k, size: outer ? 0.5 : WIDTHS[held], color: outer ? PALE : GREYS[held], type: thin || outer ? "thin" : "line" });
        }
      }
      return graph;
    }
    /* The places whose organisations reach into the view, and a margin around it. */
    function inView(margin) {
      const { x, y, across } = lens(), width = canvas.clientWidth, height = canvas.clientHeight, told = new Set();
      if (detail === "all" || !large) { model.parts.forEach((_, part) => told.add(part)); return told; }
      places.count.forEach((count, part) => {
        if (!count) return;
        const far = spread[part].far * Math.abs(across), at = x(places.x[part]), down = y(places.y[part]);
        if (at + far > -margin * width && at - far < (1 + margin) * width && down + far > -margin * height && down - far < (1 + margin) * height) told.add(part);
      });
      return told;
    }
    function rebuild(fading) {
      if (fading) fade();
      level = levelNow();
      loaded = level === "places" ? new Set() : inView(0.15);
      const graph = level === "places" ? placesGraph() : organisationsGraph();
      thick = shrink(ratio());
      renderer.setSetting("hideEdgesOnMove", graph.size > MOST_MOVING);
      renderer.setGraph(graph);
      canvas.dataset.level = level;
      canvas.dataset.marks = String(graph.order);
      canvas.dataset.lines = String(graph.size);
      told.level(level);
    }
    /* After each picture: another level, or places that came into view; then hulls and names, when there is time. */
    let queued = false;
    function moved() {
      if (!queued) {
        queued = true;
        requestAnimationFrame(() => {
          queued = false;
          if (!renderer || !view || !marks) return;
          if (levelNow() !== level) rebuild(true);
          else if (level === "organisations" && large && detail !== "all" && [...inView(0)].some(part => !loaded.has(part))) rebuild(false);
        });
      }
      clearTimeout(still);
      still = setTimeout(() => {
        if (!renderer) return;
        if (level === "organisations" && large && detail !== "all" && loaded.size > 1.3 * inView(0.15).size) rebuild(false);
        else if (Math.abs(Math.log(shrink(ratio()) / thick)) > 0.2) { thick = shrink(ratio()); renderer.refresh({ skipIndexation: true }); }
      }, 400);
      clearTimeout(waiting);
      if (cost < 6) overlays();
      else { canvas.classList.add("moving"); waiting = setTimeout(() => { canvas.classList.remove("moving"); overlays(); }, 140); }
    }
    function overlays() {
      if (!renderer || !view || !marks) return;
      const begun = performance.now();
      const { x, y } = lens(), width = canvas.clientWidth, height = canvas.clientHeight, spots = [];
      marks.place = corner => ({ x: x(corner[0]), y: y(corner[1]) });
      if (level === "places") {
        places.count.forEach((count, part) => {
          const r = renderer.scaleSize(discOf(part)) + 1, at = { x: x(places.x[part]), y: y(places.y[part]) };
          const name = (model.parts[part][1] || config.words.unknown_part) + " " + count;
          if (count && at.x > -r && at.y > -r && at.x < width + r && at.y < height + r) spots.push({ i: -2 - part, ...at, r, group: -1, ties: count, short: name, name, faded: false, within: true });
        });
      } else {
        for (let i = 0; i < model.n; i++) {
          if (!view.drawn(i) || (large && !loaded.has(model.part[i]))) continue;
          const at = x(model.x[i]), down = y(model.y[i]);
          if (at < -60 || down < -60 || at > width + 60 || down > height + 60) continue;
          spots.push({ i, x: at, y: down, r: renderer.scaleSize(sizeOf(i)), group: model.group[i], ties: view.degree[i], short: model.shorts[i], name: model.names[i], faded: view.faded[i] });
        }
        spots.sort((a, b) => b.ties - a.ties);
      }
      const near = spots.length <= IN_VIEW, outlines = network.drawHulls(canvas, near ? spots : []);
      outlines.forEach((one, group) => { if (one.members < 3) outlines.delete(group); });
      network.drawNames(canvas, near || level === "places" ? spots : spots.slice(0, 150), { outlines, groupName: told.groupName, members: told.members, marks: { ...marks, near: level === "places" ? null : marks.near }, lines: pen => network.drawAsked(pen, marks, spotAt) });
      cost = performance.now() - begun;
    }
    function spotAt(i) {
      if (Number.isNaN(model.x[i])) return null;
      const { x, y } = lens();
      return { x: x(model.x[i]), y: y(model.y[i]), r: level === "places" ? 5 : renderer.scaleSize(sizeOf(i)), ring: true };
    }
    function describe(part) {
      const name = model.parts[part][1] || config.words.unknown_part;
      return name + " · " + network.filled(config.words.part_count, { count: places.count[part], inside: places.inside[part] });
    }

    /* What is drawn now stays over the new picture and fades, so that the eye keeps its place. */
    function fade() {
      const still = network.flattened(canvas, () => renderer.refresh({ skipIndexation: true, schedule: false }));
      still.className = "still";
      canvas.appendChild(still);
      requestAnimationFrame(() => requestAnimationFrame(() => still.classList.add("gone")));
      setTimeout(() => still.remove(), FADE + 80);
    }
    function lookAt(x, y, closer) {
      const at = renderer.viewportToFramedGraph(renderer.graphToViewport({ x, y }));
      renderer.getCamera().animate({ x: at.x, y: at.y, ratio: closer ? Math.min(ratio(), closer) : ratio() }, { duration: 300 });
    }
    const enter = part => lookAt(places.x[part], places.y[part], threshold() * 0.6);

    function show(shown) {
      view = shown;
      drawnCount = 0;
      for (let i = 0; i < model.n; i++) if (view.drawn(i)) drawnCount++;
      if (large) {
        places = network.gathered(model, view);
        spread = Array.from(places.count, () => ({ far: 0, bright: false }));
        for (let i = 0; i < model.n; i++) {
          if (!view.drawn(i)) continue;
          const part = spread[model.part[i]], dx = model.x[i] - places.x[model.part[i]], dy = model.y[i] - places.y[model.part[i]];
          part.far = Math.max(part.far, Math.hypot(dx, dy));
          if (!view.faded[i]) part.bright = true;
        }
      }
      canvas.dataset.drawn = String(drawnCount);
      if (!renderer) start();
      room = roomOf();
      if (marks) rebuild(false);
    }
    function mark(asked) {
      const before = marks;
      marks = asked;
      const fresh = !level || (marks.near && level === "organisations" && (!before || before.chosen !== marks.chosen));
      if (fresh) rebuild(false); else renderer.refresh({ skipIndexation: true });
      overlays();
    }
    return {
      show, mark, spotAt,
      fit: () => renderer.getCamera().animate({ x: 0.5, y: 0.5, ratio: 1 }, { duration: 200 }),
      zoomBy: factor => renderer.getCamera().animate({ ratio: Math.min(2.5, Math.max(0.004, ratio() / factor)) }, { duration: 150 }),
      panBy: (x, y) => { const at = renderer.viewportToFramedGraph({ x: canvas.clientWidth / 2 - x, y: canvas.clientHeight / 2 - y }); renderer.getCamera().setState({ x: at.x, y: at.y }); },
      centre: i => { if (view.drawn(i)) lookAt(model.x[i], model.y[i], large && detail !== "places" ? threshold() * 0.5 : 0); },
      fromScreen: (x, y) => { const at = renderer.viewportToGraph({ x, y }); return [at.x, at.y]; },
      resize: () => { renderer.resize(); room = roomOf(); rebuild(false); overlays(); },
      refresh: () => { renderer.refresh({ skipIndexation: true, schedule: false }); overlays(); },
      moveTo: (there, asked) => {
        canvas = there; detail = asked.detail; config = asked;
        if (root.parentNode !== canvas) canvas.appendChild(root);
        return true;
      },
      destroy: () => { clearTimeout(waiting); clearTimeout(still); if (renderer) renderer.kill(); renderer = null; root.remove(); },
      sigma: () => renderer,
    };
  }
  network.sigmaDrawing = sigmaDrawing;
})();
