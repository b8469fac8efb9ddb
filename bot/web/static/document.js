// Brings the quoted place to the middle of the window.

document.getElementById("trich")?.scrollIntoView({ block: "center" });
