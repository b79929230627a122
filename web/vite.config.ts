import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** A Millrace server to develop the page against: `MILLRACE_URL=http://localhost:8080 npm run dev`. */
const server = process.env.MILLRACE_URL;

/**
 * The page loads nothing but what the server gives it, and says so to the browser: a channel name
 * that slipped through as markup could still run nothing. Only the built page, as Vite's
 * development client needs inline scripts.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self' ws: wss:",
  "media-src 'self' blob: data:",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const contentSecurityPolicy: Plugin = {
  name: 'content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY },
      injectTo: 'head-prepend',
    },
  ],
};

export default defineConfig(async ({ mode }) => ({
  // Relative, so that the page also works below a proxy's path.
  base: './',
  plugins: [
    contentSecurityPolicy,
    ...(mode === 'mock' ? [(await import('./dev/mock-server.ts')).mockServer()] : []),
  ],
  build: {
    modulePreload: { polyfill: false },
    // hls.js is one library and is loaded only when somebody plays HLS.
    chunkSizeWarningLimit: 450,
  },
  server: server
    ? {
        proxy: {
          '/api': server,
          '^/(?!src/|dev/|node_modules/|@).+\\.(flv|ts|m3u8)$': { target: server, ws: true },
        },
      }
    : {},
  test: {
    include: ['src/**/*.test.{ts,tsx}'],
    restoreMocks: true,
  },
}));
