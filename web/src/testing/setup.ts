import { adoptTokens } from '../styles/tokens.ts'

adoptTokens()
