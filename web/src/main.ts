import './dose-review/dose-review.ts'
import { adoptTokens } from './styles/tokens.ts'

adoptTokens()
