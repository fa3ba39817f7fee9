import type { Form } from '@doseline/contract'
import type { Offered } from './offered.ts'
import { isGranted } from './scopes.ts'

export interface LadderRequest {
  /** What the EHR offers by type, its operations with a `$`; undefined where it does not say. */
  readonly offered: Offered | undefined
  /** What it does with the whole server, such as `transaction`; undefined where it does not say. */
  readonly system: readonly string[] | undefined
  /** The scopes this session was granted. */
  readonly scope: string
  /** Under a code book whose lines are not for submission. */
  readonly demonstration?: boolean
}

/** A form this EHR or this session does not take, with why: one sentence, for a person and for IT. */
export interface NotPossible {
  readonly form: Form
  readonly because: string
}

/** The forms a write-back can take here, best first; `by-hand` is always the last of them. */
export interface Negotiated {
  readonly forms: readonly Form[]
  readonly notPossible: readonly NotPossible[]
  /** Whether Provenance can be written; where it cannot, who approved is kept by Doseline's ledger alone. */
  readonly provenance: boolean
}

/**
 * How a write-back can go to this EHR, by what it offers and what this session was granted. An EHR that does not say is
 * believed to take the whole transaction: its refusal of one does nothing, and then the next form is taken.
 */
export function formsFor(request: LadderRequest): Negotiated {
  const asked = LADDER.map(({ form, because }) => ({ form, because: because(request) }))
  const notPossible = asked.flatMap(({ form, because }) => (because === undefined ? [] : [{ form, because }]))
  return {
    forms: [...asked.flatMap(({ form, because }) => (because === undefined ? [form] : [])), 'by-hand'],
    notPossible,
    provenance: lackOf(request, 'Provenance', 'c') === undefined,
  }
}

interface Rung {
  readonly form: Form
  /** Why not; undefined where it is possible. */
  readonly because: (request: LadderRequest) => string | undefined
}

const LADDER: readonly Rung[] = [
  {
    form: 'transaction',
    because: (request) =>
      request.system && !request.system.includes('transaction')
        ? 'This EHR takes no transaction.'
        : (charges(request) ?? lackOf(request, 'Provenance', 'c')),
  },
  { form: 'single', because: (request) => charges(request) },
  { form: 'oracle-create', because: oracle },
  { form: 'task', because: message('Task') },
  { form: 'communication', because: message('Communication') },
  { form: 'document', because: message('DocumentReference') },
]

/** What keeps charge lines and the Flag from being written as they are. */
const charges = (request: LadderRequest): string | undefined =>
  lackOf(request, 'ChargeItem', 'cu') ?? lackOf(request, 'Flag', 'cu')

function oracle({ offered, scope, demonstration }: LadderRequest): string | undefined {
  if (!offered?.ChargeItem?.includes('$create')) return 'This EHR has no operation that takes charges.'
  if (demonstration) return 'A demonstration is never sent where it would become a charge.'
  return isGranted(scope, 'ChargeItem', 'c') ? undefined : 'This session may not create ChargeItem.'
}

/** A message needs an EHR that says it takes it: unlike a charge it is not expected of every one. */
function message(type: string): Rung['because'] {
  return (request) =>
    request.offered ? lackOf(request, type, 'c') : `This EHR does not say whether it takes a ${type}.`
}

const INTERACTIONS = { c: 'create', u: 'update' } as const

/** What is missing to write a type, as a sentence. A server that lists a type without interactions does not say. */
function lackOf({ offered, scope }: LadderRequest, type: string, letters: 'c' | 'cu'): string | undefined {
  const wanted = [...letters].map((letter) => INTERACTIONS[letter as 'c' | 'u'])
  const interactions = offered?.[type]
  if (offered && !interactions) return `This EHR has no ${type}.`
  const missing = interactions?.length ? wanted.filter((code) => !interactions.includes(code)) : []
  if (missing.length > 0) return `This EHR does not let anybody ${missing.join(' or ')} ${type}.`
  return isGranted(scope, type, letters) ? undefined : `This session may not ${wanted.join(' and ')} ${type}.`
}
