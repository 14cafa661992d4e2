// The grid of lines: Enter adds one, Ctrl+Up and Ctrl+Down move between them, a choice fills the
// line, and the server computes the totals after every cell.
import { aborted, all, asker, calm, within } from "./dom";
import { CHOSEN, type Choice } from "./lookup";

const rowsOf = (grid: HTMLElement): HTMLElement[] => all("[data-line]", grid);
const cellsOf = (row: HTMLElement): HTMLInputElement[] =>
  all<HTMLInputElement>("input:not([type=hidden]), select", row);

function add(grid: HTMLElement): HTMLElement | undefined {
  const template = grid.querySelector<HTMLTemplateElement>("[data-line-template]");
  const body = grid.querySelector("tbody");
  if (!template || !body) return undefined;
  const next = Number(grid.dataset["next"] ?? "0");
  grid.dataset["next"] = String(next + 1);
  const copy = document.createElement("tbody");
  copy.innerHTML = template.innerHTML.replaceAll("__i__", String(next));
  const row = copy.querySelector<HTMLElement>("tr");
  if (row) body.append(row);
  if (row) cellsOf(row)[0]?.focus();
  return row ?? undefined;
}

function remove(grid: HTMLElement, row: HTMLElement): void {
  const rows = rowsOf(grid);
  const beside = rows[rows.indexOf(row) + 1] ?? rows[rows.indexOf(row) - 1];
  row.remove();
  if (beside) cellsOf(beside)[0]?.focus();
  else add(grid);
  grid.dispatchEvent(new Event("lines:changed"));
}

function move(grid: HTMLElement, cell: HTMLElement, step: number): boolean {
  const rows = rowsOf(grid);
  const row = cell.closest<HTMLElement>("[data-line]");
  if (!row) return false;
  const column = cellsOf(row).findIndex((one) => one === cell);
  const target = rows[rows.indexOf(row) + step];
  const to = target && cellsOf(target)[column];
  to?.focus();
  if (to instanceof HTMLInputElement) to.select();
  return to !== undefined;
}

const isUsed = (row: HTMLElement): boolean =>
  cellsOf(row).some((one) => one instanceof HTMLInputElement && one.value.trim() !== "");

/**
 * Enter goes to the next line: to its beginning when it is empty, else down the column. After
 * the last line a new one begins.
 */
function onward(grid: HTMLElement, cell: HTMLElement): void {
  const row = cell.closest<HTMLElement>("[data-line]");
  if (!row) return;
  const rows = rowsOf(grid);
  const next = rows[rows.indexOf(row) + 1];
  if (next && !isUsed(next)) cellsOf(next)[0]?.focus();
  else if (!move(grid, cell, 1) && isUsed(row) && rows.at(-1) === row) add(grid);
}

function fill(input: HTMLElement, choice: Choice): void {
  const row = input.closest<HTMLElement>("[data-line]");
  if (!row) return;
  let next: HTMLInputElement | undefined;
  for (const cell of cellsOf(row)) {
    const column = /\[([^\]]+)\]$/.exec(cell.name)?.[1] ?? "";
    const value = choice[column];
    if (value !== undefined && value !== null && cell !== input) cell.value = String(value);
    else if (cell !== input && cell.value === "") next ??= cell;
  }
  (next ?? cellsOf(row).find((cell) => cell !== input))?.focus();
}

function watchTotals(grid: HTMLElement): void {
  const { totalsUrl } = grid.dataset;
  const room = grid.querySelector<HTMLElement>("[data-totals]");
  const form = grid.closest("form");
  if (!totalsUrl || !room || !form) return;
  const ask = asker();
  const compute = async (): Promise<void> => {
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string") body.append(name, value);
    }
    try {
      const answer = await ask(totalsUrl, {
        method: "POST",
        body,
        headers: { "HX-Request": "true" },
      });
      const html = await answer.text();
      if (!room.isConnected) return;
      room.innerHTML = html;
      for (const data of all<HTMLDataElement>("data[data-for]", room)) {
        const name = CSS.escape(data.dataset["for"] ?? "");
        const cell = grid.querySelector(`[data-fill="${name}"] bdi`);
        if (cell) cell.textContent = data.value;
        // "=" asks for the amount that balances; what somebody typed meanwhile is theirs.
        const input = grid.querySelector<HTMLInputElement>(`input[name="${name}"]`);
        const asked = input && ["", "="].includes(input.value.trim());
        if (asked) input.value = data.value;
      }
    } catch (error) {
      // Old totals would be wrong ones. The server computes them again when the form is sent.
      if (!aborted(error)) room.replaceChildren();
    }
  };
  const later = calm(150, () => void compute());
  form.addEventListener("change", later);
  grid.addEventListener(CHOSEN, later);
  grid.addEventListener("lines:changed", later);
}

function onKey(event: KeyboardEvent): void {
  const grid = within(event, "[data-lines]");
  const cell = within<HTMLElement>(event, "input, select");
  if (!grid || !cell || event.isComposing) return;
  if (event.ctrlKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    move(grid, cell, event.key === "ArrowUp" ? -1 : 1);
  } else if (event.key === "Enter" && !event.ctrlKey && cell.closest("[data-line]")) {
    onward(grid, cell);
  } else return;
  event.preventDefault();
}

export function lines(): void {
  all("[data-lines]").forEach(watchTotals);
  document.addEventListener("keydown", onKey);
  document.addEventListener(CHOSEN, (event) => {
    if (event.target instanceof HTMLElement && event instanceof CustomEvent) {
      fill(event.target, event.detail as Choice);
    }
  });
  document.addEventListener("click", (event) => {
    const grid = within(event, "[data-lines]");
    if (!grid) return;
    const row = within(event, "[data-remove-line]")?.closest<HTMLElement>("[data-line]");
    if (row) remove(grid, row);
    else if (within(event, "[data-add-line]")) add(grid);
    else return;
    event.preventDefault();
  });
}
