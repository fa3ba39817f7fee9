import './launch-page/launch-page.ts'
import { adoptTokens } from './styles/tokens.ts'

adoptTokens()
