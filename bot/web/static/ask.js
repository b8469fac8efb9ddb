// Asks in place and remembers the turns of this visit, so that a follow-up question is understood
// and the answers are still there on the way back from a source.

const MOST_TURNS = 6;
const KEPT = "answers";

const form = document.getElementById("ask");
const label = document.getElementById("ask-label");
const box = document.getElementById("q");
const button = form.querySelector("[type=submit]");
const answers = document.getElementById("answers");
const waiting = document.getElementById("waiting");
const problem = document.getElementById("problem");
const lead = document.getElementById("lead");
const examples = document.getElementById("examples");
const again = document.getElementById("again");

function shown() {
  return [...answers.querySelectorAll("article")].slice(-MOST_TURNS);
}

function turns() {
  return shown().map((article) => ({
    question: article.dataset.questionAsked,
    answer: article.querySelector("[data-answer-text]").innerText.trim(),
  }));
}

function articles(html) {
  return [...new DOMParser().parseFromString(html, "text/html").querySelectorAll("article")];
}

// In a frame of another site a browser may refuse to keep anything.
function remember(html) {
  try {
    sessionStorage.setItem(KEPT, html);
  } catch {
    return;
  }
}

function remembered() {
  try {
    return sessionStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

function keep() {
  const thread = shown();
  remember(thread.map((article) => article.outerHTML).join(""));
  if (thread.length === 0) return;
  again.hidden = false;
  lead?.remove();
  label.textContent = form.dataset.labelNext;
  if (examples) examples.hidden = !("offersExamples" in thread.at(-1).dataset);
}

function comeBack() {
  const arrival = performance.getEntriesByType("navigation")[0];
  const kept = remembered();
  if (kept && arrival?.type === "back_forward") answers.replaceChildren(...articles(kept));
  keep();
}

function show(html) {
  const [article] = articles(html);
  answers.append(article);
  keep();
  article.focus({ preventScroll: true });
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  article.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
}

function complain(text) {
  problem.textContent = text;
  problem.hidden = false;
}

async function ask(question) {
  if (button.disabled) return;
  problem.hidden = true;
  waiting.textContent = waiting.dataset.searching;
  waiting.classList.remove("sr");
  button.disabled = true;
  try {
    const response = await fetch("/tra-loi", {
      method: "POST",
      credentials: "anonymous" in form.dataset ? "omit" : "same-origin",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify({ question, history: turns() }),
    });
    const text = await response.text();
    if (response.ok) {
      show(text);
      box.value = "";
    } else {
      complain(JSON.parse(text).error.message);
    }
    waiting.textContent = response.ok ? waiting.dataset.found : "";
  } catch {
    waiting.textContent = "";
    complain(form.dataset.offline);
  } finally {
    waiting.classList.add("sr");
    button.disabled = false;
  }
}

comeBack();

// On a phone the keyboard would cover the examples.
if (top === window && shown().length === 0 && matchMedia("(pointer: fine)").matches) box.focus({ preventScroll: true });

form.addEventListener("submit", (event) => {
  event.preventDefault();
  ask(box.value);
});

box.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-question]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  ask(link.dataset.question);
});
