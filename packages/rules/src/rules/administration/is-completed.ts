import type { ChartGap } from '@doseline/dose'
import { cannotTell, cannotTellWithout, fails, noCharge, passes, rule } from '../../rule.ts'

/** Only what was given can be charged; a stopped dose counts where the amount given is charted. */
export default rule({
  id: 'administration/is-completed',
  asks: 'Was the drug given?',
  needs: ['status'],
  mayUse: ['givenMg', 'chart'],
  messages: {
    completed: { says: 'The administration is completed.' },
    'stopped, amount known': { says: 'The administration was stopped; {givenMg} was given and is what counts.' },
    'not given': { says: 'The drug was not given: no charge arises.' },
    deleted: { says: 'The administration was deleted in the EHR: no charge arises.' },
    'entered in error': { says: 'The administration was entered in error: no charge arises.' },
    'not finished': {
      says: 'The administration is {status}; it can be charged when it is completed.',
      remedy: 'Complete the administration in the chart once it has ended.',
      who: 'nurse',
    },
    'status unknown': {
      says: 'The chart does not know whether the drug was given (status unknown).',
      remedy: 'Chart whether the dose was completed, stopped or not given.',
      who: 'nurse',
    },
  },
  check({ status, givenMg, chart }) {
    if (chart.known && chart.value.some(isDeletedDose)) return noCharge('deleted')
    switch (status) {
      case 'completed':
        return passes('completed')
      case 'stopped':
        return givenMg.known ? passes('stopped, amount known') : cannotTellWithout(givenMg)
      case 'not-done':
        return noCharge('not given')
      case 'entered-in-error':
        return noCharge('entered in error')
      case 'unknown':
        return cannotTell('status unknown')
      default:
        return fails('not finished')
    }
  },
})

const isDeletedDose = ({ kind, type }: ChartGap): boolean => kind === 'deleted' && type === 'MedicationAdministration'
