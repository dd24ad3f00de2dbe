import { defineConfig } from "vite";

// One classic script for each entry, since a page opened from a file may load no modules. $ENTRY names the entry.
const entry = process.env.ENTRY ?? "site";

export default defineConfig({
  plugins: [
    {
      // The page names the file of the module; the library would look for it beside its own, and Vite would copy it.
      name: "oxigraph-without-address",
      transform: (code, id) => (id.includes("oxigraph/web.js") ? code.replace("new URL('web_bg.wasm', import.meta.url)", "undefined") : undefined),
    },
  ],
  build: {
    outDir: "dist",
    emptyOutDir: false,
    minify: true,
    target: "es2020",
    // Yasqe brings a JSON for browsers that have none, which calls eval there; the page's policy forbids it.
    rollupOptions: { onwarn: (warning, warn) => (warning.code === "EVAL" && warning.id?.includes("/yasqe/") ? undefined : warn(warning)) },
    lib: { entry: `src/${entry}.ts`, formats: ["iife"], name: "sourcier", fileName: () => `${entry}.js` },
  },
});
