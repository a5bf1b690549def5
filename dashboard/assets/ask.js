/* Ctrl+Enter in the box of Cypher asks, as the button does. */
(function () {
  "use strict";
  document.addEventListener("keydown", event => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    if (!event.target.closest || !event.target.closest(".ask-form")) return;
    const go = document.querySelector("#cypher-go, #ask-go");
    if (go) { event.preventDefault(); setTimeout(() => go.click(), 0); }
  });
})();
