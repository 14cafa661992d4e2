// What runs in the browser. Every page works without it; each module makes one thing quicker.
import { dialogs } from "./dialogs";
import { files } from "./files";
import { keys } from "./keys";
import { lines } from "./lines";
import { live } from "./live";
import { lookups } from "./lookup";
import { palette } from "./palette";
import { selection } from "./selection";
import { theme } from "./theme";
import { toasts } from "./toasts";

for (const begin of [
  theme,
  live,
  toasts,
  dialogs,
  palette,
  keys,
  selection,
  lookups,
  lines,
  files,
]) {
  begin();
}
