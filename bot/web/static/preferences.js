// The size of text a reader chose, kept in this browser alone and set before anything is drawn.

(() => {
  const STEPS = 3;
  const root = document.documentElement;

  function kept() {
    try {
      return Math.min(Math.max(Number(localStorage.getItem("text")) || 0, 0), STEPS);
    } catch {
      return 0; // a browser that keeps nothing
    }
  }

  function keep(size) {
    try {
      localStorage.setItem("text", size);
    } catch {
      // It then holds for this page alone.
    }
  }

  let size = kept();
  root.dataset.text = size;
  root.dataset.scripted = "";

  document.addEventListener("DOMContentLoaded", () => {
    const group = document.getElementById("text-size");
    if (!group) return;
    const buttons = [...group.querySelectorAll("button")];

    function tell() {
      for (const button of buttons) {
        const next = size + Number(button.dataset.step);
        button.setAttribute("aria-disabled", String(next < 0 || next > STEPS));
      }
    }

    group.hidden = false;
    tell();
    group.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button || button.getAttribute("aria-disabled") === "true") return;
      size += Number(button.dataset.step);
      root.dataset.text = size;
      keep(size);
      tell();
    });
  });
})();
