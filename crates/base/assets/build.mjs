// Bundles, names by content, compresses, and writes the Rust table of what the binary carries.
// Run by crates/base/build.rs inside OUT_DIR, never in the source tree.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, extname, join, resolve } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";

const dist = resolve("dist");
rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });

// The oldest browsers that know light-dark(), nesting and popover.
const target = ["chrome123", "firefox125", "safari17.5"];
await build({
  entryPoints: [
    { in: "css/app.css", out: "app" },
    { in: "ts/app.ts", out: "app" },
    { in: "ts/docs.ts", out: "docs" },
  ],
  outdir: dist,
  bundle: true,
  minify: true,
  format: "iife",
  target,
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
  publicPath: "/assets",
  entryNames: "[name]",
  assetNames: "[name]-[hash]",
  loader: { ".woff2": "file", ".svg": "file" },
});

for (const name of ["swagger-ui.css", "swagger-ui-bundle.js"]) {
  const text = readFileSync(join("node_modules/swagger-ui-dist", name), "utf8");
  writeFileSync(join(dist, name), text.replace(/\n?\/[/*]# sourceMappingURL=.*\n?/, "\n"));
}
writeFileSync(join(dist, "favicon.svg"), readFileSync("favicon.svg"));

const types = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

/** `font-ABCD1234.woff2` was named by esbuild, `app.css` is named here. */
function names(file) {
  const kind = extname(file);
  const named = file.match(/^(.+)-([0-9A-Z]{8})(\.\w+)$/);
  if (named) return { name: named[1] + named[3], path: file };
  const hash = createHash("sha256").update(readFileSync(join(dist, file))).digest("hex");
  return { name: file, path: `${basename(file, kind)}-${hash.slice(0, 10)}${kind}` };
}

/** A compressed copy is only carried where it is really smaller. */
function packed(bytes, path, suffix, pack) {
  if (path.endsWith(".woff2")) return "None";
  const small = pack(bytes);
  if (small.length > bytes.length * 0.95) return "None";
  writeFileSync(join(dist, path + suffix), small);
  return include(path + suffix, "Some(", ")");
}

const include = (file, before = "", after = "") =>
  `${before}include_bytes!(${JSON.stringify(join(dist, file))})${after}`;

const brotli = (bytes) =>
  brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });

const rows = readdirSync(dist).sort().map((file) => {
  const bytes = readFileSync(join(dist, file));
  const { name, path } = names(file);
  if (path !== file) {
    writeFileSync(join(dist, path), bytes);
    rmSync(join(dist, file));
  }
  const etag = createHash("sha256").update(bytes).digest("base64url").slice(0, 22);
  return `    Asset {
        name: ${JSON.stringify(name)},
        path: ${JSON.stringify(path)},
        url: ${JSON.stringify("/assets/" + path)},
        content_type: ${JSON.stringify(types[extname(file)])},
        etag: ${JSON.stringify(`"${etag}"`)},
        identity: ${include(path)},
        br: ${packed(bytes, path, ".br", brotli)},
        gzip: ${packed(bytes, path, ".gz", (b) => gzipSync(b, { level: 9 }))},
    },`;
});
writeFileSync(join(dist, "table.rs"), `&[\n${rows.join("\n")}\n]\n`);
