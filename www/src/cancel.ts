//! The button that stops what runs.

import { h } from "./dom";

export function cancelButton(cancel: () => void): HTMLButtonElement {
  const button = h("button", { type: "button", class: "cancel" }, "Cancel");
  button.addEventListener("click", () => {
    // Not disabled: it would lose the focus, and those who use the keyboard their place.
    if (button.getAttribute("aria-disabled") === "true") return;
    button.setAttribute("aria-disabled", "true");
    button.textContent = "Stopping…";
    cancel();
  });
  return button;
}
