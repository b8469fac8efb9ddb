// The screen on the wall: arrow keys and a presenter's buttons turn the page; one button fills the screen.

const STEPS = {
  ArrowRight: "toi", PageDown: "toi", ArrowDown: "toi", " ": "toi",
  ArrowLeft: "lui", PageUp: "lui", ArrowUp: "lui",
};
const whole = document.getElementById("whole");

document.addEventListener("keydown", (event) => {
  const form = document.getElementById(STEPS[event.key] ?? "");
  if (!form || event.target.matches("button, a, input")) return;
  event.preventDefault();
  form.requestSubmit();
});

if (whole && document.fullscreenEnabled) {
  whole.hidden = false;
  whole.addEventListener("click", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen();
  });
}
