import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const server = process.env.FRESHET_URL ?? 'http://127.0.0.1:3100';

/** Assets are addressed relative to the page, so that one build serves every sub-path. */
export default defineConfig({
  base: './',
  plugins: [react()],
  build: {
    outDir: fileURLToPath(new URL('target/dist', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  server: {
    port: 5173,
    proxy: Object.fromEntries(
      ['/api', '/login', '/logout', '/metrics'].map((path) => [path, { target: server, ws: path === '/api' }]),
    ),
  },
  test: { include: ['test/**/*.test.ts'], environment: 'node', passWithNoTests: false },
});
