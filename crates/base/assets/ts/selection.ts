// Selected rows and the bar of what can be done to them. Shift selects a range.
import { all, within } from "./dom";

const boxes = (form: HTMLElement): HTMLInputElement[] =>
  all<HTMLInputElement>("[data-row] .select input", form);

let anchor: HTMLInputElement | undefined;
let shift = false;

function show(form: HTMLElement): void {
  const rows = boxes(form);
  const count = rows.filter((box) => box.checked).length;
  const whole = form.querySelector<HTMLInputElement>("[data-select-all]");
  if (whole) {
    whole.checked = count > 0 && count === rows.length;
    whole.indeterminate = count > 0 && count < rows.length;
  }
  form.querySelector(".bulk")?.classList.toggle("active", count > 0);
  const number = form.querySelector<HTMLElement>("[data-selected-count]");
  // Digits as the language of the page writes them.
  if (number) number.textContent = count.toLocaleString(document.documentElement.lang);
}

function onChange(event: Event): void {
  const form = within(event, "[data-selectable]");
  if (!form || !(event.target instanceof HTMLInputElement)) return;
  const box = event.target;
  if (box.matches("[data-select-all]")) {
    for (const row of boxes(form)) row.checked = box.checked;
  } else if (shift && anchor && form.contains(anchor)) {
    const rows = boxes(form);
    const [from, to] = [rows.indexOf(anchor), rows.indexOf(box)].sort((a, b) => a - b);
    for (const row of rows.slice(from, (to ?? 0) + 1)) row.checked = box.checked;
  }
  anchor = box;
  show(form);
}

export function selection(): void {
  const remember = (event: MouseEvent | KeyboardEvent): void => {
    shift = event.shiftKey;
  };
  document.addEventListener("click", remember, true);
  document.addEventListener("keydown", remember, true);
  document.addEventListener("change", onChange);
  document.addEventListener("click", (event) => {
    const form = within(event, "[data-select-none]")?.closest<HTMLElement>("[data-selectable]");
    if (!form) return;
    for (const row of boxes(form)) row.checked = false;
    show(form);
  });
  // The browser may have kept the ticks of a page that was left and come back to.
  window.addEventListener("pageshow", () => all("[data-selectable]").forEach(show));
}
