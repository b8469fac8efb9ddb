// Writes down what is spoken, where the browser can. What is internal is never sent to the browser's maker.

const Recognition = window.SpeechRecognition ?? window.webkitSpeechRecognition;
const button = document.getElementById("dictate");
const box = document.getElementById("q");
const told = document.getElementById("dictating");
const LANGUAGE = "vi-VN";

async function hearsHere() {
  if (!Recognition?.available) return false;
  try {
    return (await Recognition.available({ langs: [LANGUAGE], processLocally: true })) === "available";
  } catch {
    return false; // an older form of the same interface
  }
}

function listening(recognition) {
  button.setAttribute("aria-pressed", "true");
  tell(button.dataset.listening);
  const before = box.value ? `${box.value.trim()} ` : "";
  recognition.onresult = (event) => {
    box.value = before + [...event.results].map((result) => result[0].transcript).join("");
  };
  recognition.onerror = (event) => {
    if (event.error !== "aborted") tell(button.dataset.failed);
  };
  recognition.onend = () => {
    button.setAttribute("aria-pressed", "false");
    if (told.textContent === button.dataset.listening) tell("");
    box.focus();
  };
  recognition.start();
}

function tell(words) {
  told.textContent = words;
  told.hidden = !words;
}

async function offer() {
  const here = await hearsHere();
  if (!Recognition || ("localOnly" in button.dataset && !here)) return;
  button.hidden = false;
  let recognition;
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-pressed") === "true") return recognition.stop();
    recognition = new Recognition();
    recognition.lang = LANGUAGE;
    recognition.interimResults = true;
    if (here) recognition.processLocally = true;
    listening(recognition);
  });
}

offer();
