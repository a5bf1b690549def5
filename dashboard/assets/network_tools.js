/* What a person does on the picture besides looking: search, path, lasso, supposing, playing the quarters, keys, print.
   What is asked goes into the address; the server answers it beside the picture. */
(function () {
  "use strict";
  const network = (window.gongjianNetwork = window.gongjianNetwork || {});
  const SHOWN_HITS = 8, MOST_CORNERS = 120, PAUSE = 1400;
  const byId = id => document.getElementById(id);
  let mode = null, first = -1, playing = 0;

  /* All canvases of the picture, one over the other, as one bitmap; `refresh` draws what WebGL forgets. */
  function flattened(canvas, refresh, backdrop) {
    const out = document.createElement("canvas"), ratio = window.devicePixelRatio || 1;
    out.width = canvas.clientWidth * ratio; out.height = canvas.clientHeight * ratio;
    const pen = out.getContext("2d");
    if (backdrop) { pen.fillStyle = backdrop; pen.fillRect(0, 0, out.width, out.height); }
    if (refresh) refresh();
    const layers = [...canvas.querySelectorAll("canvas")].filter(one => one.width && !one.classList.contains("still") && !one.classList.contains("lasso"));
    const depth = one => (one.classList.contains("hulls") ? 0 : one.classList.contains("names") ? 2 : 1);
    layers.sort((a, b) => depth(a) - depth(b)).forEach(one => pen.drawImage(one, 0, 0, out.width, out.height));
    return out;
  }

  const hint = text => { const told = byId("network-hint"); if (told) { told.textContent = text || ""; told.hidden = !text; } };
  function setMode(name) {
    mode = mode === name ? null : name;
    first = -1;
    ["path", "lasso", "suppose"].forEach(one => { const button = byId("network-" + one); if (button) button.setAttribute("aria-pressed", String(mode === one)); });
    const layers = byId("suppose-layers");
    if (layers) layers.hidden = mode !== "suppose";
    tellMode();
  }
  function tellMode() {
    const { model, config } = network.state;
    const layer = byId("suppose-layer"), name = first >= 0 ? model.shorts[first] : "";
    const words = config.words || {};
    hint(mode === "path" ? network.filled(first < 0 ? words.path_first : words.path_second, { name })
      : mode === "lasso" ? words.lasso_told
      : mode === "suppose" ? network.filled(first < 0 ? words.suppose_first : words.suppose_second, { name, layer: layer ? layer.selectedOptions[0].textContent : "" }) : "");
  }
  /* A click on an organisation: its card, or an end of what the mode asks for. True when it was taken. */
  function took(i) {
    const { model, opened, view } = network.state;
    if (mode === "path") {
      if (first < 0 || first === i) { first = i; network.open("path", model.codes[i]); }
      else { const from = first; setMode(null); network.open("path", model.codes[from] + "|" + model.codes[i]); }
    } else if (mode === "suppose") {
      if (first < 0 || first === i) first = i;
      else {
        const kept = opened.kind === "supposed" && opened.key ? opened.key.split(";") : [], layer = byId("suppose-layer").value;
        const [a, b] = [first, i].sort((p, q) => (model.codes[p] < model.codes[q] ? -1 : 1));
        const rest = `${layer}|${encodeURIComponent(model.codes[a])}|${encodeURIComponent(model.codes[b])}`;
        const already = kept.findIndex(one => one.slice(1) === rest);
        if (already >= 0) kept.splice(already, 1);
        else {
          const k = network.tieBetween(model, a, b), bit = 4 * view.moment + model.layers.indexOf(layer);
          kept.push((k >= 0 && (model.bits[k] >>> bit) & 1 ? "-" : "+") + rest);
        }
        first = -1;
        network.open("supposed", kept.join(";"));
      }
    } else return false;
    tellMode();
    network.remark();
    return true;
  }

  /* Lasso: a line around organisations, kept as corners in the picture's own measure. */
  function lasso(canvas) {
    let corners = null, sheet = null;
    const at = event => { const box = canvas.getBoundingClientRect(); return [event.clientX - box.left, event.clientY - box.top]; };
    const line = () => {
      const pen = network.sheet(canvas, "lasso", false);
      pen.beginPath(); corners.forEach(([x, y], k) => (k ? pen.lineTo(x, y) : pen.moveTo(x, y))); pen.closePath();
      pen.fillStyle = "rgba(31,35,40,.06)"; pen.fill(); pen.setLineDash([5, 4]); pen.lineWidth = 1.5; pen.strokeStyle = network.INK; pen.stroke();
    };
    const stop = event => { event.preventDefault(); event.stopPropagation(); };
    const take = event => {
      if (!network.state.drawing || network.state.config.opens === "node" || (!event.shiftKey && mode !== "lasso") || event.button) return;
      stop(event);
      corners = [at(event)];
      canvas.setPointerCapture(event.pointerId);
    };
    canvas.addEventListener("pointerdown", take, true);
    canvas.addEventListener("pointermove", event => { if (corners) { stop(event); corners.push(at(event)); line(); } }, true);
    canvas.addEventListener("pointerup", event => {
      if (!corners) return;
      stop(event);
      const every = Math.ceil(corners.length / MOST_CORNERS), kept = corners.filter((_, k) => k % every === 0);
      corners = null;
      sheet = canvas.querySelector("canvas.lasso");
      if (sheet) sheet.remove();
      if (mode === "lasso") setMode(null);
      if (kept.length > 2) network.open("lasso", kept.map(([x, y]) => network.state.drawing.fromScreen(x, y).map(one => one.toFixed(2)).join(",")).join(";"));
    }, true);
    for (const kind of ["mousedown", "mousemove", "mouseup", "touchstart", "touchmove"]) {
      canvas.addEventListener(kind, event => { if (corners || (kind === "mousedown" && (event.shiftKey || mode === "lasso"))) stop(event); }, { capture: true, passive: false });
    }
  }

  /* Search: marks on the picture, and a list to choose from by mouse or keys. */
  function find(text) {
    const { model, view, canvas, config } = network.state, list = byId("network-hits");
    if (!model) return;
    const hits = network.found(model, view, text || "");
    network.state.hits = new Set(hits.filter(view.drawn));
    canvas.dataset.hits = (text || "").trim() ? String(hits.length) : "";
    network.remark();
    if (!list) return;
    list.replaceChildren();
    const input = byId("network-find");
    if (!(text || "").trim()) return;
    hits.slice(0, SHOWN_HITS).forEach(i => {
      const row = Object.assign(document.createElement("li"), { tabIndex: -1, textContent: model.names[i] });
      row.setAttribute("role", "option"); row.dataset.code = model.codes[i];
      row.onmousedown = event => { event.preventDefault(); choose(i); };
      row.onkeydown = event => {
        if (event.key === "Enter") choose(i);
        else if (event.key === "ArrowDown" && row.nextElementSibling && row.nextElementSibling.tabIndex === -1) row.nextElementSibling.focus();
        else if (event.key === "ArrowUp") (row.previousElementSibling || input).focus();
        else if (event.key === "Escape") close();
        else return;
        event.preventDefault();
      };
      list.appendChild(row);
    });
    const foot = Object.assign(document.createElement("li"), { className: "told" });
    foot.textContent = hits.length ? network.filled(config.words.hits, { count: hits.length }) : config.words.no_hit;
    list.appendChild(foot);
    const close = () => { list.replaceChildren(); input.focus(); };
    const choose = i => {
      list.replaceChildren();
      network.state.drawing.centre(i);
      if (!took(i)) network.open(config.opens, model.codes[i]);
    };
    input.onkeydown = event => {
      if (event.key === "ArrowDown" && list.firstChild && list.firstChild.tabIndex === -1) { event.preventDefault(); list.firstChild.focus(); }
      else if (event.key === "Enter" && hits.length) choose(hits[0]);
      else if (event.key === "Escape") list.replaceChildren();
    };
    input.onblur = () => setTimeout(() => { if (!list.contains(document.activeElement)) list.replaceChildren(); }, 150);
  }

  /* One quarter after the other: each is a link, followed when the one before is drawn. */
  function play() {
    const button = byId("network-play");
    const moments = () => [...document.querySelectorAll(".moments a.moment")];
    if (playing) { clearTimeout(playing); playing = 0; if (button) button.setAttribute("aria-pressed", "false"); return; }
    const step = () => {
      const links = moments(), now = links.findIndex(link => link.classList.contains("on"));
      if (!links.length || now === links.length - 1) { playing = 0; const b = byId("network-play"); if (b) b.setAttribute("aria-pressed", "false"); return; }
      links[now + 1].click();
      playing = setTimeout(step, PAUSE);
    };
    const links = moments();
    if (button) button.setAttribute("aria-pressed", "true");
    if (links.length && links[links.length - 1].classList.contains("on")) { links[0].click(); playing = setTimeout(step, PAUSE); } else step();
  }

  function save() {
    const { canvas, drawing } = network.state, link = document.createElement("a");
    link.href = flattened(canvas, drawing.refresh, "#fff").toDataURL("image/png");
    link.download = "network.png";
    link.click();
  }
  /* WebGL prints blank: for print a bitmap stands in the picture's place. */
  function printing(begins) {
    const { canvas, drawing } = network.state;
    if (!canvas || !drawing || !canvas.isConnected) return;
    const old = canvas.querySelector("img.print");
    if (old) old.remove();
    if (!begins) return;
    const still = Object.assign(new Image(), { className: "print", src: flattened(canvas, drawing.refresh, "#fff").toDataURL("image/png"), alt: canvas.title });
    canvas.appendChild(still);
  }
  window.addEventListener("beforeprint", () => printing(true));
  window.addEventListener("afterprint", () => printing(false));

  function keys(event) {
    const { drawing } = network.state, far = 60;
    const acts = {
      ArrowLeft: () => drawing.panBy(far, 0), ArrowRight: () => drawing.panBy(-far, 0), ArrowUp: () => drawing.panBy(0, far), ArrowDown: () => drawing.panBy(0, -far),
      "+": () => drawing.zoomBy(1.4), "=": () => drawing.zoomBy(1.4), "-": () => drawing.zoomBy(1 / 1.4), 0: () => drawing.fit(), Escape: () => { if (mode) setMode(mode); },
    };
    if (!drawing || !acts[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    acts[event.key]();
  }

  /* The buttons of a page that was just drawn. */
  function wire(canvas) {
    const { drawing } = network.state, on = (id, act) => { const button = byId(id); if (button) button.onclick = act; };
    on("network-plus", () => network.state.drawing.zoomBy(1.4)); on("network-minus", () => network.state.drawing.zoomBy(1 / 1.4)); on("network-fit", () => network.state.drawing.fit());
    on("network-png", save); on("network-play", play);
    ["path", "lasso", "suppose"].forEach(name => on("network-" + name, () => setMode(name)));
    const layer = byId("suppose-layer");
    if (layer) layer.onchange = tellMode;
    canvas.onkeydown = keys;
    if (!canvas.dataset.lassoed && drawing) { canvas.dataset.lassoed = "yes"; lasso(canvas); }
    ["path", "lasso", "suppose"].forEach(one => { const button = byId("network-" + one); if (button) button.setAttribute("aria-pressed", String(mode === one)); });
    const layers = byId("suppose-layers");
    if (layers) layers.hidden = mode !== "suppose";
    tellMode();
  }
  Object.assign(network, { flattened, took, find, wire, hint, firstEnd: () => first });
})();
