/* Which list was the drawer opened from, and what stands before and after it there? A click on a way to a drawer notes the ways of
   the same kind in its list (of a table, in its column); the drawer's arrows, and [ and ], go along them. A drawer opened by its address belongs
   to the first list on the page that has it; where none has, there are no arrows. */
(function () {
  "use strict";
  const LISTS = "table, ol, ul, .ag-root-wrapper, .matrix, .tiles, .treemap .body";
  const FIELDS = "input, select, textarea, [contenteditable=true]";
  const WAYS = "a[href*='open='], [data-opens]";
  let keys = [];

  const opened = () => new URLSearchParams(window.location.search).get("open");
  const kind = key => key.split(":")[0];

  function keyOf(one) {
    if (one.dataset.opens) return one.dataset.opens;
    const href = one.getAttribute("href") || "", at = href.indexOf("?");
    return at < 0 ? null : new URLSearchParams(href.slice(at)).get("open");
  }

  function note(one) {
    const list = one.closest(LISTS), key = keyOf(one);
    const column = one => { const cell = one.closest("td, [col-id]"); return cell && (cell.cellIndex ?? cell.getAttribute("col-id")); };
    const like = list ? [...list.querySelectorAll(WAYS)].filter(other => column(other) === column(one)) : [];
    const ways = like.map(keyOf);
    keys = [...new Set(ways.filter(other => other && kind(other) === kind(key)))];
  }
  document.addEventListener("click", event => {
    const one = event.target.closest && event.target.closest(WAYS);
    if (one && keyOf(one)) note(one);
  }, true);

  function beside(step) {
    const at = keys.indexOf(opened());
    return at < 0 ? undefined : keys[at + step];
  }
  function go(step) {
    const key = beside(step);
    if (key) window.dash_clientside.drawing.go(key);
  }
  function mark() {
    const key = opened();
    if (key && keys.indexOf(key) < 0 && document.querySelector("#drawer-slot .drawer")) {  // opened by its address
      const listed = one => keyOf(one) === key && one.closest(LISTS) && !one.closest("#drawer-slot");
      const one = [...document.querySelectorAll(WAYS)].find(listed);
      if (one) note(one);
    }
    document.querySelectorAll("#drawer-slot [data-step]").forEach(button => {
      button.hidden = keys.length < 2 || keys.indexOf(opened()) < 0;
      button.disabled = !beside(Number(button.dataset.step));
    });
  }

  document.addEventListener("click", event => {
    const button = event.target.closest && event.target.closest("#drawer-slot [data-step]");
    if (button) go(Number(button.dataset.step));
  });
  document.addEventListener("keydown", event => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof Element && event.target.matches(FIELDS)) return;
    const step = { "[": -1, "]": 1 }[event.key];
    if (step && document.querySelector("#drawer-slot .drawer")) { event.preventDefault(); go(step); }
  });
  new MutationObserver(mark).observe(document.documentElement, { childList: true, subtree: true });
})();
