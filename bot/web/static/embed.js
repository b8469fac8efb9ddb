// Puts the ask box of Hỏi Phường where a website loads this script: <script src="https://…/nhung.js" async></script>

(() => {
  const script = document.currentScript;
  const origin = new URL(script.src).origin;
  const frame = document.createElement("iframe");
  frame.src = `${origin}/nhung`;
  frame.title = script.dataset.title ?? "Hỏi Phường";
  frame.loading = "lazy";
  frame.allow = "clipboard-write; microphone; web-share";
  Object.assign(frame.style, { display: "block", width: "100%", maxWidth: "48rem", height: "32rem", border: "0" });
  script.after(frame);

  // The box tells how tall it is, so that it needs no bars of its own.
  addEventListener("message", (event) => {
    const height = Number(event.data?.height);
    if (event.source !== frame.contentWindow || event.origin !== origin || !(height > 0)) return;
    frame.style.height = `${Math.min(height, 20000)}px`;
  });
})();
