import type { BookData } from '@doseline/codebook'
import { registrationPage } from '../ehr/registration-sheet.ts'
import { articlePage } from './article-page.ts'
import { minimumNecessaryPage } from './minimum-necessary-page.ts'
import { rulebookPage } from './rulebook-page.ts'

/** Every generated page, by its file. */
export const pages = (data: BookData): Readonly<Record<string, string>> => ({
  'docs/the-article.md': articlePage(data),
  'docs/minimum-necessary.md': minimumNecessaryPage(),
  'docs/registration.md': registrationPage(),
  'docs/rulebook.md': rulebookPage(data),
})
