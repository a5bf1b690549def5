/* Marks for sigma: every shape, colour and character is drawn once on one sheet, from which the graphics card stamps. */
(function () {
  "use strict";
  const network = (window.gongjianNetwork = window.gongjianNetwork || {});
  const CELLS = 16, CELL = 64, REACH = 24;
  const MANNERS = { plain: 0, away: 1, strong: 2 };
  const PLACE = 3 * 35;

  /* The cell of a mark: 35 marks (level by class of domain) in three manners, then the disc of a place in the same. */
  const stampOf = (level, domain, manner) => 35 * MANNERS[manner] + 7 * level + (domain - 1);
  const placeStamp = manner => PLACE + MANNERS[manner];

  function sheetOf(characters) {
    const sheet = document.createElement("canvas");
    sheet.width = sheet.height = CELLS * CELL;
    const pen = sheet.getContext("2d");
    pen.textAlign = "center"; pen.textBaseline = "middle"; pen.lineJoin = "round";
    const paler = (colour, share) => {
      const parts = [1, 3, 5].map(at => parseInt(colour.slice(at, at + 2), 16));
      return "rgb(" + parts.map(part => Math.round(part + (255 - part) * share)).join(",") + ")";
    };
    const middle = cell => [(cell % CELLS + 0.5) * CELL, (Math.floor(cell / CELLS) + 0.5) * CELL];
    Object.keys(MANNERS).forEach(manner => {
      const share = manner === "away" ? 0.72 : 0, width = manner === "strong" ? 5 : 3;
      for (let level = 0; level < 5; level++) for (let domain = 1; domain <= 7; domain++) {
        const [x, y] = middle(stampOf(level, domain, manner));
        network.outlineOf(pen, level, x, y, REACH);
        pen.fillStyle = paler(network.COLOURS[domain], share); pen.fill();
        pen.lineWidth = width; pen.strokeStyle = manner === "strong" ? network.INK : paler("#4B535D", share); pen.stroke();
        pen.fillStyle = network.DARK.has(domain) ? "#fff" : paler(network.INK, share);
        pen.font = "600 28px " + network.family(); pen.fillText(characters[domain] || "", x, y + 2);
      }
      const [x, y] = middle(placeStamp(manner));
      pen.beginPath(); pen.arc(x, y, REACH, 0, 2 * Math.PI);
      pen.fillStyle = paler("#B3C9DF", share); pen.fill(); pen.lineWidth = width; pen.strokeStyle = paler("#3A6796", share); pen.stroke();
    });
    return sheet;
  }

  const VERTEX = `
    attribute vec4 a_id; attribute vec2 a_position; attribute float a_size; attribute float a_stamp;
    uniform float u_sizeRatio; uniform float u_pixelRatio; uniform mat3 u_matrix;
    varying vec4 v_id; varying vec2 v_cell;
    void main() {
      gl_Position = vec4((u_matrix * vec3(a_position, 1)).xy, 0, 1);
      gl_PointSize = a_size / u_sizeRatio * u_pixelRatio * 2.0 * ${(CELL / 2 / REACH).toFixed(4)};
      v_id = a_id; v_id.a *= 255.0 / 254.0;
      v_cell = vec2(mod(a_stamp, ${CELLS}.0), floor(a_stamp / ${CELLS}.0));
    }`;
  const FRAGMENT = `
    precision mediump float;
    varying vec4 v_id; varying vec2 v_cell; uniform sampler2D u_sheet;
    void main() {
      vec4 colour = texture2D(u_sheet, (v_cell + gl_PointCoord) / ${CELLS}.0);
      #ifdef PICKING_MODE
        gl_FragColor = colour.a < 0.5 ? vec4(0.0) : v_id;
      #else
        gl_FragColor = colour;
      #endif
    }`;

  /* A node program of sigma that stamps from a sheet made of these characters. */
  function stampProgram(characters) {
    const sheet = sheetOf(characters), { UNSIGNED_BYTE, FLOAT, POINTS } = WebGLRenderingContext;
    return class extends window.Sigma.rendering.NodeProgram {
      getDefinition() {
        return {
          VERTICES: 1, VERTEX_SHADER_SOURCE: VERTEX, FRAGMENT_SHADER_SOURCE: FRAGMENT, METHOD: POINTS,
          UNIFORMS: ["u_sizeRatio", "u_pixelRatio", "u_matrix", "u_sheet"],
          ATTRIBUTES: [{ name: "a_position", size: 2, type: FLOAT }, { name: "a_size", size: 1, type: FLOAT }, { name: "a_stamp", size: 1, type: FLOAT },
            { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true }],
        };
      }
      processVisibleItem(id, at, data) {
        const into = this.array;
        into[at++] = data.x; into[at++] = data.y; into[at++] = data.size; into[at++] = data.stamp; into[at++] = id;
      }
      setUniforms(params, { gl, uniformLocations }) {
        if (!this.sheet) {
          this.sheet = gl.createTexture();
          gl.bindTexture(gl.TEXTURE_2D, this.sheet);
          gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, true);
          gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, sheet);
          gl.generateMipmap(gl.TEXTURE_2D);
          gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR_MIPMAP_LINEAR);
        }
        gl.activeTexture(gl.TEXTURE0); gl.bindTexture(gl.TEXTURE_2D, this.sheet);
        gl.uniform1i(uniformLocations.u_sheet, 0);
        gl.uniform1f(uniformLocations.u_sizeRatio, params.sizeRatio);
        gl.uniform1f(uniformLocations.u_pixelRatio, params.pixelRatio);
        gl.uniformMatrix3fv(uniformLocations.u_matrix, false, params.matrix);
      }
    };
  }
  Object.assign(network, { stampOf, placeStamp, stampProgram });
})();
