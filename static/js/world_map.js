// Zooms and moves the map of the world. Without it a part of the world is chosen by a link, and every country is one.
"use strict";

const MOST_ZOOM = 24;
const ZOOM = 1.6;
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function wakeMap(frame) {
  const map = frame.querySelector("svg.world");
  const start = map.viewBox.baseVal;
  const [width, height] = [Number(map.dataset.width), Number(map.dataset.height)];
  let [x, y, w, h] = [start.x, start.y, start.width, start.height];
  const opened = w;

  const show = () => {
    x = Math.min(Math.max(x, 0), Math.max(width - w, 0));
    y = Math.min(Math.max(y, 0), Math.max(height - h, 0));
    map.setAttribute("viewBox", [x, y, w, h].map((unit) => Math.round(unit * 100) / 100).join(" "));
    // As it was opened a finger scrolls the page; what has been zoomed in is moved by it.
    map.toggleAttribute("data-moved", w < opened);
  };
  const zoomBy = (factor) => {
    const [centreX, centreY, shape] = [x + w / 2, y + h / 2, h / w];
    w = Math.max(Math.min(w / factor, width, height / shape), width / MOST_ZOOM);
    h = w * shape;
    x = centreX - w / 2;
    y = centreY - h / 2;
    show();
  };
  const move = (right, down) => { x += right; y += down; show(); };
  const wholeWorld = () => { [x, y, w, h] = [0, 0, width, height]; show(); };

  frame.tabIndex = 0;
  const buttons = frame.querySelector(".world-buttons");
  buttons.hidden = false;
  buttons.addEventListener("click", (event) => {
    const button = event.target.closest("[data-zoom]");
    if (!button) return;
    if (button.dataset.zoom === "whole") wholeWorld();
    else zoomBy(button.dataset.zoom === "in" ? ZOOM : 1 / ZOOM);
  });
  frame.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in MOVES && w < width) {
      const [right, down] = MOVES[event.key];
      event.preventDefault();
      move(right * w / 8, down * h / 8);
    } else if (event.key === "+" || event.key === "-" || event.key === "0") {
      event.preventDefault();
      if (event.key === "0") wholeWorld();
      else zoomBy(event.key === "+" ? ZOOM : 1 / ZOOM);
    }
  });

  // Dragged with the mouse or a finger; a drag is no click on the country where it ends.
  let from = null;
  let dragged = false;
  map.addEventListener("pointerdown", (event) => {
    dragged = false;
    from = w < width ? [event.clientX, event.clientY] : null;
  });
  map.addEventListener("pointermove", (event) => {
    if (!from || !event.buttons) return;
    const unit = Math.max(w / map.clientWidth, h / map.clientHeight);
    const [right, down] = [from[0] - event.clientX, from[1] - event.clientY];
    if (!dragged && Math.hypot(right, down) < 5) return;
    dragged = true;
    move(right * unit, down * unit);
    from = [event.clientX, event.clientY];
  });
  map.addEventListener("dragstart", (event) => event.preventDefault());
  // What is pressed beside the countries with matters comes to the middle: nobody has to drag.
  map.addEventListener("click", (event) => {
    if (dragged) event.preventDefault();
    else if (!event.target.closest("a") && w < width) {
      const box = map.getBoundingClientRect();
      const unit = Math.max(w / box.width, h / box.height);
      move((event.clientX - box.left - box.width / 2) * unit, (event.clientY - box.top - box.height / 2) * unit);
    }
  });
}

function wakeMaps() {
  for (const frame of document.querySelectorAll("[data-world]:not([data-awake])")) {
    frame.dataset.awake = "";
    wakeMap(frame);
  }
}

document.addEventListener("htmx:afterSettle", wakeMaps);
wakeMaps();
