// The type-ahead, after the combobox pattern of the ARIA practices. What is typed is kept as it
// is; a choice also fills the hidden id and, in a grid, the rest of the line.
import { aborted, asker, calm, within } from "./dom";

export interface Choice {
  id: string;
  code?: string;
  label: string;
  [member: string]: unknown;
}

interface State {
  list: HTMLElement;
  choices: Choice[];
  at: number;
  later: () => void;
  asking: Promise<void> | undefined;
}

const states = new WeakMap<HTMLInputElement, State>();
let made = 0;

/** "Lookup chosen" on the text field; `detail` is the choice. */
export const CHOSEN = "lookup:chosen";

function close(input: HTMLInputElement, state: State): void {
  state.list.hidden = true;
  state.at = -1;
  input.ariaExpanded = "false";
  input.removeAttribute("aria-activedescendant");
}

function mark(input: HTMLInputElement, state: State, at: number): void {
  const options = [...state.list.querySelectorAll<HTMLElement>("[role=option]")];
  if (options.length === 0) return;
  state.at = (at + options.length) % options.length;
  options.forEach((option, i) => (option.ariaSelected = String(i === state.at)));
  const now = options[state.at];
  input.setAttribute("aria-activedescendant", now?.id ?? "");
  now?.scrollIntoView({ block: "nearest" });
}

function part(tag: string, text: unknown): HTMLElement {
  const element = document.createElement(tag);
  element.textContent = text === undefined || text === null ? "" : String(text);
  return element;
}

function show(input: HTMLInputElement, state: State): void {
  const options = state.choices.map((choice, i) => {
    const option = part("div", "");
    option.role = "option";
    option.id = `${state.list.id}-${i}`;
    option.dataset["at"] = String(i);
    option.append(part("bdi", choice.label), part("bdi", choice["price"]));
    if (choice.code) option.append(part("small", choice.code));
    return option;
  });
  const nothing = input.closest<HTMLElement>("[data-nothing]")?.dataset["nothing"];
  if (options.length === 0 && nothing) options.push(part("small", nothing));
  state.list.replaceChildren(...options);
  state.list.hidden = options.length === 0;
  input.ariaExpanded = String(!state.list.hidden);
  if (state.choices.length > 0) mark(input, state, 0);
}

function choose(input: HTMLInputElement, state: State, choice: Choice | undefined): void {
  if (!choice) return;
  const id = input.parentElement?.querySelector<HTMLInputElement>("[data-lookup-id]");
  if (id) id.value = choice.id;
  input.value = choice.label;
  close(input, state);
  input.dispatchEvent(new CustomEvent(CHOSEN, { bubbles: true, detail: choice }));
}

function stateOf(input: HTMLInputElement, url: string): State {
  const known = states.get(input);
  if (known) return known;
  const list = part("div", "");
  list.role = "listbox";
  list.id = `lookup-${++made}`;
  list.hidden = true;
  list.ariaLabel = input.ariaLabel ?? input.labels?.[0]?.textContent ?? "";
  input.after(list);
  input.role = "combobox";
  input.ariaAutoComplete = "list";
  input.ariaExpanded = "false";
  input.setAttribute("aria-controls", list.id);
  const ask = asker();
  const search = async (): Promise<void> => {
    const q = input.value.trim();
    if (!q) return close(input, state);
    try {
      const at = new URL(url, location.href);
      at.searchParams.set("q", q);
      const answer = await ask(at.href, { headers: { Accept: "application/json" } });
      state.choices = ((await answer.json()) as Choice[]).slice(0, 20);
      if (document.activeElement === input) show(input, state);
    } catch (error) {
      // The typed text is still sent and the server looks it up, so nothing is lost.
      if (!aborted(error)) close(input, state);
    }
  };
  const later = calm(150, () => (state.asking = search()));
  const state: State = { list, choices: [], at: -1, later, asking: undefined };
  list.addEventListener("pointerdown", (event) => {
    const option = within(event, "[role=option]");
    if (!option) return;
    event.preventDefault();
    choose(input, state, state.choices[Number(option.dataset["at"])]);
  });
  states.set(input, state);
  return state;
}

/** A scanner types a code and Enter at once: ask now, and take the only answer. */
async function scanned(input: HTMLInputElement, state: State): Promise<void> {
  state.choices = [];
  state.later();
  await new Promise((done) => setTimeout(done, 160));
  await state.asking;
  const typed = input.value.trim().toLowerCase();
  const exact = state.choices.find((choice) => choice.code?.toLowerCase() === typed);
  if (exact) choose(input, state, exact);
  else if (state.choices.length === 1) choose(input, state, state.choices[0]);
}

function onKey(event: KeyboardEvent): void {
  const box = within(event, "[data-lookup]");
  if (!box || !(event.target instanceof HTMLInputElement) || event.ctrlKey) return;
  const input = event.target;
  const state = stateOf(input, box.dataset["lookup"] ?? "");
  const open = !state.list.hidden && state.choices.length > 0;
  if (event.key === "ArrowDown" && open) mark(input, state, state.at + 1);
  else if (event.key === "ArrowUp" && open) mark(input, state, state.at - 1);
  else if (event.key === "Enter" && open) choose(input, state, state.choices[state.at]);
  else if (event.key === "Enter" && input.value && !chosen(box)) void scanned(input, state);
  else if (event.key === "Escape" && !state.list.hidden) close(input, state);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

const chosen = (box: HTMLElement): boolean =>
  Boolean(box.querySelector<HTMLInputElement>("[data-lookup-id]")?.value);

export function lookups(): void {
  document.addEventListener("input", (event) => {
    const box = within(event, "[data-lookup]");
    if (!box || !(event.target instanceof HTMLInputElement)) return;
    // Another text is no longer that choice.
    const id = box.querySelector<HTMLInputElement>("[data-lookup-id]");
    if (id) id.value = "";
    stateOf(event.target, box.dataset["lookup"] ?? "").later();
  });
  document.addEventListener("focusin", (event) => {
    const box = within(event, "[data-lookup]");
    if (box && event.target instanceof HTMLInputElement) {
      stateOf(event.target, box.dataset["lookup"] ?? "");
    }
  });
  document.addEventListener("focusout", (event) => {
    const state = event.target instanceof HTMLInputElement && states.get(event.target);
    if (state) close(event.target as HTMLInputElement, state);
  });
  document.addEventListener("keydown", onKey, true);
}
