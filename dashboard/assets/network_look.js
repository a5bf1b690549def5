/* How marks, hulls and names look on a canvas, whoever draws the rest: shape is level, colour is domain, size is ties. */
(function () {
  "use strict";
  const network = (window.gongjianNetwork = window.gongjianNetwork || {});
  const SHAPES = ["star", "hexagon", "rectangle", "ellipse", "triangle"];
  const COLOURS = { 1: "#4477AA", 2: "#EE6677", 3: "#228833", 4: "#CCBB44", 5: "#66CCEE", 6: "#AA3377", 7: "#3F4854" };
  const DARK = new Set([1, 3, 6, 7]);
  const INK = "#1F2328", ACCENT = "#B3201B", GREY = "#6B7480", PAD = 15, APART = 4;
  const MOST_NAMED = 400;
  const letters = () => parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--letters")) || 1;  // larger on a projector
  const family = () => getComputedStyle(document.body).fontFamily;

  /* The outline of a level's mark around a point. */
  function outline(pen, level, x, y, r) {
    pen.beginPath();
    const corners = (count, turn, reach) => {
      for (let k = 0; k < count; k++) {
        const angle = turn + k * 2 * Math.PI / count, far = typeof reach === "function" ? reach(k) : reach;
        pen[k ? "lineTo" : "moveTo"](x + far * Math.cos(angle), y + far * Math.sin(angle));
      }
      pen.closePath();
    };
    if (SHAPES[level] === "star") corners(10, -Math.PI / 2, k => (k % 2 ? 0.55 : 1.22) * r);
    else if (SHAPES[level] === "hexagon") corners(6, 0, 1.12 * r);
    else if (SHAPES[level] === "triangle") corners(3, -Math.PI / 2, 1.15 * r);
    else if (SHAPES[level] === "rectangle") pen.rect(x - 0.9 * r, y - 0.9 * r, 1.8 * r, 1.8 * r);
    else pen.arc(x, y, r, 0, 2 * Math.PI);
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

  /* The hull of each group of spots; a spot is { i, x, y, r, group, ties, short, name, faded, within }. */
  function drawHulls(canvas, spots) {
    const pen = sheet(canvas, "hulls", true), groups = new Map();
    spots.forEach(spot => {
      if (spot.group < 0) return;
      if (!groups.has(spot.group)) groups.set(spot.group, []);
      for (let k = 0; k < 8; k++) groups.get(spot.group).push([spot.x + spot.r * Math.cos(k * Math.PI / 4), spot.y + spot.r * Math.sin(k * Math.PI / 4)]);
    });
    pen.lineJoin = pen.lineCap = "round";
    const outlines = new Map();
    groups.forEach((points, group) => { if (points.length > 8) outlines.set(group, { line: hull(points), members: points.length / 8 }); });
    for (const [colour, width, fill] of [["#C9CED5", 2 * PAD + 2, false], ["#F4F5F7", 2 * PAD, true]]) {
      outlines.forEach(({ line }) => {
        pen.beginPath();
        line.forEach((p, k) => (k ? pen.lineTo(p[0], p[1]) : pen.moveTo(p[0], p[1])));
        pen.closePath(); pen.strokeStyle = colour; pen.lineWidth = width; pen.stroke();
        if (fill) { pen.fillStyle = colour; pen.fill(); }
      });
    }
    return outlines;
  }

  /* Names of groups at an edge of their hull, names of organisations where there is room; none over a mark or a name. */
  function drawNames(canvas, spots, { outlines = new Map(), groupName = () => "", members: told = name => name, marks, lines = null }) {
    const pen = sheet(canvas, "names", false), width = canvas.clientWidth, height = canvas.clientHeight;
    if (lines) lines(pen);
    const taken = spots.slice(0, 1500).filter(spot => !spot.within).map(({ x, y, r }) => ({ x1: x - r, x2: x + r, y1: y - r, y2: y + r }));
    const zoomButtons = { x1: width - 44, x2: width, y1: 0, y2: 92 };
    const buttons = document.querySelector(".modes");
    taken.push(zoomButtons, { x1: 0, x2: buttons ? buttons.offsetLeft + buttons.offsetWidth : 0, y1: 0, y2: buttons ? buttons.offsetTop + buttons.offsetHeight : 0 });
    const inside = box => box.x1 >= 2 && box.x2 <= width - 2 && box.y1 >= 1 && box.y2 <= height - 1;
    const write = (text, box, colour) => {
      pen.lineJoin = "round"; pen.strokeStyle = "rgba(255,255,255,.9)"; pen.lineWidth = 3; pen.fillStyle = colour;
      pen.textAlign = "left"; pen.textBaseline = "middle";
      pen.strokeText(text, box.x1, (box.y1 + box.y2) / 2 + 0.5); pen.fillText(text, box.x1, (box.y1 + box.y2) / 2 + 0.5);
      taken.push({ ...box, x1: box.x1 - APART, x2: box.x2 + APART });
    };
    const face = family(), k = letters(), small = 11 * k, line = 14 * k;
    pen.font = `600 ${small}px ${face}`;
    outlines.forEach(({ line: outline, members }, group) => {
      const text = told(groupName(group), members), wide = pen.measureText(text).width;
      const xs = outline.map(p => p[0]), ys = outline.map(p => p[1]);
      const top = Math.min(...ys) - PAD, bottom = Math.max(...ys) + PAD, left = Math.min(...xs), right = Math.max(...xs);
      const peak = outline.reduce((a, b) => (b[1] < a[1] ? b : a))[0], foot = outline.reduce((a, b) => (b[1] > a[1] ? b : a))[0];
      const places = [[peak, top - line - 1], [foot, bottom + 1], [(left + right) / 2, top - line - 1], [(left + right) / 2, bottom + 1], [left + wide / 2, top - line - 1], [right - wide / 2, top - line - 1],
        [left + wide / 2, bottom + 1], [right - wide / 2, bottom + 1], [peak, top + 1], [foot, bottom - line - 1]];
      const boxes = places.map(([x, y]) => ({ x1: x - wide / 2, x2: x + wide / 2, y1: y, y2: y + line }));
      const place = boxes.find(box => inside(box) && !clash(box, taken));
      if (place) write(text, place, "#4B535D");
    });
    const rank = spot => (spot.i === marks.chosen ? 3 : marks.hits.has(spot.i) || marks.way.has(spot.i) ? 2 : marks.near && marks.near.has(spot.i) ? 1 : 0);
    const order = spots.map(spot => [rank(spot), spot]).sort((a, b) => b[0] - a[0] || b[1].ties - a[1].ties || a[1].i - b[1].i);
    order.slice(0, MOST_NAMED).forEach(([high, spot]) => {
      if (spot.faded && high < 2) return;
      pen.font = high === 3 ? `600 ${12 * k}px ${face}` : `${small}px ${face}`;
      const { x, y, r } = spot, text = high >= 2 ? spot.name : spot.short, wide = pen.measureText(text).width;
      const boxes = [...(spot.within ? [[x - wide / 2, y - line / 2]] : []), [x - wide / 2, y + r + 1], [x + r + 3, y - line / 2], [x - r - 3 - wide, y - line / 2], [x - wide / 2, y - r - line - 1]]
        .map(([left, top]) => ({ x1: left, x2: left + wide, y1: top, y2: top + line }));
      let place = boxes.find(box => inside(box) && !clash(box, taken));
      if (!place && high === 3) place = boxes[0];
      if (place) write(text, place, high === 3 ? ACCENT : marks.near && high === 0 ? "#8A929C" : INK);
    });
  }

  /* What was asked of the picture, over it: the way between two, an outline, ties that are only supposed. */
  function drawAsked(pen, marks, at) {
    const to = (kind, i) => { const spot = at(i); if (spot) pen[kind](spot.x, spot.y); return Boolean(spot); };
    if (marks.path.length > 1) {
      pen.beginPath(); pen.lineWidth = 3.5; pen.strokeStyle = INK; pen.lineJoin = "round";
      let open = false;
      marks.path.forEach(i => { open = to(open ? "lineTo" : "moveTo", i) || open; });
      pen.stroke();
    }
    marks.supposed.forEach(({ a, b, add }) => {
      const from = at(a), till = at(b);
      if (!from || !till) return;
      pen.beginPath(); pen.moveTo(from.x, from.y); pen.lineTo(till.x, till.y);
      pen.lineWidth = 2.5; pen.strokeStyle = INK; pen.setLineDash(add ? [7, 4] : [2, 4]); pen.stroke(); pen.setLineDash([]);
      const x = (from.x + till.x) / 2, y = (from.y + till.y) / 2;
      pen.beginPath(); pen.arc(x, y, 8, 0, 2 * Math.PI); pen.fillStyle = "#fff"; pen.fill(); pen.lineWidth = 1.5; pen.stroke();
      pen.fillStyle = INK; pen.font = "600 13px " + family(); pen.textAlign = "center"; pen.textBaseline = "middle"; pen.fillText(add ? "+" : "×", x, y + 0.5);
    });
    if (marks.outline.length > 2) {
      pen.beginPath();
      marks.outline.forEach((corner, k) => { const spot = marks.place(corner); pen[k ? "lineTo" : "moveTo"](spot.x, spot.y); });
      pen.closePath(); pen.fillStyle = "rgba(31,35,40,.05)"; pen.fill(); pen.lineWidth = 1.5; pen.strokeStyle = INK; pen.setLineDash([5, 4]); pen.stroke(); pen.setLineDash([]);
    }
    if (marks.chosen >= 0) {
      const spot = at(marks.chosen);
      if (spot && spot.ring) { pen.beginPath(); pen.arc(spot.x, spot.y, spot.r * 1.25 + 2.5, 0, 2 * Math.PI); pen.lineWidth = 2.5; pen.strokeStyle = ACCENT; pen.stroke(); }
    }
  }

  Object.assign(network, { SHAPES, COLOURS, DARK, INK, ACCENT, GREY, family, outlineOf: outline, sheet, drawHulls, drawNames, drawAsked });
})();
