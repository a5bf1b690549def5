/* In projector mode the letters of charts grow as those of the page do: once for each chart that is drawn. */
(function () {
  "use strict";
  const letters = () => parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--letters")) || 1;

  function grown(told, k, inFont) {
    if (Array.isArray(told)) return told.map(one => grown(one, k, inFont));
    if (!told || typeof told !== "object") return told;
    return Object.fromEntries(Object.entries(told).map(([name, value]) => {
      if (inFont && name === "size") return [name, Array.isArray(value) ? value.map(one => one * k) : value * k];
      return [name, name === "template" || ArrayBuffer.isView(value) ? value : grown(value, k, /font$/.test(name))];
    }));
  }

  function enlarge() {
    if (!document.querySelector(".bar.projector") || !window.Plotly) return;
    const k = letters();
    document.querySelectorAll(".js-plotly-plot:not([data-letters])").forEach(plot => {
      if (!plot.layout || !plot.data) return;
      plot.dataset.letters = k;
      const { width, height, ...layout } = grown(plot.layout, k, false);  // without them it goes on filling its panel
      window.Plotly.react(plot, grown(plot.data, k, false), { ...layout, autosize: true }, { ...plot._context, responsive: true });
    });
  }

  let waiting = 0;
  new MutationObserver(() => { if (!waiting) waiting = setTimeout(() => { waiting = 0; enlarge(); }, 150); })
    .observe(document.documentElement, { childList: true, subtree: true });
})();
