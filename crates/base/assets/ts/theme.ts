// The colour scheme, in a cookie so that the server draws the next page in it from the start.
import { all, within } from "./dom";

type Choice = "system" | "light" | "dark";

function apply(choice: Choice): void {
  const root = document.documentElement;
  if (choice === "system") delete root.dataset["theme"];
  else root.dataset["theme"] = choice;
  for (const button of all("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset["themeChoice"] === choice));
  }
}

export function theme(): void {
  document.addEventListener("click", (event) => {
    const button = within(event, "[data-theme-choice]");
    if (!button) return;
    const choice = button.dataset["themeChoice"] as Choice;
    const age = choice === "system" ? 0 : 31_536_000;
    document.cookie = `theme=${choice}; path=/; max-age=${age}; samesite=lax`;
    apply(choice);
  });
  const kept = /(?:^|; )theme=(light|dark)/.exec(document.cookie)?.[1];
  if (kept) apply(kept as Choice);
}
