import type { BookData } from '@doseline/codebook'
import { articlePage } from './article-page.ts'
import { rulebookPage } from './rulebook-page.ts'

/** Every generated page, by its file. */
export const pages = (data: BookData): Readonly<Record<string, string>> => ({
  'docs/the-article.md': articlePage(data),
  'docs/rulebook.md': rulebookPage(data),
})
