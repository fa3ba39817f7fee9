import { FHIR_BASE } from '@doseline/fhir'
import type { MeasureReport, MeasureReportGroupPopulation } from 'fhir/r4'
import type { DoseSums, ScanSummary } from './summary.ts'

/**
 * The summary as a FHIR MeasureReport: of all doses (initial population), of those that a charge may arise from
 * (denominator), how many are ready to bill (numerator); by payer as a stratifier. `period` is that of the doses.
 * @see https://hl7.org/fhir/R4/measurereport.html
 */
export function measureReport(
  { asOf, total, byPayer }: Pick<ScanSummary, 'asOf' | 'total' | 'byPayer'>,
  period: { readonly start: string; readonly end: string },
): MeasureReport {
  return {
    resourceType: 'MeasureReport',
    status: 'complete',
    type: 'summary',
    measure: `${FHIR_BASE}/Measure/billing-readiness`,
    date: asOf,
    period,
    group: [
      {
        code: { text: 'Doses that are ready to bill' },
        population: populations(total),
        stratifier: [
          {
            code: [{ text: 'Payer' }],
            stratum: byPayer.map(({ name, ...sums }) => ({ value: { text: name }, population: populations(sums) })),
          },
        ],
      },
    ],
  }
}

function populations({ doses, byVerdict }: DoseSums): MeasureReportGroupPopulation[] {
  const counts = {
    'initial-population': doses,
    denominator: doses - byVerdict['not-billable'],
    numerator: byVerdict.ready,
  }
  return Object.entries(counts).map(([code, count]) => ({
    code: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/measure-population', code }] },
    count,
  }))
}
