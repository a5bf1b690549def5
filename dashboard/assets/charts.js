/* What charts and marked rows do: a click opens what the point names, the open row is marked. */
(function () {
  "use strict";
  const none = () => window.dash_clientside.no_update;

  function open(clicks) {
    const told = window.dash_clientside.callback_context.triggered;
    const value = told && told.length ? told[0].value : null;
    const point = value && value.points && value.points[0];
    const key = point && (Array.isArray(point.customdata) ? point.customdata[0] : point.customdata);
    if (!key) return none();
    const asked = new URLSearchParams(window.location.search);
    asked.set("open", key);
    return "?" + asked.toString().replace(/%3A/g, ":").replace(/%2C/g, ",");
  }

  function mark() {
    const opened = new URLSearchParams(window.location.search).get("open");
    requestAnimationFrame(() => document.querySelectorAll("[data-opens]").forEach(row =>
      row.classList.toggle("on", row.dataset.opens === opened)));
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, { charts: { open, mark } });
})();
