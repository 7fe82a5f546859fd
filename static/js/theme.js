// Light, dark, or what the device prefers. Loaded before the first paint, so that a remembered choice does not flash.
(function () {
  "use strict";
  var KEY = "ratsfenster-theme";
  var root = document.documentElement;

  function remembered() {
    try {
      return localStorage.getItem(KEY) || "system";
    } catch (_) {
      return "system"; // storage is switched off
    }
  }

  function apply(choice) {
    if (choice === "light" || choice === "dark") root.dataset.kernTheme = choice;
    else delete root.dataset.kernTheme;
  }

  function remember(choice) {
    try {
      if (choice === "system") localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, choice);
    } catch (_) {
      // it lasts for this page then
    }
  }

  apply(remembered());
  document.addEventListener("DOMContentLoaded", function () {
    var select = document.getElementById("darstellung-wahl");
    if (!select) return;
    select.value = remembered();
    document.getElementById("darstellung").hidden = false;
    select.addEventListener("change", function () {
      apply(select.value);
      remember(select.value);
    });
  });
})();
