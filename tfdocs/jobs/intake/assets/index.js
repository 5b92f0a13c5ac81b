"use strict";
(() => {
  const rows = [...document.querySelectorAll("#table tbody tr")];
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const buttons = [...document.querySelectorAll("#counts button")];
  const find = document.getElementById("find");
  const show = () => {
    const chosen = new Set(buttons.filter((b) => b.getAttribute("aria-pressed") === "true").map((b) => b.dataset.level));
    const wanted = find.value.trim().toLowerCase();
    rows.forEach((row, i) => {
      row.hidden = (chosen.size > 0 && !chosen.has(row.dataset.level)) || !texts[i].includes(wanted);
    });
  };
  for (const button of buttons) {
    button.addEventListener("click", () => {
      button.setAttribute("aria-pressed", button.getAttribute("aria-pressed") === "true" ? "false" : "true");
      show();
    });
  }
  find.addEventListener("input", show);
})();
