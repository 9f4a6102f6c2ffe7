// What makes the pages quicker to use. Every one of them works without this file.
"use strict";

// Drafts are kept a moment after the last keystroke, and named by their form.
const DRAFT_PAUSE = 1200;

function csrfToken() {
  const holder = document.querySelector("body[hx-headers]");
  return holder ? JSON.parse(holder.getAttribute("hx-headers"))["X-CSRFToken"] : "";
}

function chooseTheme(form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const theme = event.submitter ? event.submitter.value : "";
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `theme=${theme}; path=/; max-age=${theme ? 31536000 : 0}; SameSite=Lax${secure}`;
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
    for (const button of form.querySelectorAll("button[name=theme]")) {
      button.setAttribute("aria-pressed", String(button.value === theme));
    }
  });
}

// What one has asked or chosen since the page came (htmx changes the address) is kept when the language changes.
function comeBackHere(form) {
  form.addEventListener("submit", () => { form.elements.next.value = location.pathname + location.search; });
}

function countCharacters(counter) {
  const field = document.getElementById(counter.dataset.counter);
  if (!field) return;
  const most = Number(counter.dataset.max);
  const told = counter.textContent;
  const tell = () => {
    counter.textContent = `${told} (${field.value.length})`;
    counter.classList.toggle("is-over", field.value.length > most);
  };
  field.addEventListener("input", tell);
  tell();
}

function copyText(button) {
  if (!navigator.clipboard) return;
  button.hidden = false;
  const words = button.querySelector("span");
  const before = words.textContent;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).innerText.trim());
    words.textContent = button.dataset.copied;
    setTimeout(() => { words.textContent = before; }, 2500);
  });
}

function keepDraft(form) {
  try { localStorage.removeItem("visit-request-begun"); } catch { /* the browser keeps nothing */ }
  const status = form.querySelector("[data-draft-status]") || document.querySelector("[data-draft-status]");
  let timer = 0;
  let sent = false;
  const save = async (leaving = false) => {
    clearTimeout(timer);
    timer = 0;
    const body = new FormData(form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body, keepalive: leaving, headers: { "X-CSRFToken": csrfToken(), "HX-Request": "true" } });
      if (!answer.ok) throw new Error(answer.status);
      if (status) status.textContent = form.dataset.draftSaved || (await answer.text()).slice(0, 120);
      form.dataset.changed = "";
    } catch {
      if (status) status.textContent = form.dataset.draftFailed || "";
    }
  };
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(save, DRAFT_PAUSE); });
  form.addEventListener("submit", () => { clearTimeout(timer); timer = 0; sent = true; });
  // What was typed in the last moment is kept before anything else is sent from the page (the language, an e-mail to
  // read), and when the page is left.
  document.addEventListener("submit", async (event) => {
    if (!timer || event.target === form || event.defaultPrevented) return;
    event.preventDefault();
    await save();
    event.target.requestSubmit(event.submitter);
  });
  addEventListener("pagehide", () => { if (timer && !sent) save(true); });
}

function guardLeaving(form) {
  form.addEventListener("input", () => { form.dataset.changed = "yes"; });
  form.addEventListener("submit", () => { form.dataset.changed = ""; });
  addEventListener("beforeunload", (event) => { if (form.dataset.changed) event.preventDefault(); });
}

// A long folded list of checkboxes: tells on its lid what is chosen, and narrows to what one searches for.
function pickAmong(fold) {
  const boxes = [...fold.querySelectorAll("input[type=checkbox]")];
  const labelOf = (box) => box.labels[0].textContent.trim();
  const find = fold.querySelector("[data-pick-find]");
  fold.addEventListener("change", () => {
    const chosen = boxes.filter((box) => box.checked).map(labelOf);
    fold.querySelector("[data-pick-count]").textContent = chosen.length;
    fold.querySelector("[data-pick-names]").textContent = chosen.length ? `: ${chosen.join(", ")}` : "";
  });
  find.hidden = false;
  find.addEventListener("input", (event) => {
    event.stopPropagation();
    const sought = find.value.trim().toLocaleLowerCase();
    for (const box of boxes) box.closest(".check").hidden = !labelOf(box).toLocaleLowerCase().includes(sought);
  });
  find.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
}

// The box for a reason opens when the answer asks for one. It never closes by itself: text is not hidden.
function openWhenAsked(fold) {
  const form = fold.closest("form");
  form.addEventListener("change", (event) => {
    const asked = event.target;
    if (asked.name === fold.dataset.openedBy && asked.checked && asked.value !== "no") fold.open = true;
  });
}

// A choice that asks for another proposal fetches it at once.
function pressWhenChosen(button) {
  for (const id of button.dataset.chosenBy.split(" ")) {
    document.getElementById(id).addEventListener("change", () => button.form.requestSubmit(button));
  }
}

// Once only, by `each`: parts of the page are replaced while one types elsewhere. The title, read first of all, says
// it too; that of the open pages does so by itself.
function takeFocus(summary) {
  summary.focus();
  if (!document.body.matches(".open")) document.title = `${summary.querySelector("h2").textContent.trim()} – ${document.title}`;
}

// A status that is there when the page comes, or that comes whole with a part of it, is no change to a screen reader: it
// is said by a line that has stood there before. What has just been said is not said again while work goes on.
const announcer = document.querySelector("[data-announcer]");
let toSay = [];
let isOpening = true;

