import { type Need, resourceScopes } from './scopes.ts'

/** Whose records an interaction may touch: everyone's (`user/`), the patient of the launch (`patient/`), or none. */
export type Reach = 'everyone' | 'own-patient' | 'nobody'

/** What the bearer of a token may do. */
export interface Access {
  /** The id of the patient a `patient/` scope is confined to. */
  readonly patient?: string | undefined
  /** The client without a person, whose access it is. */
  readonly client?: string | undefined
  reach(type: string, need: Need): Reach
}

/** The access a scope string gives. Without a patient in context, `patient/` scopes give nothing. */
export function accessOf(scope: string, patient: string | undefined): Access {
  const scopes = resourceScopes(scope)
  const granted = (context: string, type: string, need: Need) =>
    scopes.some((one) => one.context === context && (one.type === '*' || one.type === type) && one.needs.includes(need))
  return {
    patient,
    reach(type, need) {
      if (granted('user', type, need)) return 'everyone'
      return patient !== undefined && granted('patient', type, need) ? 'own-patient' : 'nobody'
    },
  }
}

/** The access of a client without a person: what its `system/` scopes name, of everybody. */
export function systemAccessOf(scope: string, client: string): Access {
  const scopes = resourceScopes(scope).filter(({ context }) => context === 'system')
  return {
    client,
    reach: (type, need) =>
      scopes.some((one) => (one.type === '*' || one.type === type) && one.needs.includes(need)) ? 'everyone' : 'nobody',
  }
}
