import { join } from 'node:path'
import { satteri } from '@astrojs/markdown-satteri'
import starlight from '@astrojs/starlight'
import { defineConfig } from 'astro/config'
import { BASE, groups } from './src/pages.ts'

/** `src/build-site.ts` writes the pages into this folder and starts Astro. */
const work = process.env.DOSELINE_SITE_WORK
if (work === undefined) throw new Error('Run pnpm build:docs.')

export default defineConfig({
  base: BASE,
  srcDir: join(work, 'src'),
  outDir: join(work, 'dist'),
  cacheDir: join(work, 'cache'),
  trailingSlash: 'always',
  // What a page needs comes from files, so that the service need not allow scripts within pages.
  build: { inlineStylesheets: 'never' },
  vite: { build: { assetsInlineLimit: 0 } },
  // The text has its own quotes and dashes; “--help” stays as it is typed.
  markdown: { processor: satteri({ features: { smartPunctuation: false } }) },
  image: { service: { entrypoint: 'astro/assets/services/noop' } },
  integrations: [
    starlight({
      title: 'Doseline',
      description: 'Turns an administered drug dose into a charge line a biller can stand behind.',
      customCss: [join(work, 'src/site.css')],
      lastUpdated: false,
      credits: false,
      disable404Route: true,
      sidebar: groups().map(({ label, collapsed, pages }) => ({
        label,
        collapsed,
        items: pages.map(({ slug, label: called }) => ({ slug: slug || 'index', ...(called && { label: called }) })),
      })),
    }),
  ],
})
