"use strict";
(function () {
  const field = document.getElementById("sog");
  const count = document.getElementById("antal");
  const rows = Array.from(document.querySelectorAll("tr[data-search]"));
  const plain = (text) =>
    text.toLowerCase().replace(/å/g, "aa").replace(/æ/g, "ae").replace(/ø/g, "oe");
  const texts = rows.map((row) => plain(row.dataset.search));
  function show() {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, i) => {
      row.hidden = !words.every((word) => texts[i].includes(word));
      shown += row.hidden ? 0 : 1;
    });
    document.querySelectorAll(".jc-region").forEach((region) => {
      region.hidden = !region.querySelector("tr[data-search]:not([hidden])");
    });
    count.textContent = words.length ? `Viser ${shown} af ${rows.length}` : "";
  }
  field.addEventListener("input", show);
  show();
})();
