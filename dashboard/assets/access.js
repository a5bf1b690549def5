/* What the keyboard and a screen reader get on every page: `/` finds, Esc closes, a drawer that opens takes the focus
   and gives it back, what scrolls can be reached, fields of files have names, the document says its language. */
(function () {
  "use strict";
  const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex]";
  const FIELDS = "input, select, textarea, [contenteditable=true]";
  let before = null;  // what had the focus when a drawer opened
  let shown = null;   // the title of the drawer that is open

  function find() {
    const field = document.querySelector("#network-find");
    if (field) { field.focus(); field.select(); return; }
    const way = document.querySelector(".bar .to-find");
    if (way) { wanted = true; way.click(); }
  }
  let wanted = false;  // the page with the search is on its way

  function close() {
    const menu = document.querySelector("details[open].menu");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); return true; }
    const way = document.querySelector(".drawer .close");
    if (way) way.click();
    return Boolean(way);
  }

  // In the capture phase: whatever else answers Esc (a mode of the picture, a list of hits) has not yet put itself away.
  document.addEventListener("keydown", event => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || document.fullscreenElement) return;
    const inField = event.target instanceof Element && event.target.matches(FIELDS);
    if (event.key === "/" && !inField) { event.preventDefault(); find(); }
    if (event.key !== "Escape") return;
    const busy = document.querySelector('dialog[open], .modes [aria-pressed="true"], #network-hits li, .ant-select-open, .ant-picker-focused');
    if (!busy) close();
  }, true);

  function named(box) {
    const part = box.closest(".card, section, .drawer");
    const title = part && part.querySelector("h2, h3");
    return title ? title.textContent : document.title;
  }

  function reachable() {
    document.querySelectorAll("#main div, #main ul, #main ol, #drawer-slot div, #drawer-slot ul").forEach(box => {
      if (box.dataset.reached || (box.scrollHeight <= box.clientHeight && box.scrollWidth <= box.clientWidth)) return;
      if (box.closest(".ag-root-wrapper, .js-plotly-plot, #network-canvas") || box.querySelector(FOCUSABLE)) return;
      if (!/auto|scroll/.test(getComputedStyle(box).overflow)) return;
      box.dataset.reached = "yes";
      box.tabIndex = 0;
      if (box.tagName !== "DIV") return;
      if (!box.getAttribute("role")) box.setAttribute("role", "group");
      if (!box.getAttribute("aria-label")) box.setAttribute("aria-label", named(box));
    });
    document.querySelectorAll("input[type=file]:not([aria-label])").forEach(field => {
      field.setAttribute("aria-label", (field.parentElement.textContent || "").trim() || document.title);
    });
    document.querySelectorAll(".ant-select input:not([aria-label])").forEach(field => {
      if (field.labels && field.labels.length) return;
      const box = field.closest(".ant-select"), beside = box.parentElement.querySelector("label, .how, h3");
      const name = beside || box.querySelector(".ant-select-selection-placeholder, .ant-select-selection-item");
      field.setAttribute("aria-label", (name && name.textContent.trim()) || named(box));
    });
    // Boxes to tick are called a list of options by their maker, and are fields of their own.
    document.querySelectorAll(".dash-checklist").forEach(list => {
      list.setAttribute("role", "group");
      if (!list.getAttribute("aria-label")) list.setAttribute("aria-label", list.textContent.trim());
      list.querySelectorAll("label").forEach(one => { one.removeAttribute("role"); one.removeAttribute("aria-selected"); });
    });
  }

  function tellDocument() {
    const bar = document.querySelector(".bar"), question = document.querySelector("#main h1"), brand = document.querySelector(".brand");
    if (bar && bar.lang) document.documentElement.lang = bar.lang;
    document.querySelectorAll(".nav a, .seg a").forEach(one => {
      if (one.matches(".here, .on")) one.setAttribute("aria-current", one.matches(".here") ? "page" : "true");
      else one.removeAttribute("aria-current");
    });
    if (question && brand) document.title = question.textContent + " · " + brand.textContent;
  }

  function followDrawer() {
    const title = document.querySelector(".drawer > header h2");
    const now = title ? title.textContent : null;
    if (now === shown) return;
    const focused = document.activeElement;
    if (now !== null) {
      const byLink = focused && focused.matches("a[href]") && !focused.closest(".drawer");
      if (shown === null) before = byLink ? focused : null;
      if (byLink || (shown !== null && (!focused || focused === document.body))) title.focus({ preventScroll: true });
    } else if (before && before.isConnected && (!focused || focused === document.body)) before.focus({ preventScroll: true });
    shown = now;
  }

  let waiting = 0;
  function changed() {
    waiting = 0;
    followDrawer();
    tellDocument();
    reachable();
    const field = wanted && document.querySelector("#network-find");
    if (field) { wanted = false; field.focus(); }
  }
  const watch = new MutationObserver(() => { if (!waiting) waiting = setTimeout(changed, 120); });
  function begin() { watch.observe(document.body, { childList: true, subtree: true, attributeFilter: ["aria-selected"] }); changed(); }
  if (document.body) begin(); else document.addEventListener("DOMContentLoaded", begin);
})();
