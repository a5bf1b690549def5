/* A map of places on a page: names where there is room, words beside the pointer, and what shows when it is nearer. */
(function () {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg", INK = "#1f2328", INK_2 = "#4b535d";

  /* Names that want to stand in a group of places or frames: [x, y, text, size, weight, colour]. */
  function wanted(group) {
    const size = Number(group.dataset.size), bold = size > 12;
    return [...group.querySelectorAll("[data-name]")].map(one => {
      const [x, y] = one.dataset.at.split(" ").map(Number);
      return [x, y, one.dataset.name, size, bold ? 600 : 400, bold ? INK : INK_2];
    });
  }

  function inside(svg) {
    const group = document.createElementNS(SVG, "g");
    group.innerHTML = svg;
    return group;
  }

  window.placeMap = function (svg, view, { room, width, letters }) {
    const places = view.querySelector(":scope > .places"), names = view.querySelector(".names");
    let above = wanted(view.querySelector(".frames")), below = wanted(places), further = [];
    const few = Number(places.dataset.size) > 12;  // few places: their names may lie over points
    let near = null;
    const tiles = svg.dataset.background ? window.backgroundMap(svg, view, () => svg.again && svg.again()) : null;

    /* The communities, fetched once when the map is first brought near enough. */
    function nearer(zoom) {
      const on = svg.dataset.near && zoom >= Number(svg.dataset.nearFrom);
      if (on && !near) {
        near = inside("");
        near.classList.add("near");
        view.insertBefore(near, places);
        fetch(svg.dataset.near).then(answer => (answer.ok ? answer.json() : { svg: "" })).then(told => {
          if (!told.svg || !svg.isConnected) return;
          near.innerHTML = told.svg;
          further = wanted(near.querySelector(".places"));
          svg.classList.add("has-near");
          if (near.querySelector(".places [data-key]")) svg.classList.add("near-places");
          if (svg.again) svg.again();
        }).catch(() => {});
      }
      svg.classList.toggle("nearer", Boolean(on && svg.classList.contains("has-near")));
    }

    svg.settled = function (zoom, unit) {
      nearer(zoom);
      const isNear = svg.classList.contains("nearer"), k = letters() * unit / zoom, edge = 3 * unit / zoom;
      const { take, free } = room(60 * k), box = svg.viewBox.baseVal, at = view.transform.baseVal.consolidate();
      const [dx, dy] = at ? [at.matrix.e, at.matrix.f] : [0, 0];
      const left = (box.x - dx) / zoom, top = (box.y - dy) / zoom, right = left + box.width / zoom, bottom = top + box.height / zoom;
      const out = [];
      /* On its spot, or else (a point may stand there) below or above it. */
      const place = ([x, at, text, size, weight, colour]) => {
        if (x < left || x > right || at < top || at > bottom) return;
        const high = size * k, wide = width(text, high), beside = 1.1 * high + 7 * unit / zoom;
        const box = y => [x - wide / 2, y - 0.75 * high, x + wide / 2, y + 0.55 * high];
        const y = [at, at + beside, at - beside].find(one => free(box(one)));
        if (y === undefined) return;
        take(box(y));
        const one = document.createElementNS(SVG, "text");
        for (const [name, value] of Object.entries({ x, y: y + 0.35 * high, "font-size": high, "font-weight": weight, fill: colour })) one.setAttribute(name, value);
        one.textContent = text;
        out.push(one);
      };
      const points = () => view.querySelectorAll(isNear && svg.classList.contains("has-near") ? ".near .marks circle" : ":scope > .marks circle").forEach(one => {
        const x = Number(one.getAttribute("cx")), y = Number(one.getAttribute("cy")), r = 5 * unit / zoom;
        take([x - r, y - r, x + r, y + r]);
      });
      above.forEach(place);
      if (isNear && further.length) {
        points();
        further.forEach(place);
      } else {
        if (!few) points();
        below.forEach(place);
      }
      if (tiles) {
        tiles(zoom, unit, { left, top, right, bottom });
        svg.backgroundNames.forEach(place);
      }
      names.setAttribute("stroke-width", edge);
      names.replaceChildren(...out);
    };

    /* What a place, point or line tells, beside the pointer. */
    const words = document.createElement("div");
    words.className = "told-beside";
    words.hidden = true;
    svg.parentNode.appendChild(words);
    svg.quiet = () => { words.hidden = true; };
    svg.addEventListener("pointermove", event => {
      const one = event.buttons ? null : event.target.closest("[data-told]");
      words.hidden = !one;
      if (!one) return;
      if (words.textContent !== one.dataset.told) words.textContent = one.dataset.told;
      const wide = words.offsetWidth, tall = words.offsetHeight;
      words.style.left = Math.max(8, Math.min(event.clientX + 14, window.innerWidth - wide - 8)) + "px";
      words.style.top = (event.clientY + 18 + tall > window.innerHeight ? event.clientY - 10 - tall : event.clientY + 18) + "px";
    });
    svg.addEventListener("pointerleave", svg.quiet);
  };
})();
