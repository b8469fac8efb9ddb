// What one does with an answer: hear it, copy it, pass it on, print it, say whether it helped.

const SENTENCE = /[^.!?;\n]+[.!?;\n]*/g;

function plain(article) {
  const parts = ["[data-answer-text]", "[data-answer-notes]"].map((part) => article.querySelector(part));
  return parts.filter(Boolean).map((part) => part.innerText.trim()).join("\n\n");
}

function withSources(article) {
  const sources = [...article.querySelectorAll(".source")].map((source, place) => {
    const quote = source.querySelector("blockquote").textContent.trim();
    return `[${place + 1}] “${quote}”\n${source.querySelector(".place").title}`;
  });
  return [article.dataset.questionAsked, plain(article), ...sources].join("\n\n");
}

function address(article) {
  return `${location.origin}/?q=${encodeURIComponent(article.dataset.standsAlone)}`;
}

async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  // A page of an office network without TLS has no clipboard of its own.
  const carrier = document.createElement("textarea");
  carrier.value = text;
  carrier.className = "sr";
  document.body.append(carrier);
  carrier.select();
  document.execCommand("copy");
  carrier.remove();
}

function voice(localOnly) {
  const voices = speechSynthesis.getVoices().filter((one) => one.lang.toLowerCase().startsWith("vi"));
  return voices.find((one) => one.localService) ?? (localOnly ? undefined : voices[0]);
}

function hush() {
  speechSynthesis.cancel();
  for (const button of document.querySelectorAll("[data-tool=listen][aria-pressed=true]")) press(button, false);
}

function press(button, pressed) {
  const words = button.querySelector("[data-on]");
  button.setAttribute("aria-pressed", String(pressed));
  words.textContent = pressed ? words.dataset.on : words.dataset.off;
}

function listen(article, tools, button, tell) {
  const speaking = button.getAttribute("aria-pressed") === "true";
  hush();
  if (speaking) return;
  const speaker = voice("localOnly" in tools.dataset);
  if (!speaker) return tell(tools.dataset.noVoice);
  press(button, true);
  // Sentence by sentence: some browsers stop a long text in the middle.
  const sentences = plain(article).match(SENTENCE) ?? [];
  sentences.forEach((sentence, place) => {
    const spoken = new SpeechSynthesisUtterance(sentence);
    spoken.lang = "vi-VN";
    spoken.voice = speaker;
    spoken.rate = 0.95;
    if (place === sentences.length - 1) spoken.onend = () => press(button, false);
    speechSynthesis.speak(spoken);
  });
}

async function share(article, tools, tell) {
  const link = address(article);
  if (navigator.share) {
    // Whoever closes the list of apps has shared nothing, which is no fault.
    return navigator.share({ title: article.dataset.standsAlone, url: link }).catch(() => {});
  }
  await copy(link);
  tell(tools.dataset.linkCopied);
}

function printAlone(article) {
  article.dataset.printed = "";
  document.documentElement.dataset.printing = "";
  print();
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-tool]");
  if (!button) return;
  const article = button.closest("article");
  const tools = button.closest(".tools");
  const tell = (words) => {
    tools.querySelector("[data-done]").textContent = words;
  };
  tell("");
  switch (button.dataset.tool) {
    case "listen":
      return listen(article, tools, button, tell);
    case "copy":
      await copy(withSources(article));
      return tell(tools.dataset.copied);
    case "share":
      return share(article, tools, tell);
    case "print":
      return printAlone(article);
  }
});

async function rate(form, submitter) {
  const rating = form.closest(".rating");
  const thanks = rating.querySelector("[data-thanks]");
  const body = new URLSearchParams(new FormData(form, submitter));
  try {
    const response = await fetch("/danh-gia", { method: "POST", body, headers: { Accept: "application/json" } });
    const answer = await response.json();
    thanks.textContent = response.ok ? answer.message : answer.error.message;
    if (response.ok) for (const done of rating.querySelectorAll("form")) done.remove();
  } catch {
    thanks.textContent = rating.dataset.failed;
  }
}

document.addEventListener("submit", (event) => {
  const rating = event.target.closest(".rating");
  if (!rating) return;
  event.preventDefault();
  const reason = rating.querySelector(".reason");
  if (event.submitter?.value === "bad") {
    event.submitter.setAttribute("aria-pressed", "true");
    reason.dataset.wanted = "";
    reason.querySelector("[name=reason]").focus();
  } else {
    rate(event.target, event.submitter);
  }
});

addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("article details")) details.open = true;
});

addEventListener("afterprint", () => {
  delete document.documentElement.dataset.printing;
  for (const article of document.querySelectorAll("[data-printed]")) delete article.dataset.printed;
});

addEventListener("pagehide", () => window.speechSynthesis?.cancel());

if (!("speechSynthesis" in window)) document.documentElement.dataset.mute = "";
