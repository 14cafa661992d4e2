// Short good news that passes. Errors are never toasts: they stay where they belong.
import { all, within } from "./dom";

const STAYS_MS = 6000;

function leave(toast: HTMLElement): void {
  let timer = 0;
  const start = (): void => {
    timer = window.setTimeout(() => toast.remove(), STAYS_MS);
  };
  const wait = (): void => clearTimeout(timer);
  toast.addEventListener("pointerenter", wait);
  toast.addEventListener("pointerleave", start);
  toast.addEventListener("focusin", wait);
  toast.addEventListener("focusout", start);
  start();
}

export function toast(text: string): void {
  const room = document.getElementById("toasts");
  if (!room) return;
  const box = document.createElement("div");
  box.className = "toast";
  box.dataset["toast"] = "";
  const words = document.createElement("span");
  words.textContent = text;
  box.append(words);
  room.append(box);
  leave(box);
}

export function toasts(): void {
  // A toast that was in the page from the start is read out only when it comes anew.
  for (const box of all("[data-toast]")) {
    const room = box.parentElement;
    box.remove();
    setTimeout(() => room?.append(box), 100);
    leave(box);
  }
  document.addEventListener("click", (event) => {
    within(event, "[data-dismiss]")?.closest("[data-toast]")?.remove();
  });
  // `HX-Trigger: {"toast": {"text": "…"}}`
  document.addEventListener("toast", (event) => {
    const text: unknown = event instanceof CustomEvent ? event.detail?.text : undefined;
    if (typeof text === "string") toast(text);
  });
}
