/* What the data page does by itself: the preview comes into view and takes the keyboard, the buttons' page stays. */
(function () {
  "use strict";
  const told = (window.dash_clientside = window.dash_clientside || {});
  told.data = {
    show: children => {
      let tries = 40;
      const step = () => {  // what is still loading is hidden, and takes no keyboard
        const preview = document.querySelector("#dry-run > *");
        if (preview) {
          preview.setAttribute("tabindex", "-1");
          preview.focus({ preventScroll: true });
          if (document.activeElement === preview) return preview.scrollIntoView({ block: "start" });
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
