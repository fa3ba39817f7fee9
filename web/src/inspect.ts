import './inspect-page/inspect-page.ts'
import { adoptTokens } from './styles/tokens.ts'

adoptTokens()
