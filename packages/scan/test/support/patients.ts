import { scenario } from '@doseline/fhir-fixtures'

type Resource = { resourceType: string; id: string } & Record<string, unknown>

const CHART = (scenario('medicare-prolia-in-order').chart.entry ?? []).flatMap(
  ({ resource }) => (resource as unknown as Resource | undefined) ?? [],
)
const FIRST = CHART.find(({ resourceType }) => resourceType === 'Patient')?.id ?? ''

/**
 * The chart of a Prolia dose that is in order, of another patient: every id of the chart that names its patient names this
 * one, and so do all references. `change` says what is different.
 */
export function patientChart(id: string, change: (resource: Resource) => object = (each) => each): object[] {
  const text = JSON.stringify(CHART).replaceAll(FIRST, id)
  return (JSON.parse(text) as Resource[]).map(change)
}

/** The resources of a type, and the others. */
export const isType =
  (type: string) =>
  (resource: object): boolean =>
    (resource as Resource).resourceType === type
