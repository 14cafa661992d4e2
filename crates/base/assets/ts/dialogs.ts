// Dialogs, small menus, and the question before harm is done.
import { all, dialog, within } from "./dom";

let pending: HTMLButtonElement | undefined;
const agreed = new WeakSet<HTMLButtonElement>();

function ask(button: HTMLButtonElement): void {
  const box = dialog("confirm");
  const yes = box?.querySelector<HTMLElement>("[data-confirm-yes]");
  if (!box || !yes) return;
  const { confirm = "", confirmTitle = "", confirmVerb } = button.dataset;
  const [title, text] = [box.querySelector("h2"), box.querySelector("p")];
  if (title) title.textContent = confirmTitle || (button.textContent ?? "");
  if (text) text.textContent = confirm;
  yes.textContent = confirmVerb ?? button.textContent;
  yes.classList.toggle("danger", button.classList.contains("danger"));
  pending = button;
  box.showModal();
}

function onClick(event: MouseEvent): void {
  const asking = within<HTMLButtonElement>(event, "button[data-confirm]");
  if (asking && !agreed.has(asking)) {
    event.preventDefault();
    if (asking.form?.reportValidity() ?? true) ask(asking);
    return;
  }
  if (within(event, "[data-confirm-yes]") && pending) {
    dialog("confirm")?.close();
    agreed.add(pending);
    pending.click();
    agreed.delete(pending);
    pending = undefined;
    return;
  }
  const opener = within(event, "[data-dialog]");
  const box = opener && dialog(opener.dataset["dialog"] ?? "");
  if (box) {
    // A popover works without us; a modal dialog also keeps the focus inside.
    event.preventDefault();
    box.removeAttribute("popover");
    box.showModal();
    return;
  }
  if (within(event, "[data-close]")) within(event, "dialog")?.closest("dialog")?.close();
  // A click beside the box closes it, as Escape does.
  if (event.target instanceof HTMLDialogElement) event.target.close();
  if (within(event, "[data-print]")) window.print();
  const open = within(event, "details.menu");
  for (const menu of all<HTMLDetailsElement>("details.menu[open]")) {
    if (menu !== open) menu.open = false;
  }
}

export function dialogs(): void {
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = within<HTMLDetailsElement>(event, "details.menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
  // A form is sent once, however often it is pressed.
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || !(event.target instanceof HTMLFormElement)) return;
    const button = event.submitter;
    if (event.target.method === "get" || !button) return;
    if (button.ariaBusy === "true") event.preventDefault();
    button.ariaBusy = "true";
    // An answer that is a file leaves this page as it is.
    setTimeout(() => (button.ariaBusy = null), 10_000);
  });
  // Coming back to a page that the browser kept: nothing is being sent any more.
  window.addEventListener("pageshow", () => {
    for (const button of all("[aria-busy=true]")) button.ariaBusy = null;
  });
}
