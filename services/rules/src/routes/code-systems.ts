import { codeSystem } from '@doseline/assessment'
import { PROBLEMS } from '@doseline/contract'
import type { CodeSystem } from 'fhir/r4'
import { OVERRIDE_REASONS } from './cds-hooks/override-reasons.ts'

/** The code systems of what the service itself says: its refusals, and the reasons by which a card is set aside. */
export const serviceCodeSystems = (): readonly CodeSystem[] => [
  codeSystem('problem', 'What the service refuses, and why', concepts(meanings())),
  codeSystem('override-reason', 'Why a card is set aside', concepts(OVERRIDE_REASONS)),
]

const meanings = (): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(PROBLEMS).map(([code, { meaning }]) => [code, meaning]))

const concepts = (displays: Readonly<Record<string, string>>): NonNullable<CodeSystem['concept']> =>
  Object.entries(displays).map(([code, display]) => ({ code, display }))
