/* The network that the server sent, as typed arrays: what of it is shown, who is near whom, who is meant by a text. */
(function () {
  "use strict";
  const network = (window.gongjianNetwork = window.gongjianNetwork || {});
  const KINDS = { f4: Float32Array, i4: Int32Array, u4: Uint32Array, u1: Uint8Array };
  const bitsOf = value => { let count = 0; for (; value; value &= value - 1) count++; return count; };

  /* The file of /api/v1/network/picture: a JSON header and the arrays that it names. */
  function decoded(buffer) {
    const bytes = new Uint8Array(buffer);
    if (String.fromCharCode(...bytes.subarray(0, 4)) !== "GJN1") throw new Error("not a picture of a network");
    const size = new DataView(buffer).getUint32(4, true);
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + size)));
    const model = { ...header, n: header.codes.length };
    let at = 8 + size;
    header.arrays.forEach(([name, kind, length]) => {
      model[name] = new KINDS[kind](buffer, at, length);
      at += (model[name].byteLength + 3) & ~3;
    });
    model.m = model.a.length;
    model.groupAreas = new Map(header.group_areas);
    return indexed(model);
  }

  /* The same from elements that stand in the page itself, as for the network of a file. */
  function fromElements(data) {
    const n = data.nodes.length, index = new Map(data.nodes.map((node, i) => [node.id, i]));
    const ties = data.ties.filter(tie => index.has(tie[0]) && index.has(tie[1]));
    const column = (Kind, read) => Kind.from(data.nodes, read);
    return indexed({
      n, m: ties.length, codes: data.nodes.map(node => node.id), names: data.nodes.map(node => node.name),
      shorts: data.nodes.map(node => node.short), initials: data.nodes.map(() => ""), domains: data.nodes.map(() => ""),
      x: column(Float32Array, node => node.x), y: column(Float32Array, node => node.y), group: column(Int32Array, node => node.group),
      part: column(Int32Array, () => -1), level: column(Uint8Array, () => 3), domain: column(Uint8Array, node => node.domain),
      hub: new Uint8Array(n), alive: new Uint8Array(n).fill(255), told: data.nodes.map(node => node.told), degrees: data.nodes.map(node => node.ties),
      a: Uint32Array.from(ties, tie => index.get(tie[0])), b: Uint32Array.from(ties, tie => index.get(tie[1])),
      weights: Uint8Array.from(ties, tie => tie[2]), groupNames: data.groups, moments: [], layers: [], parts: [], levels: [], directed: data.directed,
    });
  }

  function indexed(model) {
    model.index = new Map(model.codes.map((code, i) => [code, i]));
    let left = Infinity, right = -Infinity, low = Infinity, high = -Infinity;
    for (let i = 0; i < model.n; i++) {
      if (Number.isNaN(model.x[i])) continue;
      left = Math.min(left, model.x[i]); right = Math.max(right, model.x[i]);
      low = Math.min(low, model.y[i]); high = Math.max(high, model.y[i]);
    }
    model.box = left <= right ? [left, right, low, high] : [0, 0, 0, 0];
    return model;
  }

  /* What is shown of it: of each tie its layers at the moment (0: not shown), of each organisation its ties. */
  function shown(model, { moment = 0, layers = [], hub = false, domain = null }) {
    const weight = new Uint8Array(model.m), degree = new Int32Array(model.n), faded = new Uint8Array(model.n);
    let mask = 0, ties = 0;
    layers.forEach(layer => { mask |= 1 << (4 * moment + layer); });
    for (let k = 0; k < model.m; k++) {
      const a = model.a[k], b = model.b[k];
      if (!hub && (model.hub[a] || model.hub[b])) continue;
      const held = model.weights ? model.weights[k] : bitsOf(model.bits[k] & mask);
      if (!held) continue;
      weight[k] = held; degree[a]++; degree[b]++; ties++;
    }
    if (model.degrees) model.degrees.forEach((count, i) => { degree[i] = count; });
    if (domain) for (let i = 0; i < model.n; i++) faded[i] = model.domains[i] === domain ? 0 : 1;
    const alive = i => (model.alive[i] >> (model.weights ? 0 : moment)) & 1 && (hub || !model.hub[i]);
    const drawn = i => degree[i] > 0 && !Number.isNaN(model.x[i]);
    return { weight, degree, faded, ties, alive, drawn, moment, layers, hub };
  }

  /* The ties of each organisation, once for all that is shown. */
  function rows(model) {
    if (model.rows) return model.rows;
    const start = new Uint32Array(model.n + 1);
    for (let k = 0; k < model.m; k++) { start[model.a[k] + 1]++; start[model.b[k] + 1]++; }
    for (let i = 0; i < model.n; i++) start[i + 1] += start[i];
    const at = start.slice(), tie = new Uint32Array(2 * model.m);
    for (let k = 0; k < model.m; k++) { tie[at[model.a[k]]++] = k; tie[at[model.b[k]]++] = k; }
    return (model.rows = { start, tie });
  }
  const across = (model, k, i) => (model.a[k] === i ? model.b[k] : model.a[k]);
  function partners(model, view, i) {
    const { start, tie } = rows(model), told = [];
    for (let at = start[i]; at < start[i + 1]; at++) if (view.weight[tie[at]]) told.push([across(model, tie[at], i), tie[at]]);
    return told;
  }
  /* Who is within some steps of one, itself included; everyone where there are no steps. */
  function around(model, view, i, steps) {
    const near = new Set([i]);
    let front = [i];
    for (let step = 0; step < steps; step++) {
      const next = [];
      front.forEach(one => partners(model, view, one).forEach(([other]) => { if (!near.has(other)) { near.add(other); next.push(other); } }));
      front = next;
    }
    return near;
  }
  function tieBetween(model, i, j) {
    const { start, tie } = rows(model);
    for (let at = start[i]; at < start[i + 1]; at++) if (across(model, tie[at], i) === j) return tie[at];
    return -1;
  }

  /* Who is meant: by name, by code, or by the first letters of the name as it is read; the likeliest first. */
  function found(model, view, text) {
    const wanted = text.trim().toLowerCase(), told = [];
    if (!wanted) return told;
    for (let i = 0; i < model.n; i++) {
      if (!view.alive(i)) continue;
      const code = model.codes[i].toLowerCase(), name = model.names[i].toLowerCase(), letters = model.initials[i];
      const rank = code === wanted ? 0 : name.startsWith(wanted) ? 1 : letters.startsWith(wanted) || letters.includes(" " + wanted) ? 2
        : name.includes(wanted) ? 3 : code.includes(wanted) ? 4 : letters.includes(wanted) ? 5 : 9;
      if (rank < 9) told.push([rank, -view.degree[i], i]);
    }
    return told.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]).map(one => one[2]);
  }

  /* The places of a large network: who of each has ties, where its middle is, the ties within and between. */
  function gathered(model, view) {
    const count = new Int32Array(model.parts.length), x = new Float64Array(count.length), y = new Float64Array(count.length), inside = new Int32Array(count.length);
    for (let i = 0; i < model.n; i++) {
      if (!view.drawn(i)) continue;
      const part = model.part[i];
      count[part]++; x[part] += model.x[i]; y[part] += model.y[i];
    }
    const between = new Map();
    for (let k = 0; k < model.m; k++) {
      if (!view.weight[k]) continue;
      const a = model.part[model.a[k]], b = model.part[model.b[k]];
      if (a === b) { inside[a]++; continue; }
      const key = Math.min(a, b) * 65536 + Math.max(a, b);
      between.set(key, (between.get(key) || 0) + 1);
    }
    for (let part = 0; part < count.length; part++) if (count[part]) { x[part] /= count[part]; y[part] /= count[part]; }
    return { count, x, y, inside, between: [...between].map(([key, ties]) => [Math.floor(key / 65536), key % 65536, ties]) };
  }

  /* A text of the page with its places filled in: {name}, or {count:one|many}. */
  const filled = (text, values) => text.replace(/\{(\w+)(?::([^|}]*)\|([^}]*))?\}/g, (_, name, one, many) => {
    const value = values[name], said = typeof value === "number" ? value.toLocaleString("en-US") : String(value);
    return one === undefined ? said : said + " " + (value === 1 ? one : many);
  });

  Object.assign(network, { decoded, fromElements, shown, partners, around, tieBetween, found, gathered, filled });
})();
