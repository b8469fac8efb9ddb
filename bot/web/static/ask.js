// Asks in place and remembers the turns of this visit, so that a follow-up question is understood
// and the answers are still there on the way back from a source.

const MOST_TURNS = 6;
const KEPT = "answers";

const form = document.getElementById("ask");
const box = document.getElementById("q");
const button = form.querySelector("button");
const answers = document.getElementById("answers");
const waiting = document.getElementById("waiting");
const problem = document.getElementById("problem");
const examples = document.getElementById("examples");
const again = document.getElementById("again");
const printing = document.getElementById("print");

function turns() {
  const articles = [...answers.querySelectorAll("article")].slice(0, MOST_TURNS).reverse();
  return articles.map((article) => ({
    question: article.dataset.questionAsked,
    answer: article.querySelector("[data-answer-text]").innerText.trim(),
  }));
}

function articles(html) {
  return [...new DOMParser().parseFromString(html, "text/html").querySelectorAll("article")];
}

function keep() {
  const shown = [...answers.querySelectorAll("article")].slice(0, MOST_TURNS);
  sessionStorage.setItem(KEPT, shown.map((article) => article.outerHTML).join(""));
  again.hidden = shown.length === 0;
  examples.hidden = shown.length > 0 && !("offersExamples" in shown[0].dataset);
}

function comeBack() {
  const arrival = performance.getEntriesByType("navigation")[0];
  const kept = sessionStorage.getItem(KEPT);
  if (kept && arrival?.type === "back_forward") answers.replaceChildren(...articles(kept));
  keep();
}

function show(html) {
  const [article] = articles(html);
  answers.prepend(article);
  keep();
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  article.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
}

function complain(text) {
  problem.textContent = text;
  problem.hidden = false;
}

async function ask(question) {
  problem.hidden = true;
  waiting.hidden = false;
  button.disabled = true;
  try {
    const response = await fetch("/tra-loi", {
      method: "POST",
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
  } catch {
    complain(form.dataset.offline);
  } finally {
    waiting.hidden = true;
    button.disabled = false;
  }
}

printing.hidden = false;
printing.addEventListener("click", () => print());
comeBack();

// On a phone the keyboard would cover the examples.
if (again.hidden && matchMedia("(pointer: fine)").matches) box.focus({ preventScroll: true });

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
