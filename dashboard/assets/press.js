/* How does a press of a button reach the server once, whatever is drawn anew meanwhile?
   A press is noted in the store "pressed-…" of what it asks for, which no drawing touches. The next one of the same store waits for
   the answer to the one before: it would take that answer away. One that tells the same as a press not yet answered is none. */
(function () {
  "use strict";
  const GOES_ON = ["requested", "prioritized", "blocked", "executing", "watched", "executed"];
  const given = new Map();  // by store: what the server works on
  let waiting = [], serial = 0, giving = false;

  const dash = () => window.dash_stores[0];

  function working(store) {
    const callbacks = dash().getState().callbacks;
    return GOES_ON.some(list => callbacks[list].some(one => one.callback.inputs.some(input => input.id === store)));
  }
  function next() {
    if (giving || !(given.size || waiting.length)) return;
    giving = true;  // setting a store tells of a change before its callback is asked for
    for (const store of [...given.keys()]) if (!working(store)) given.delete(store);
    waiting = waiting.filter(({ store, about }) => {
      if (given.has(store)) return true;
      given.set(store, about);
      serial += 1;
      window.dash_clientside.set_props(store, { data: { ...JSON.parse(about), serial } });
      return false;
    });
    giving = false;
  }

  document.addEventListener("click", event => {
    const button = event.target.closest && event.target.closest("button[data-press]");
    if (!button || button.disabled) return;
    if (!serial && !waiting.length) dash().subscribe(next);
    next();
    const store = "pressed-" + button.dataset.press, about = button.dataset.about || "{}";
    if (given.get(store) === about || waiting.some(one => one.store === store && one.about === about)) return;
    waiting.push({ store, about });
    next();
  }, true);
})();
