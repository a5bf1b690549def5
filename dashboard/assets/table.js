/* In which order do counts of people stand of which some are told by a sign? Unknown first, <10 and ≥10 about ten. */
(function () {
  "use strict";
  const told = (window.dashAgGridFunctions = window.dashAgGridFunctions || {});

  function rank(value) {
    if (typeof value === "number") return value;
    const sign = /^([<≥])(\d+)$/.exec(value);
    return sign ? Number(sign[2]) - (sign[1] === "<" ? 0.5 : 0.25) : -1;
  }

  told.peopleInOrder = (a, b) => rank(a) - rank(b);
})();