function announce(status) {
  if (isOpening && !status.matches("[role=status]")) return;
  const words = (status.querySelector(".progress-label") || status).innerText.replace(/\s+/g, " ").trim();
  if (!announcer || !words || words === announcer.dataset.said) return;
  announcer.dataset.said = words;
  toSay.push(words);
  if (toSay.length > 1) return;
  setTimeout(() => { announcer.textContent = toSay.join(" "); toSay = []; }, 300);
}

// Of a part that is replaced, what had the focus has it again; htmx sees to it only for what has an id.
let held = null;

function holdFocus(event) {
  const at = document.activeElement;
  held = !at.id && at !== document.body && event.detail.target.contains(at) ? at : null;
}

function giveFocusBack() {
  if (!held || document.activeElement !== document.body) return;
  const alike = [...document.querySelectorAll(held.tagName)].find((one) => one.textContent === held.textContent && one.getAttribute("href") === held.getAttribute("href"));
  if (alike) alike.focus({ preventScroll: true });
  held = null;
}

// What moves a row up or down has the keyboard again when the page is back, so that it can be moved further.
function keepAtButton(rows) {
  rows.addEventListener("submit", (event) => { if (event.submitter) sessionStorage.setItem("pressed", event.submitter.textContent.trim()); });
  const pressed = sessionStorage.getItem("pressed");
  if (!pressed) return;
  sessionStorage.removeItem("pressed");
  const buttons = [...rows.querySelectorAll("button:not(:disabled)")];
  const row = pressed.slice(pressed.indexOf(":"));
  const again = buttons.find((button) => button.textContent.trim() === pressed) || buttons.find((button) => button.textContent.trim().endsWith(row));
  // The address names the row, and a browser that goes there takes the focus off all else: hence after it.
  if (again) addEventListener("load", () => setTimeout(() => again.focus({ preventScroll: true })));
}

// A region that does not scroll needs no stop for the keyboard.
function tableRegions(root) {
  for (const region of root.querySelectorAll(".table-wrap, .chart-drawing, .board")) {
    if (region.scrollWidth > region.clientWidth) region.setAttribute("tabindex", "0");
    else region.removeAttribute("tabindex");
  }
}

// The palette is fetched when it is first asked for, and keeps what is typed meanwhile. Where that fails its button is a link to the search.
let palette = null;
let awaited = false;

async function openPalette(button) {
  // Awaiting nothing, the palette stands open before the next key is pressed.
  if (palette) { palette.open(); return; }
  if (awaited) return;
  awaited = true;
  const typed = [];
  const keep = (event) => {
    if (event.key.length > 1 || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    typed.push(event.key);
  };
  addEventListener("keydown", keep, true);
  try {
    const script = await import(button.dataset.script);
    await script.bring(button.dataset.palette);
    palette = script;
    palette.open(typed.join(""));
  } catch {
    location.assign(button.href);
  } finally {
    awaited = false;
    removeEventListener("keydown", keep, true);
  }
}

function paletteButton(button) {
  button.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openPalette(button);
  });
}

// Each element is woken once, however often a part of the page is replaced around it.
const awake = new WeakMap();

function each(root, selector, wake) {
  for (const element of root.querySelectorAll(selector)) {
    const done = awake.get(element) || new Set();
    if (!done.has(wake)) wake(element);
    awake.set(element, done.add(wake));
  }
}

function awaken(root) {
  each(root, "[data-theme-switch]", chooseTheme);
  each(root, "[data-comes-back]", comeBackHere);
  each(root, "[data-counter]", countCharacters);
  each(root, "[data-copy]", copyText);
  each(root, "[data-palette]", paletteButton);
  each(root, "form[data-draft]", keepDraft);
  each(root, "form[data-guard]", guardLeaving);
  each(root, "[data-pick]", pickAmong);
  each(root, "details[data-opened-by]", openWhenAsked);
  each(root, "[data-chosen-by]", pressWhenChosen);
  each(root, "[data-moves]", keepAtButton);
  tableRegions(root);
  each(root, "[data-error-summary]", takeFocus);
  each(root, "[role=status]:not([data-announcer]), .pages-count, .empty-title, [data-announced]", announce);
}

// The menus of the masthead close on Escape and on a click beside it.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) { menu.querySelector("summary").focus(); menu.open = false; }
  }
  if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
    const button = document.querySelector("[data-palette]");
    if (button) { event.preventDefault(); openPalette(button); }
  }
});
// Nor does it stay open over what one goes on to; no more does the card of a word.
document.addEventListener("focusin", (event) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) if (!menu.contains(event.target)) menu.open = false;
  for (const card of document.querySelectorAll("[popover]:popover-open")) {
    const opens = event.target.closest("[popovertarget]");
    if (!card.contains(event.target) && opens?.popoverTargetElement !== card) card.hidePopover();
  }
});
// On paper every fold is open; browsers that cannot do it by style alone get it done here, and undone afterwards.
addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll("main details:not([open])")) { fold.open = true; fold.dataset.openedToPrint = ""; }
});
addEventListener("afterprint", () => {
  for (const fold of document.querySelectorAll("details[data-opened-to-print]")) { fold.open = false; delete fold.dataset.openedToPrint; }
});
addEventListener("resize", () => tableRegions(document));
document.addEventListener("htmx:beforeSwap", holdFocus);
document.addEventListener("htmx:afterSettle", () => { awaken(document); giveFocusBack(); });
awaken(document);
isOpening = false;
