/* How is a chart or drawing saved as a picture? A button names it (data-picture) and the format (data-format); a drawing of the
   server is fetched from data-href, any other is what stands on the page. A menu that was used closes. */
(function () {
  "use strict";
  const SHARPER = 2;  // pixels of a png for one of the page

  const box = (type, name) => document.getElementById(JSON.stringify({ name: name, type: type }));

  function keep(href, file) {
    const link = document.createElement("a");
    link.download = file; link.href = href; link.click();
  }

  function raster(text, file) {
    const picture = new Image();
    picture.onload = () => {
      const board = document.createElement("canvas");
      board.width = SHARPER * picture.naturalWidth; board.height = SHARPER * picture.naturalHeight;
      board.getContext("2d").drawImage(picture, 0, 0, board.width, board.height);
      keep(board.toDataURL("image/png"), file);
      URL.revokeObjectURL(picture.src);
    };
    picture.src = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  }

  /* A drawing that stands on the page, with the size it has there: a file knows nothing of the page's styles. */
  function taken(svg) {
    const copy = svg.cloneNode(true);
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    copy.setAttribute("width", svg.clientWidth); copy.setAttribute("height", svg.clientHeight);
    const was = svg.querySelectorAll("*"), now = copy.querySelectorAll("*");
    was.forEach((one, at) => {
      const look = getComputedStyle(one);
      for (const name of ["fill", "stroke", "stroke-width", "stroke-dasharray", "font-size", "font-family", "font-weight", "text-anchor", "opacity", "display"])
        now[at].style.setProperty(name, look.getPropertyValue(name));
    });
    return new XMLSerializer().serializeToString(copy);
  }

  function save(button) {
    const name = button.dataset.picture, format = button.dataset.format, file = name + "." + format;
    if (button.dataset.href) { fetch(button.dataset.href).then(answer => answer.text()).then(text => raster(text, file)); return; }
    const chart = box("chart", name), drawing = box("drawing", name);
    const plot = chart && (chart.classList.contains("js-plotly-plot") ? chart : chart.querySelector(".js-plotly-plot"));
    if (plot) {
      window.Plotly.downloadImage(plot, { format, filename: name, scale: format === "png" ? SHARPER : 1, width: plot.clientWidth, height: plot.clientHeight });
      return;
    }
    const svg = drawing && drawing.querySelector("svg");
    if (!svg) return;
    const text = taken(svg);
    if (format === "png") raster(text, file); else keep(URL.createObjectURL(new Blob([text], { type: "image/svg+xml" })), file);
  }

  document.addEventListener("click", event => {
    const one = event.target.closest && event.target.closest("[data-picture]");
    if (one) save(one);
    const menu = document.querySelector("details[open].menu");
    if (menu && (!menu.contains(event.target) || event.target.closest("a, button"))) menu.open = false;
  });
})();
