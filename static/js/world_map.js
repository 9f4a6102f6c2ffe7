// Zooms and moves the map of the world. Without it the whole world is shown, and every country is a link.
"use strict";

const MOST_ZOOM = 12;
const ZOOM = 1.6;
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function wakeMap(frame) {
  const map = frame.querySelector("svg.world");
  const whole = map.viewBox.baseVal;
  const [width, height] = [whole.width, whole.height];
  let [x, y, zoom] = [0, 0, 1];

  const show = () => {
    const [w, h] = [width / zoom, height / zoom];
    x = Math.min(Math.max(x, 0), width - w);
    y = Math.min(Math.max(y, 0), height - h);
    map.setAttribute("viewBox", `${x} ${y} ${w} ${h}`);
    map.toggleAttribute("data-moved", zoom > 1);
  };
  const zoomBy = (factor, centreX = x + width / zoom / 2, centreY = y + height / zoom / 2) => {
    const before = zoom;
    zoom = Math.min(Math.max(zoom * factor, 1), MOST_ZOOM);
    x = centreX - (centreX - x) * before / zoom;
    y = centreY - (centreY - y) * before / zoom;
    show();
  };
  const move = (right, down) => { x += right; y += down; show(); };
  const wholeWorld = () => { zoom = 1; show(); };

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
    if (event.key in MOVES && zoom > 1) {
      const [right, down] = MOVES[event.key];
      event.preventDefault();
      move(right * width / zoom / 8, down * height / zoom / 8);
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
    from = zoom > 1 ? [event.clientX, event.clientY] : null;
  });
  map.addEventListener("pointermove", (event) => {
    if (!from || !event.buttons) return;
    const unit = width / zoom / map.clientWidth;
    const [right, down] = [from[0] - event.clientX, from[1] - event.clientY];
    if (!dragged && Math.hypot(right, down) < 5) return;
    dragged = true;
    move(right * unit, down * unit);
    from = [event.clientX, event.clientY];
  });
  map.addEventListener("dragstart", (event) => event.preventDefault());
  map.addEventListener("click", (event) => { if (dragged) event.preventDefault(); });
}

function wakeMaps() {
  for (const frame of document.querySelectorAll("[data-world]:not([data-awake])")) {
    frame.dataset.awake = "";
    wakeMap(frame);
  }
}

document.addEventListener("htmx:afterSettle", wakeMaps);
wakeMaps();
