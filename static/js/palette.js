// The command palette. Brought when it is first opened; without it the button is a link to the search.
const PAUSE = 150;
let dialog = null;
let asked = 0;

export async function bring(source) {
  const answer = await fetch(source, { headers: { "HX-Request": "true" } });
  if (!answer.ok || answer.redirected) throw new Error(answer.status);
  document.body.insertAdjacentHTML("beforeend", await answer.text());
  dialog = document.getElementById("palette");
  wire(source);
}

// What was typed while the palette was on its way stands in the field and is looked for.
export function open(typed = "") {
  if (dialog.open) return;
  dialog.showModal();
  const input = dialog.querySelector("input");
  choose(options()[0], false);
  if (!typed) { input.select(); return; }
  input.value = typed;
  input.dispatchEvent(new Event("input"));
}

const options = () => [...dialog.querySelectorAll("[role=option]")];
const chosen = () => dialog.querySelector("[aria-selected=true]");

function choose(option, scroll = true) {
  const before = chosen();
  if (before) before.setAttribute("aria-selected", "false");
  const input = dialog.querySelector("input");
  input.setAttribute("aria-activedescendant", option ? option.id : "");
  if (!option) return;
  option.setAttribute("aria-selected", "true");
  if (scroll) option.scrollIntoView({ block: "nearest" });
}

function go(option, aside) {
  if (!option) return;
  if (aside) window.open(option.dataset.url, "_blank", "noopener");
  else location.assign(option.dataset.url);
  dialog.close();
}

function wire(source) {
  const input = dialog.querySelector("input");
  const list = dialog.querySelector("[role=listbox]");
  const status = dialog.querySelector("[role=status]");
  let timer = 0;
  const look = async () => {
    const mine = ++asked;
    const answer = await fetch(`${source}?q=${encodeURIComponent(input.value)}`, { headers: { "HX-Request": "true" } });
    if (mine !== asked || !answer.ok) return;
    list.innerHTML = await answer.text();
    list.scrollTop = 0;
    const found = options();
    choose(found[0], false);
    status.textContent = found.length === 1 ? status.dataset.one : `${found.length} ${status.dataset.many}`;
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => { timer = 0; look(); }, PAUSE);
  });
  input.addEventListener("keydown", async (event) => {
    const all = options();
    const at = all.indexOf(chosen());
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 8, PageUp: at - 8 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      const end = event.key.startsWith("Page") ? Math.max(0, Math.min(to, all.length - 1)) : (to + all.length) % all.length;
      choose(all[end]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      // What was typed last is asked for before it is answered.
      if (timer) { clearTimeout(timer); timer = 0; await look(); }
      go(chosen(), event.ctrlKey || event.metaKey);
    }
  });
  list.addEventListener("pointermove", (event) => {
    const option = event.target.closest("[role=option]");
    if (option && option !== chosen()) choose(option, false);
  });
  list.addEventListener("click", (event) => go(event.target.closest("[role=option]"), event.ctrlKey || event.metaKey));
  // The field keeps the focus until the page is drawn anew, and would swallow a key that is meant for the page.
  dialog.addEventListener("cancel", () => input.blur());
  dialog.querySelector(".palette-close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
}
