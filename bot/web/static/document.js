// An address without "#trich" still opens at the quoted place.

if (!location.hash) document.getElementById("trich")?.scrollIntoView();
