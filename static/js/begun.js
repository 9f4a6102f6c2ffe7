// The first part of a request is kept in this browser until one goes on: before that nobody else has it.
"use strict";

const KEY = "visit-request-begun";
const form = document.querySelector("form[data-begun]");
const offer = document.getElementById("begun-offer");
const fields = [...form.elements].filter((field) => field.name && field.type !== "hidden" && field.type !== "submit" && !field.closest(".trap"));
const isChoice = (field) => field.type === "radio" || field.type === "checkbox";

// A browser may refuse to keep anything: then the page works as without this file.
function kept() {
  try { return JSON.parse(localStorage.getItem(KEY)); } catch { return null; }
}

function keep() {
  const values = fields.filter((field) => !isChoice(field) || field.checked).map((field) => [field.name, field.value]);
  try { localStorage.setItem(KEY, JSON.stringify(values)); } catch { /* not kept */ }
}

function forget() {
  try { localStorage.removeItem(KEY); } catch { /* there is nothing */ }
  offer.hidden = true;
}

function bringBack() {
  for (const [name, value] of kept() || []) {
    for (const field of fields.filter((each) => each.name === name)) {
      if (isChoice(field)) field.checked = field.value === value;
      else field.value = value;
    }
  }
  offer.hidden = true;
  fields[0].focus();
}

// A form that came back with what was typed is the newer one.
if (Array.isArray(kept()) && form.dataset.begun === "empty") offer.hidden = false;
offer.querySelector("[data-bring-back]").addEventListener("click", bringBack);
offer.querySelector("[data-forget]").addEventListener("click", forget);
form.addEventListener("input", () => { offer.hidden = true; keep(); });
