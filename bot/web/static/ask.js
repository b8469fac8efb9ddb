// Asks in place, shows the answer as it comes about, and remembers the turns of this visit, so that a follow-up
// question is understood and the answers are still there on the way back from a source.

const MOST_TURNS = 6;
const KEPT = "answers";
// An answer in the documents' own words is there before one could stop it.
const SLOW = 700;

const form = document.getElementById("ask");
const label = document.getElementById("ask-label");
const box = document.getElementById("q");
const button = form.querySelector("[type=submit]");
const answers = document.getElementById("answers");
const waiting = document.getElementById("waiting");
const stop = document.getElementById("stop");
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

function bringUp(article) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  article.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
}

function show(html, draft) {
  const [article] = articles(html);
  draft.remove();
  answers.append(article);
  keep();
  article.focus({ preventScroll: true });
  if (!draft.wasSeen) bringUp(article);
}

// What is there so far, until the whole answer takes its place; drawn at most once a frame.
class Draft {
  wasSeen = false;
  #article = document.createElement("section");
  #frame = 0;
  #sources = "";
  #text = "";

  constructor(question) {
    const asked = document.createElement("h2");
    asked.className = "asked";
    asked.textContent = question;
    const said = document.createElement("div");
    said.className = "text";
    this.#article.className = "answer draft";
    this.#article.append(asked, said, document.createElement("div"));
  }

  add({ text = "", html = this.#sources }) {
    this.#text += text;
    this.#sources = html;
    this.#frame ||= requestAnimationFrame(() => this.#draw());
  }

  remove() {
    cancelAnimationFrame(this.#frame);
    this.#article.remove();
  }

  #draw() {
    this.#frame = 0;
    const [, said, below] = this.#article.children;
    said.textContent = this.#text;
    const sources = new DOMParser().parseFromString(this.#sources, "text/html").body.childNodes;
    below.replaceChildren(...sources);
    if (this.wasSeen) return;
    this.wasSeen = true;
    answers.append(this.#article);
    bringUp(this.#article);
  }
}

// The server's events, each with its name and what it tells.
async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const told = (rest + value).split("\n\n");
    rest = told.pop();
    for (const event of told) {
      const data = event.indexOf("\ndata: ");
      if (data > 0) yield { name: event.slice("event: ".length, data), told: JSON.parse(event.slice(data + 7)) };
    }
  }
}

// Whether the whole answer came; what went wrong has then been told.
async function listen(body, draft) {
  for await (const { name, told } of events(body)) {
    if (name === "sources" || name === "delta") draft.add(told);
    if (name === "status" && told.stage === "writing") waiting.textContent = waiting.dataset.writing;
    if (name === "final") {
      show(told.html, draft);
      return true;
    }
    if (name === "error") {
      complain(told.error.message);
      return false;
    }
  }
  complain(form.dataset.offline);
  return false;
}

function complain(text) {
  problem.textContent = text;
  problem.hidden = false;
}

function post(question, signal) {
  return fetch("/tra-loi", {
    method: "POST",
    credentials: "anonymous" in form.dataset ? "omit" : "same-origin",
    headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
    body: JSON.stringify({ question, history: turns() }),
    signal,
  });
}

async function ask(question) {
  if (button.disabled) return;
  const going = new AbortController();
  const draft = new Draft(question);
  problem.hidden = true;
  waiting.textContent = waiting.dataset.searching;
  waiting.classList.remove("sr");
  button.disabled = true;
  stop.onclick = () => going.abort();
  const slow = setTimeout(() => (stop.hidden = false), SLOW);
  let ended = "";
  try {
    const response = await post(question, going.signal);
    if (!response.ok) {
      complain((await response.json()).error.message);
    } else if (await listen(response.body, draft)) {
      box.value = "";
      ended = waiting.dataset.found;
    }
  } catch {
    if (going.signal.aborted) {
      ended = waiting.dataset.stopped;
      box.value = question;
      box.focus();
    } else complain(form.dataset.offline);
  } finally {
    clearTimeout(slow);
    draft.remove();
    stop.hidden = true;
    waiting.textContent = ended;
    waiting.classList.toggle("sr", !going.signal.aborted);
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
