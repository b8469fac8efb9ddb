// Keeps a piece of a page as the server has it, and sends the forms around it without leaving the page.

const EVERY = 1500;
const SLOWEST = 15000;

const region = document.querySelector("[data-live]");
const offline = document.getElementById("offline");
const problem = document.getElementById("problem");
const told = document.getElementById("told");

let mark = "";
let pause = EVERY;
let timer = 0;

function isBusy() {
  const active = document.activeElement;
  return region.contains(active) && active.matches("input, textarea") && active.value !== active.defaultValue;
}

function put(html) {
  const opened = [...region.querySelectorAll("details[open][id]")].map((one) => one.id);
  const focused = region.contains(document.activeElement) ? document.activeElement.id : "";
  region.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
  for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
  if (focused) document.getElementById(focused)?.focus();
}

async function look() {
  clearTimeout(timer);
  try {
    const response = await fetch(region.dataset.live, { headers: { "X-Mark": mark } });
    if (response.status === 404 || response.redirected) return location.reload();
    if (!response.ok) throw new Error(response.status);
    // What someone is typing is not taken away; the piece comes with the next look.
    if (response.status === 200 && !isBusy()) {
      put(await response.text());
      mark = response.headers.get("X-Mark");
    } else if (response.status === 204) {
      mark = response.headers.get("X-Mark");
    }
    offline.hidden = true;
    pause = EVERY;
  } catch {
    offline.hidden = false;
    pause = Math.min(pause * 1.5, SLOWEST);
  }
  timer = setTimeout(look, pause);
}

function complain(message) {
  const place = problem ?? told;
  if (!place) return;
  place.textContent = message;
  place.hidden = !message;
}

async function send(form) {
  const buttons = form.querySelectorAll("button");
  for (const button of buttons) button.disabled = true;
  try {
    const response = await fetch(form.action, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams(new FormData(form)),
    });
    if (response.ok) {
      complain("");
      for (const box of form.querySelectorAll("input[type=text], textarea")) box.value = box.defaultValue;
      if (form.dataset.sent && told) told.textContent = form.dataset.sent;
    } else {
      complain((await response.json()).error.message);
    }
  } catch {
    offline.hidden = false;
  } finally {
    for (const button of buttons) button.disabled = false;
  }
  document.activeElement?.blur();
  look();
}

document.addEventListener("submit", (event) => {
  if (!("stay" in event.target.dataset)) return;
  event.preventDefault();
  send(event.target);
});

// A telephone in a pocket asks nothing.
document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : look()));

look();
