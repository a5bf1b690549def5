/* The window of who speaks: this slide, the next, the notes, how long already. It hears of the deck from the window that presents
   and tells it what was pressed here; both are windows of one browser, and nothing leaves it. */
(function () {
  "use strict";
  const root = document.getElementById("presenter");
  if (!root || !window.BroadcastChannel) return;
  const WIDE = 1920, STEP = 2, LEAST = 14, MOST = 40;
  const channel = new BroadcastChannel("gongjian-deck-" + location.hash.slice(1));
  const part = name => document.getElementById("p-" + name);
  let slides = [], at = 0, hidden = false, begun = Date.now(), letters = 20;

  function draw(view, slide, none) {
    view.innerHTML = slide ? slide.html : "";
    const drawn = view.firstElementChild;
    if (!drawn) { view.textContent = none; return; }
    drawn.classList.add("on");
    drawn.querySelectorAll("[data-edit]").forEach(text => {  // written in the other window alone
      for (const name of ["tabindex", "role", "data-edit", "aria-label"]) text.removeAttribute(name);
    });
  }
  function fit() {
    for (const view of [part("now"), part("next")]) view.style.setProperty("--k", view.clientWidth / WIDE);
  }
  function show() {
    const now = slides[at];
    document.body.classList.toggle("names-hidden", hidden);
    draw(part("now"), now, "");
    draw(part("next"), slides[at + 1], slides.length ? root.dataset.last : "");
    part("notes").innerHTML = now ? now.notes : "";
    part("notes").scrollTop = 0;
    part("page").textContent = slides.length ? `${at + 1} / ${slides.length}` : "";
    part("names").textContent = hidden ? root.dataset.hidden : root.dataset.shown;
    part("back").disabled = at <= 0;
    part("on").disabled = at >= slides.length - 1;
    fit();
  }
  function tick() {
    const time = new Date(), passed = Math.floor((Date.now() - begun) / 1000), two = number => String(number).padStart(2, "0");
    part("clock").textContent = `${two(time.getHours())}:${two(time.getMinutes())}`;
    const hours = Math.floor(passed / 3600), minutes = Math.floor(passed / 60) % 60;
    part("elapsed").textContent = (hours ? `${hours}:${two(minutes)}` : minutes) + `:${two(passed % 60)}`;
  }
  function write(size) {
    letters = Math.max(LEAST, Math.min(size, MOST));
    part("notes").style.fontSize = letters + "px";
  }
  const step = by => channel.postMessage({ kind: "step", by });  // by how many, not where to: presses may outrun the answer
  const names = () => channel.postMessage({ kind: "names" });
  const again = () => { begun = Date.now(); tick(); };

  channel.addEventListener("message", ({ data }) => {
    if (data.kind === "deck") slides = data.slides;
    if (data.kind === "deck" || data.kind === "at") {
      at = data.at;
      hidden = data.hidden;
      part("told").textContent = "";
      show();
    }
    if (data.kind === "gone") part("told").textContent = root.dataset.alone;
  });
  part("back").addEventListener("click", () => step(-1));
  part("on").addEventListener("click", () => step(1));
  part("names").addEventListener("click", names);
  part("time").addEventListener("click", again);
  part("smaller").addEventListener("click", () => write(letters - STEP));
  part("larger").addEventListener("click", () => write(letters + STEP));
  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key, button = event.target.closest("button");
    const all = slides.length, steps = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1, Home: -all, End: all };
    if (key === " " && !button) steps[key] = 1;
    if (key in steps) { event.preventDefault(); step(steps[key]); }
    if (key === "n") names();
    if (key === "r") again();
  });
  window.addEventListener("resize", fit);
  setInterval(tick, 500);
  tick();
  write(letters);
  channel.postMessage({ kind: "hello" });
})();
