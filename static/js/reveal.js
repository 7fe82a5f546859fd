// Showing a password while typing it. The buttons are hidden until this runs, since without it they would do nothing.

for (const button of document.querySelectorAll("[data-reveal]")) {
  const field = document.getElementById(button.dataset.reveal);
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = field.type === "password";
    field.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
  });
  field.form.addEventListener("submit", () => {
    field.type = "password"; // browsers remember what was typed into other fields
  });
}
