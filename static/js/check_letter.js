// Fills in what the QR code of a letter carries behind "#": number and code. Nothing is sent before the button is pressed.
"use strict";

function fillInLetter() {
  const [number, code] = location.hash.slice(1).split("/");
  const fields = [document.getElementById("id_number"), document.getElementById("id_code")];
  if (!number || !code || !fields[0] || !fields[1]) return;
  [fields[0].value, fields[1].value] = [number, code];
  // It stands in the form now, and need not stand in the history of a borrowed telephone.
  history.replaceState(null, "", location.pathname);
  fields[0].form.querySelector("button:not([type=button])").focus();
}

fillInLetter();
// The next letter, read while the page stands open.
window.addEventListener("hashchange", fillInLetter);
