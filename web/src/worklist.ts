import './worklist-page/worklist-page.ts'
import { adoptTokens } from './styles/tokens.ts'

adoptTokens()
