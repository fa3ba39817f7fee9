import './inspect-page/inspect-page.ts'
import { adoptTokens } from './styles/tokens.ts'
import { LOCALE } from './words.ts'

document.documentElement.lang = LOCALE
adoptTokens()
