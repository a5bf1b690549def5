/* The picture of the network of a page: fetches it once, shows the part that the address asks for, marks what is opened.
   Drawing is network_cytoscape's and network_sigma's, what a person does on it network_tools'. */
(function () {
  "use strict";
  const network = (window.gongjianNetwork = window.gongjianNetwork || {});
  const state = (network.state = { canvas: null, drawing: null, model: null, view: null, config: {}, hits: new Set(), path: [], opened: { kind: "", key: "" } });
  let held = { source: null, model: null }, asked = 0, observer = null;

  function go(href) {
    window.history.pushState({}, "", href);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  }
  function openedIn(search) {
    const told = new URLSearchParams(search).get("open") || "", at = told.indexOf(":");
    return at < 0 ? { kind: told, key: "" } : { kind: told.slice(0, at), key: told.slice(at + 1) };
  }
  /* The page's own address with something opened: everything else in it stays as it is now. */
  network.open = (kind, key) => {
    const told = new URLSearchParams(window.location.search);
    told.delete("open");
    if (key || kind === "supposed") told.append("open", kind + ":" + key);
    const search = told.toString().replace(/%3A/g, ":").replace(/%2C/g, ",");
    go(window.location.pathname + (search ? "?" + search : ""));
  };

  /* What the drawing marks: the chosen one and who is near, what was found, a way, an outline, supposed ties. */
  function marksNow() {
    const { model, view, config, opened } = state, chosenCode = opened.kind === config.opens ? opened.key : null;
    const chosen = chosenCode !== null && model.index.has(chosenCode) && view.drawn(model.index.get(chosenCode)) ? model.index.get(chosenCode) : -1;
    const path = opened.kind === "path" ? state.path : [], start = network.firstEnd ? network.firstEnd() : -1;
    const way = new Set(path);
    if (start >= 0) way.add(start);
    const steps = config.steps === undefined ? 1 : config.steps;
    const outline = opened.kind === "lasso" ? opened.key.split(";").map(corner => corner.split(",").map(Number)) : [];
    const supposed = opened.kind === "supposed" && opened.key ? opened.key.split(";").map(one => {
      const [, a, b] = one.slice(1).split("|").map(decodeURIComponent);
      return { a: model.index.get(a), b: model.index.get(b), add: one[0] === "+" };
    }).filter(one => one.a !== undefined && one.b !== undefined) : [];
    supposed.forEach(one => { way.add(one.a); way.add(one.b); });
    return { chosen, near: chosen >= 0 && steps ? network.around(model, view, chosen, steps) : null, hits: state.hits, way, path, outline, supposed, place: () => ({ x: 0, y: 0 }) };
  }
  network.remark = () => {
    if (!state.drawing || !state.view) return;
    const marks = marksNow();
    state.canvas.dataset.chosen = marks.chosen >= 0 ? state.model.codes[marks.chosen] : "";
    state.canvas.dataset.near = marks.near ? String(marks.near.size) : "";
    state.canvas.dataset.path = marks.path.map(i => state.model.codes[i]).join(" ");
    state.canvas.dataset.supposed = String(marks.supposed.length);
    state.drawing.mark(marks);
  };

  /* The way between two is the server's to find; it is marked when it is told. */
  async function fetchPath() {
    const { opened, model } = state, [source, target] = opened.kind === "path" ? opened.key.split("|") : [];
    state.path = [];
    if (!target) return;
    const given = new URLSearchParams(window.location.search), wanted = new URLSearchParams({ source, target });
    ["as_of", "place", "off"].forEach(name => { if (given.get(name)) wanted.set(name, given.get(name)); });
    if (given.get("hub") === "in") wanted.set("hub", "true");
    if (given.get("layer")) wanted.set("off", ["seats", "agreements", "claims", "meetings"].filter(name => name !== given.get("layer")).join(","));
    const answer = await fetch("/api/v1/network/path?" + wanted);
    if (!answer.ok) return;
    const way = await answer.json();
    if (state.opened !== opened || state.model !== model) return;
    state.path = way.organisations.map(one => model.index.get(one.code)).filter(i => i !== undefined);
    network.remark();
  }

  const told = {
    node: i => { if (!network.took(i)) network.open(state.config.opens, state.model.codes[i]); },
    over: i => {
      const { canvas, model, view, config } = state;
      canvas.style.cursor = i >= 0 ? "pointer" : "";
      canvas.title = i < 0 ? "" : model.told ? model.told[i] : [model.names[i], config.levels[model.level[i]], network.filled(config.ties, { count: view.degree[i] })].join(" · ");
    },
    overPlace: text => { state.canvas.style.cursor = "pointer"; state.canvas.title = text; },
    groupName: group => {
      const { model, config } = state;
      if (model.groupNames) return model.groupNames[group] || "";
      const area = model.groupAreas.get(group), name = network.filled(config.words.group, { number: group + 1 });
      return area ? name + " " + area : name;
    },
    members: (name, members) => network.filled(state.config.members, { name, members }),
    level: level => { const legend = document.getElementById("network-level"); if (legend) legend.dataset.now = level; },
  };

  async function modelOf(config) {
    if (!config.source) return network.fromElements(config);
    if (held.source === config.source) return held.model;
    const answer = await fetch(config.source);
    if (!answer.ok) throw new Error(String(answer.status));
    held = { source: config.source, model: network.decoded(await answer.arrayBuffer()) };
    return held.model;
  }
  const hasWebGL = () => { try { return Boolean(document.createElement("canvas").getContext("webgl2")); } catch (_) { return false; } };

  async function draw(config) {
    const canvas = document.getElementById("network-canvas"), mine = ++asked, words = (config && config.words) || {};
    if (!canvas || !config) {
      if (state.drawing && !canvas) { state.drawing.destroy(); Object.assign(state, { drawing: null, canvas: null }); }
      return;
    }
    config = { domain: null, layers: [], ...config };
    const engine = config.engine || "cytoscape";
    if (engine === "sigma" && !hasWebGL()) { network.hint(words.no_webgl); return; }
    let model;
    if (config.source && held.source !== config.source) network.hint(words.drawing);
    try { model = await modelOf(config); } catch (_) { network.hint(words.unreachable); return; }
    if (mine !== asked || !canvas.isConnected) return;
    const same = state.drawing && state.model === model && state.engine === engine && state.drawing.moveTo(canvas, config);
    if (!same && state.drawing) { state.drawing.destroy(); state.drawing = null; }
    Object.assign(state, { canvas, config, model, engine, opened: openedIn(window.location.search), view: network.shown(model, config) });
    if (!same) {
      state.hits = new Set();
      state.drawing = (engine === "sigma" ? network.sigmaDrawing : network.cytoscapeDrawing)(canvas, model, config, told);
    }
    canvas.dataset.engine = engine;
    canvas.dataset.moment = model.moments[config.moment] || "";
    canvas.dataset.ties = String(state.view.ties);
    state.drawing.show(state.view);
    network.wire(canvas);
    network.remark();
    told.level(canvas.dataset.level || "");
    fetchPath();
    canvas.dataset.ready = String(Math.round(performance.now()));
    let size = canvas.clientWidth + "x" + canvas.clientHeight;
    if (observer) observer.disconnect();
    observer = new ResizeObserver(() => {
      const now = canvas.clientWidth + "x" + canvas.clientHeight;
      if (state.drawing && state.canvas === canvas && now !== size && canvas.clientWidth) { size = now; state.drawing.resize(); }
    });
    observer.observe(canvas);
  }

  function focus() {
    if (!state.drawing || !state.canvas.isConnected) return;
    state.opened = openedIn(window.location.search);
    network.remark();
    fetchPath();
  }

  /* A switch of the page keeps what was opened after the page was drawn. */
  document.addEventListener("click", event => {
    const link = event.target.closest && event.target.closest("a.keeps-open"), open = new URLSearchParams(window.location.search).get("open");
    if (!link || !open || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault(); event.stopPropagation();
    const href = link.getAttribute("href");
    go(href + (href.includes("?") ? "&" : "?") + "open=" + encodeURIComponent(open).replace(/%3A/g, ":"));
  }, true);

  const clientside = (window.dash_clientside = window.dash_clientside || {});
  clientside.network = {
    draw: data => { requestAnimationFrame(() => draw(data)); return window.dash_clientside.no_update; },
    find: text => { network.find(text); return window.dash_clientside.no_update; },
    focus: () => { requestAnimationFrame(focus); return window.dash_clientside.no_update; },
  };
})();
