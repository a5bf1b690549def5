/* The deck for the meeting: scales the stage, turns slides, moves and edits them, presents, swaps names for codes. The deck lies
   in the store "deck"; the server draws whatever it holds. */
(function () {
  "use strict";
  const none = () => window.dash_clientside.no_update;
  const WIDE = 1920, HIGH = 1080, UNDONE = 10;
  const ID = Math.random().toString(36).slice(2);
  let held = null, at = 0, hidden = false, dragged = null;
  let asked = Number(new URLSearchParams(location.search).get("slide")) || 0;  // the slide that the address opens with
  const one = (selector, within) => (within || document).querySelector(selector);
  const all = (selector, within) => [...(within || document).querySelectorAll(selector)];
  const stage = () => document.getElementById("story-stage");
  const slides = () => all("#story-slides > .slide");
  const presenting = () => document.body.classList.contains("presenting");

  // the deck ----------------------------------------------------------------------------------------------------------

  function change(make) {
    if (!held || !held.deck) return;
    const deck = JSON.parse(JSON.stringify(held.deck));
    if (make(deck) === false) return;
    const undo = [...(held.undo || []), held.deck].slice(-UNDONE);
    keep({ ...held, deck, undo });
  }
  function keep(next) {
    held = next;
    window.dash_clientside.set_props("deck", { data: next });
  }
  function undo() {
    if (!held || !(held.undo || []).length) return;
    keep({ ...held, deck: held.undo[held.undo.length - 1], undo: held.undo.slice(0, -1) });
  }
  function move(id, to) {
    change(deck => {
      const from = deck.slides.findIndex(slide => slide.id === id);
      if (from < 0 || to < 0 || to >= deck.slides.length || to === from) return false;
      deck.slides.splice(to, 0, ...deck.slides.splice(from, 1));
      at = to;
    });
  }
  function drop(id) {
    change(deck => {
      const from = deck.slides.findIndex(slide => slide.id === id);
      if (from < 0) return false;
      deck.slides.splice(from, 1);
      at = Math.max(0, Math.min(at, deck.slides.length - 1));
    });
  }
  const place = id => held.deck.slides.findIndex(slide => slide.id === id);

  // drawing -----------------------------------------------------------------------------------------------------------

  function fit() {
    const box = stage();
    if (!box) return;
    const full = presenting();
    const wide = full ? window.innerWidth : box.clientWidth, high = full ? window.innerHeight : wide * HIGH / WIDE;
    const k = Math.min(wide / WIDE, high / HIGH);
    box.style.setProperty("--k", k);
    box.style.setProperty("--x", (wide - WIDE * k) / 2 + "px");
    box.style.setProperty("--y", (high - HIGH * k) / 2 + "px");
  }
  function show() {
    const drawn = slides();
    at = Math.max(0, Math.min(at, drawn.length - 1));
    const now = drawn[at] && drawn[at].dataset.slide;
    drawn.forEach((slide, number) => slide.classList.toggle("on", number === at));
    for (const mark of ["#story-list > li", "#story-notes > .notes"])
      all(mark).forEach(entry => entry.classList.toggle("on", entry.dataset.slide === now));
    all("#story-list > li .go").forEach(button => {
      if (button.closest("li").dataset.slide === now) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    });
    const over = document.getElementById("story-notes-over"), notes = one("#story-notes > .notes.on .notes-text");
    if (over) over.textContent = notes ? all("p", notes).map(line => line.innerText).join("\n") : "";
    document.body.classList.toggle("names-hidden", hidden);
    say({ kind: "at", at, hidden });
    address();
    fit();
  }
  function address() {  // what the bar of the browser shows can be sent on: a saved deck, and the slide that is on
    const saved = held && held.id, url = new URL(location.href), told = { deck: saved, slide: saved && at ? at + 1 : null };
    if (!stage() || (!saved && slides().length === 0)) return;
    for (const [name, value] of Object.entries(told)) {
      if (value) url.searchParams.set(name, value);
      else url.searchParams.delete(name);
    }
    if (url.href !== location.href) history.replaceState(history.state, "", url);
  }
  function turn(to) { at = to; show(); }
  function names() { hidden = !hidden; show(); }

  // the window of who speaks: hears of the deck here, and tells what was pressed there -----------------------------------

  const channel = window.BroadcastChannel && new BroadcastChannel("gongjian-deck-" + ID);
  const say = told => { if (channel) channel.postMessage(told); };
  function tell() {
    const told = slides().map(slide => {
      const notes = one(`#story-notes > [data-slide="${slide.dataset.slide}"] .notes-text`);
      return { html: slide.outerHTML, notes: notes ? notes.innerHTML : "" };
    });
    say({ kind: "deck", slides: told, at, hidden });
  }
  if (channel) channel.addEventListener("message", ({ data }) => {
    if (!stage()) return;
    if (data.kind === "hello") tell();
    if (data.kind === "step") turn(at + data.by);
    if (data.kind === "names") names();
  });
  window.addEventListener("pagehide", () => say({ kind: "gone" }));

  // presenting --------------------------------------------------------------------------------------------------------

  function present() {
    if (!slides().length) return;
    document.body.classList.add("presenting");
    full();
    stage().focus();
    show();
  }
  function full() {
    const box = stage();
    if (box.requestFullscreen && !document.fullscreenElement) box.requestFullscreen().then(fit, () => undefined);
  }
  function speaker() {  // a browser opens a window or fills the screen at one press, not both: F does the other
    const way = one("[data-story=speaker]");
    if (!slides().length || !channel) return;
    window.open(way.dataset.window + "#" + ID, "gongjian-" + ID, "popup,width=1280,height=800");
    document.body.classList.add("presenting");
    show();
  }
  function leave() {
    document.body.classList.remove("presenting", "with-notes");
    if (document.fullscreenElement) document.exitFullscreen();
    fit();
    const way = one("[data-story=present]");
    if (way) way.focus();
  }
  document.addEventListener("fullscreenchange", () => { if (!document.fullscreenElement && presenting()) leave(); });

  // writing: a field above the text, so that what the server draws is never changed under it ------------------------------

  function write(target) {
    if (presenting() || one(".writing")) return;
    const field = target.dataset.edit, notes = field === "notes";
    const id = (target.closest("[data-slide]") || {}).dataset.slide;
    const box = target.getBoundingClientRect(), style = getComputedStyle(target);
    const k = notes ? 1 : Number(stage().style.getPropertyValue("--k") || 1);
    const area = document.createElement("textarea");
    area.className = "writing";
    const before = field === "header" && held.deck.title ? held.deck.title : target.dataset.text;
    area.value = before;
    area.maxLength = Number(stage().dataset["most" + field[0].toUpperCase() + field.slice(1)]) || 4000;
    area.setAttribute("aria-label", target.getAttribute("aria-label"));
    Object.assign(area.style, {
      left: box.left - 6 + "px", top: box.top - 4 + "px", width: Math.max(box.width, 240) + 12 + "px",
      height: Math.max(box.height, notes ? 160 : 60 * k) + 10 + "px", fontSize: Math.max(parseFloat(style.fontSize) * k, 13) + "px",
      fontWeight: style.fontWeight,
    });
    let over = false;
    const end = kept => {
      if (over) return;
      over = true;
      const text = area.value.trim();
      area.remove();
      target.focus();
      if (!kept || text === before.trim()) return;
      change(deck => {
        if (field === "header") { deck.title = text || null; return true; }
        const slide = deck.slides.find(slide => slide.id === id);
        if (!slide) return false;
        slide[field] = text || null;
      });
    };
    area.addEventListener("blur", () => end(true));
    area.addEventListener("keydown", event => {
      event.stopPropagation();
      if (event.key === "Escape") end(false);
      if (event.key === "Enter" && (!notes || event.ctrlKey || event.metaKey)) { event.preventDefault(); end(true); }
    });
    document.body.append(area);
    area.focus();
    area.select();
  }

  // what a person does --------------------------------------------------------------------------------------------------

  document.addEventListener("click", event => {
    if (!stage()) return;
    const text = event.target.closest("#story [data-edit]");
    if (text) { write(text); return; }
    const asked = event.target.closest("[data-story]");
    if (!asked) return;
    const entry = asked.closest("li"), id = entry && entry.dataset.slide;
    const acts = {
      go: () => turn(place(id)), up: () => move(id, place(id) - 1), down: () => move(id, place(id) + 1), drop: () => drop(id),
      undo, present, speaker,
    };
    acts[asked.dataset.story]();
  });
  document.addEventListener("keydown", event => {
    if (!stage()) return;
    const typing = event.target.closest && event.target.closest("input, textarea, select, [role=combobox]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const text = event.target.closest("#story [data-edit]");
    if (!presenting() && text && event.key === "Enter") { event.preventDefault(); write(text); return; }
    const last = slides().length - 1;
    const turns = {
      ArrowRight: at + 1, ArrowDown: at + 1, PageDown: at + 1, " ": at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, PageUp: at - 1,
      Home: 0, End: last,
    };
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (key === "n") { names(); return; }
    if (!presenting()) return;
    if (key === "p") document.body.classList.toggle("with-notes");
    else if (key === "w") speaker();
    else if (key === "f") full();
    else if (key === "Escape") leave();
    else if (event.key in turns) { event.preventDefault(); turn(Math.max(0, Math.min(turns[event.key], last))); }
  });
  document.addEventListener("dragstart", event => {
    const entry = event.target.closest && event.target.closest("#story-list > li");
    if (!entry) return;
    dragged = entry.dataset.slide;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged);
  });
  document.addEventListener("dragover", event => {
    const entry = dragged && event.target.closest && event.target.closest("#story-list > li");
    all("#story-list > li.over").forEach(li => li.classList.remove("over"));
    if (!entry) return;
    event.preventDefault();
    entry.classList.add("over");
  });
  document.addEventListener("drop", event => {
    const entry = dragged && event.target.closest && event.target.closest("#story-list > li");
    if (!entry) return;
    event.preventDefault();
    move(dragged, place(entry.dataset.slide));
  });
  document.addEventListener("dragend", () => {
    dragged = null;
    all("#story-list > li.over").forEach(li => li.classList.remove("over"));
  });
  window.addEventListener("resize", fit);

  // what the server drew -------------------------------------------------------------------------------------------------

  function kept(data) {
    if (held && data && held.id !== data.id) requestAnimationFrame(address);
    const before = held && held.deck ? held.deck.slides.length : 0;
    const more = data && data.deck && before && data.deck.slides.length > before && data !== held;
    held = data;
    if (more) at = data.deck.slides.length - 1;
    return none();
  }
  function drawn() {
    requestAnimationFrame(() => {
      if (asked && slides().length) [at, asked] = [asked - 1, 0];
      show();
      tell();
      const box = stage();
      if (box && window.ResizeObserver && !box.dataset.watched) {
        box.dataset.watched = "yes";
        new ResizeObserver(fit).observe(box);
      }
    });
    return none();
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, { story: { kept, drawn } });
})();
