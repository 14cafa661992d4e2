// The palette: Ctrl+K, then find anything. The server answers with grouped links.
import { aborted, all, asker, calm, dialog } from "./dom";

export function openPalette(): void {
  const box = dialog("palette");
  if (!box || box.open) return;
  const input = box.querySelector("input");
  box.showModal();
  input?.select();
  input?.dispatchEvent(new Event("input"));
}

export function palette(): void {
  const box = dialog("palette");
  const input = box?.querySelector("input");
  const results = box?.querySelector<HTMLElement>(".palette-results");
  if (!box || !input || !results) return;
  const ask = asker();
  let last = "";
  const items = (): HTMLAnchorElement[] => all<HTMLAnchorElement>("[role=option]", results);
  const mark = (item: HTMLElement | undefined): void => {
    for (const other of items()) other.ariaSelected = String(other === item);
    if (item) input.setAttribute("aria-activedescendant", item.id);
    else input.removeAttribute("aria-activedescendant");
    item?.scrollIntoView({ block: "nearest" });
  };
  const search = async (): Promise<void> => {
    const q = input.value.trim();
    if (q === last && results.childElementCount > 0) return;
    try {
      const url = new URL(box.dataset["url"] ?? "", location.href);
      url.searchParams.set("q", q);
      const answer = await ask(url.href, { headers: { "HX-Request": "true" } });
      results.innerHTML = await answer.text();
      last = q;
      mark(items()[0]);
    } catch (error) {
      if (!aborted(error)) results.textContent = box.dataset["failed"] ?? "";
    }
  };
  const later = calm(120, () => void search());
  input.addEventListener("input", () => (input.value ? later() : void search()));
  input.addEventListener("keydown", (event) => {
    const found = items();
    const at = found.findIndex((item) => item.ariaSelected === "true");
    if (event.key === "ArrowDown") mark(found[(at + 1) % found.length]);
    else if (event.key === "ArrowUp") mark(found.at(at <= 0 ? -1 : at - 1));
    else if (event.key === "Enter" && !event.isComposing) found[Math.max(at, 0)]?.click();
    else return;
    event.preventDefault();
  });
  for (const opener of all("[data-palette-open]")) {
    opener.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      openPalette();
    });
  }
}
