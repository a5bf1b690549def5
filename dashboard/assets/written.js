/* Tables that the server wrote as text: taken in as they are; their links open beside the page without loading it. */
(function () {
  "use strict";
  function show(text, id) {
    const box = document.getElementById(JSON.stringify({ name: id.name, type: "written" }));
    if (box) { box.innerHTML = text || ""; box.scrollTop = 0; }
    return window.dash_clientside.no_update;
  }
  document.addEventListener("click", event => {
    const way = event.target.closest && event.target.closest(".written a[data-open]");
    if (!way || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    window.dash_clientside.drawing.go(way.dataset.open);
  });
  window.dash_clientside = Object.assign({}, window.dash_clientside, { written: { show } });
})();
