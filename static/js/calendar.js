// Moves between the days of a month with the keys. The calendar works without it: every day is a link.
"use strict";

const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
const STAY = "#days";
const WAYS = { PageUp: "[data-cal-previous]", PageDown: "[data-cal-next]" };

document.addEventListener("keydown", (event) => {
  const day = event.target.closest("[data-calendar] > li");
  if (!day || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key in STEPS) {
    const days = [...day.parentElement.children].filter((each) => each.offsetParent);
    // On a phone the days stand under one another, and only those that have something.
    const across = days.length % 7 === 0 && days.length >= 28;
    const step = across ? STEPS[event.key] : Math.sign(STEPS[event.key]);
    const next = days[days.indexOf(day) + step];
    if (next) {
      event.preventDefault();
      next.querySelector(".cal-date a").focus();
    }
  }
  if (event.key in WAYS) {
    event.preventDefault();
    location.assign(document.querySelector(WAYS[event.key]).href + STAY);
  }
});

// Who came from another month with the keys goes on among its days.
if (location.hash === STAY) document.querySelector("[data-calendar] > li:not(.is-beside) .cal-date a")?.focus();
