// Replacing a name: hearing a place, choosing all or none.

import { sound } from "./checking-sound.js";

const form = document.querySelector("[data-replace]");
const page = document.querySelector("[data-checking]");
const player = sound(document.querySelector("[data-media]"), {
  failed: () => { document.querySelector("[data-told]").textContent = page.dataset.notPlayed; },
  looping: () => false,
  speed: () => {},
});

form.addEventListener("click", (event) => {
  const play = event.target.closest("[data-play]");
  const choose = event.target.closest("[data-choose]");
  if (play) player.hear(Number(play.dataset.play), Number(play.dataset.to));
  if (choose) for (const box of form.querySelectorAll("[name=stelle]")) box.checked = choose.dataset.choose === "all";
});
for (const element of form.querySelectorAll("[data-play], [data-all]")) element.hidden = false;
