/* What the data page does by itself: the preview comes into view and takes the keyboard, the buttons' page stays. */
(function () {
  "use strict";
  const told = (window.dash_clientside = window.dash_clientside || {});
  told.data = {
    show: children => {
      if (children) requestAnimationFrame(() => {
        const preview = document.querySelector("#dry-run > *");
        if (!preview) return;
        preview.setAttribute("tabindex", "-1");
        preview.focus({ preventScroll: true });
        preview.scrollIntoView({ block: "start" });
      });
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
