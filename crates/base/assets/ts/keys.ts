// Single keys and short sequences for those who never leave the keyboard. They are silent while
// one types, and can be turned off (WCAG 2.1.4).
import { all, dialog, within } from "./dom";
import { openPalette } from "./palette";

const OFF = "shortcuts-off";
const SEQUENCE_MS = 1500;
let went = 0;

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches("input:not([type=checkbox]), select, textarea"));

const off = (): boolean => localStorage.getItem(OFF) === "1";

function press(element: HTMLElement | undefined | null): boolean {
  if (!element) return false;
  if (element instanceof HTMLInputElement) {
    element.focus();
    element.select();
  } else element.click();
  return true;
}

/** The button that saves: of the form one is in, or the page's only primary one. */
function save(target: EventTarget | null): boolean {
  const form = target instanceof Element ? target.closest("form") : null;
  const selector = "button.primary[type=submit]:not(:disabled)";
  const room = document.querySelector("dialog[open]") ?? document.getElementById("main");
  return press(form?.querySelector<HTMLElement>(selector) ?? room?.querySelector(selector));
}

function row(step: number): boolean {
  const rows = all("[data-row]");
  const at = rows.findIndex((one) => one.contains(document.activeElement));
  const next = rows[at < 0 ? 0 : Math.min(Math.max(at + step, 0), rows.length - 1)];
  next?.querySelector<HTMLElement>(".row-link")?.focus();
  return next !== undefined;
}

function select(): boolean {
  const now = document.activeElement?.closest("[data-row]");
  const box = now?.querySelector<HTMLInputElement>(".select input");
  box?.click();
  return Boolean(box);
}

function single(key: string): boolean {
  if (Date.now() - went < SEQUENCE_MS) {
    went = 0;
    return press(all("[data-go]").find((link) => link.dataset["go"]?.toLowerCase() === key));
  }
  switch (key) {
    case "g":
      went = Date.now();
      return true;
    case "?":
      dialog("shortcuts")?.showModal();
      return true;
    case "j":
      return row(1);
    case "k":
      return row(-1);
    case "x":
      return select();
    default:
      return press(all("[data-key]").find((element) => element.dataset["key"] === key));
  }
}

function onKey(event: KeyboardEvent): void {
  if (event.isComposing || event.altKey || event.defaultPrevented) return;
  const key = event.key.toLowerCase();
  if (event.ctrlKey || event.metaKey) {
    if (key === "k") {
      event.preventDefault();
      openPalette();
    } else if (key === "s" && save(event.target)) event.preventDefault();
    return;
  }
  if (off() || typing(event.target) || document.querySelector("dialog[open]")) return;
  if (single(key)) event.preventDefault();
}

export function keys(): void {
  document.addEventListener("keydown", onKey);
  const change = document.querySelector<HTMLInputElement>("[data-shortcuts-switch]");
  if (change) change.checked = !off();
  document.addEventListener("change", (event) => {
    const box = within<HTMLInputElement>(event, "[data-shortcuts-switch]");
    if (box) localStorage.setItem(OFF, box.checked ? "0" : "1");
  });
  document.addEventListener("click", (event) => {
    if (within(event, "[data-shortcuts-open]")) dialog("shortcuts")?.showModal();
  });
}
