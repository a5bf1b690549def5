/* What the data page does by itself: the preview comes into view and takes the keyboard, the buttons' page stays. */
(function () {
  "use strict";
  const told = (window.dash_clientside = window.dash_clientside || {});
  told.data = {
    show: children => {
      let tries = 30, shown = null;
      const step = () => {  // while it loads a preview is hidden and drawn again, and what is drawn again loses focus
        const preview = document.querySelector("#dry-run > *");
        if (preview && (preview !== shown || document.activeElement === document.body)) {
          preview.setAttribute("tabindex", "-1");
          preview.focus({ preventScroll: true });
          if (preview !== shown) preview.scrollIntoView({ block: "start" });
          shown = preview;
        }
        if (tries-- > 0) setTimeout(step, 50);
      };
      if (children) requestAnimationFrame(step);
      return window.dash_clientside.no_update;
    },
    find: (pressed, sent, code) => {
      const asked = new URLSearchParams(window.location.search);
      if (!(code || "").trim()) return window.dash_clientside.no_update;
      asked.set("open", "history:" + code.trim());
      return "?" + asked.toString().replace(/%3A/g, ":").replace(/%2C/g, ",");
    },
  };
})();
