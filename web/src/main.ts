import './dose-review/dose-review.ts'
import { adoptTokens } from './styles/tokens.ts'
import { LOCALE } from './words.ts'

document.documentElement.lang = LOCALE
adoptTokens()
