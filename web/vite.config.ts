import { defineConfig } from "vite";

// One classic script, since a page opened from a file may load no modules.
export default defineConfig({
  build: {
    outDir: "dist",
    emptyOutDir: false,
    minify: true,
    target: "es2020",
    lib: { entry: "src/site.ts", formats: ["iife"], name: "sourcier", fileName: () => "site.js" },
  },
});
