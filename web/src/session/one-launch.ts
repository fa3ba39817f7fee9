import { Failure } from '@doseline/ehr-client'

/** What must be the same wherever this launch is met: in its token, in the chart, in the address of the page. */
export interface LaunchMarks {
  readonly state: string
  readonly patient: string
  /** The patient the token is for now; undefined for an open server. */
  readonly tokenPatient: string | undefined
  /** The patient of the chart that was read last; undefined before, and where the EHR does not let it be read. */
  readonly chartPatient: string | undefined
}

/** Throws where the page, the token and the chart are not all of one launch. */
export function assertOneLaunch(
  { state, patient, tokenPatient, chartPatient }: LaunchMarks,
  address = new URL(location.href),
): void {
  const wrong = (detail: string): never => {
    throw new Failure('wrong-patient', { detail })
  }
  if (address.searchParams.get('state') !== state) wrong('this page belongs to another launch by now')
  if (tokenPatient !== undefined && tokenPatient !== patient) wrong('the token is for another patient')
  if (chartPatient !== undefined && chartPatient !== patient) wrong('the chart is of another patient')
}

/**
 * A page that the browser kept and shows again after Back or Forward is loaded anew: its chart is as old as its launch,
 * and the EHR around it may have moved on to another patient.
 */
export function reloadWhenShownAgain(page: Window = window): void {
  page.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) page.location.reload()
  })
}
