import { resolve } from 'node:path'
import { defineConfig, type Plugin } from 'vite'

/**
 * The dialog of Web Awesome brings a close button with icons that come from another origin. Ours has no such header, so
 * button and icons stay out of the build, and with them three quarters of its weight (docs/decisions/0014-components.md).
 */
const withoutIcons: Plugin = {
  name: 'without-icons',
  apply: 'build',
  transform(code, id) {
    const isUnused = id.includes('webawesome') && /^\/\/ src\/components\/(?:button|icon|spinner)\//m.test(code)
    if (!isUnused) return undefined
    const names = [...code.matchAll(/^ {2}(\w+),?$/gm)].map(([, name]) => name)
    return `export const ${[...new Set(names)].map((name) => `${name} = undefined`).join(', ')}`
  },
}

/** Style sheets inside of scripts, without what only people read. */
const tightStyles: Plugin = {
  name: 'tight-styles',
  apply: 'build',
  transform(code) {
    if (!code.includes('css`')) return undefined
    const tight = (sheet: string): string => sheet.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\s+/g, ' ')
    return { code: code.replace(/\bcss`[^`]*`/g, tight), map: null }
  },
}

export default defineConfig({
  plugins: [withoutIcons, tightStyles],
  root: import.meta.dirname,
  base: './',
  // Drops fhirclient's polyfills for browsers without fetch or AbortController.
  define: { FHIRCLIENT_PURE: 'true' },
  resolve: { alias: { 'isomorphic-webcrypto': resolve(import.meta.dirname, 'src/session/webcrypto.ts') } },
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: ['index', 'launch', 'inspect', 'worklist'].map((page) => resolve(import.meta.dirname, `${page}.html`)),
    },
  },
})
