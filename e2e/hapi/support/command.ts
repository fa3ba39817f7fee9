import { doseline } from '@doseline/testkit/doseline'

/** Runs a command of ours as a person does, with a token in the environment. */
export const command = (name: 'doctor' | 'sandbox-test', args: readonly string[], token?: string) =>
  doseline([name, ...args], { DOCTOR_TOKEN: token, SANDBOX_TOKEN: token })
