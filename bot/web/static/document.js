// An address without "#trich" still opens at the quoted place.

if (!location.hash) document.getElementById("trich")?.scrollIntoView();

// Beside the text there is room for the contents; above it they would push the text away.

const contents = document.getElementById("contents");
if (contents && matchMedia("(min-width: 64rem)").matches) contents.open = true;

// Back to the answer, the register or the list, as it was; a page opened by itself leads to the first page.

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-back]") || history.length < 2) return;
  event.preventDefault();
  history.back();
});
