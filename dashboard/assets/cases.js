/* Where do cells of a table lead that open a drawer, and what do the filters of the list of cases ask for? */
(function () {
  "use strict";
  const clientside = (window.dash_clientside = window.dash_clientside || {});
  const parts = (window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {});

  function search(asked) {
    const told = asked.toString().replace(/%3A/g, ":").replace(/%2C/g, ",");
    return told ? "?" + told : "";
  }

  function href(opens) {
    const asked = new URLSearchParams(window.location.search);
    asked.delete("open");  // last, as the server writes it
    asked.set("open", opens);
    return window.location.pathname + search(asked);
  }

  /* A link in a cell: `opens` of the row says what; the page below stays. */
  parts.OpensLink = props => {
    const opens = props.data && props.data._opens;
    if (!opens) return props.value;
    return window.React.createElement("a", {
      href: href(opens), className: props.colDef.cellRendererParams.look, tabIndex: -1,
      onClick: event => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        window.history.pushState({}, "", href(opens));
        window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
      },
    }, props.value);
  };

  document.addEventListener("keydown", event => {  // a cell takes the keyboard, not the link in it
    const cell = event.key === "Enter" && event.target.closest && event.target.closest(".ag-cell");
    const link = cell && cell.querySelector("a");
    if (link) link.click();
  });

  clientside.cases = {
    /* What is picked: the subject of each row stands in what the row opens, `case:finding|subject`. */
    picked: rows => {
      const codes = (rows || []).map(row => row._opens.split("|").slice(1).join("|"));
      return [codes, String(codes.length), codes.length === 0];
    },
    all: clicks => {  // a second press lets all go again
      const grid = clicks && window.dash_ag_grid.getApi("drawer-rows");
      if (!grid) return clientside.no_update;
      let every = true;
      grid.forEachNodeAfterFilter(node => { every = every && node.isSelected(); });
      if (every) grid.deselectAll("filtered"); else grid.selectAll("filtered");
      return clientside.no_update;
    },
    dialog: (begun, cancelled, done) => {
      const asked = window.dash_clientside.callback_context.triggered_id, box = document.getElementById("case-many");
      if (!box) return clientside.no_update;
      if (asked === "pressed-case-many-begin" && begun) box.showModal();
      else if (box.open) {
        box.close();
        if (asked === "case-many-done") document.getElementById("case-many-told").focus();
      }
      return clientside.no_update;
    },
    filter: (finding, assignee) => {
      const asked = new URLSearchParams(window.location.search);
      const before = asked.toString();
      for (const [name, value] of [["finding", finding], ["assignee", (assignee || "").trim()]]) {
        if (value) asked.set(name, value); else asked.delete(name);
      }
      return asked.toString() === before ? clientside.no_update : search(asked);
    },
  };
})();
