import { type SpoiledChart, type Spoiler, set, setOnAll } from './spoiler.ts'

const POS = 'https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set'
const PHYSICAL_TYPE = 'http://terminology.hl7.org/CodeSystem/location-physical-type'
const WHERE = /setting-is-billable|agree-with-the-chart: .*PO or PN|belong-on-a-drug-line|PO/
const NO_USUAL_VISIT = /visit-took-place: Encounter\/.* is of the (type|service) “/

const ofType = (words: string): Spoiler => ({
  name: `a visit of the type “${words}”`,
  spoil: ({ encounter }) => set(encounter, 'type', [{ text: words }]),
  says: NO_USUAL_VISIT,
})
const ofService = (words: string): Spoiler => ({
  name: `a visit for the service “${words}”`,
  spoil: ({ encounter }) => set(encounter, 'serviceType', { text: words }),
  says: NO_USUAL_VISIT,
})

/** The place of the visit is known by its name alone; false where the dose has no visit. */
const namedOnly = (chart: SpoiledChart, location: object): boolean =>
  set(chart.encounter, 'serviceProvider', undefined) && set(chart.encounter, 'location', [{ location }])

/** As of a reference, and as of the record of a place of which nothing else is known. */
const named = (words: string): readonly Spoiler[] => [
  {
    name: `a place that the visit calls “${words}”`,
    spoil: (chart) => namedOnly(chart, { display: words }),
    says: WHERE,
  },
  {
    name: `a place by the name of “${words}”`,
    spoil: (chart) =>
      namedOnly(chart, { reference: 'Location/by-its-name' }) &&
      chart.add({ resourceType: 'Location', id: 'by-its-name', name: words }),
    says: WHERE,
  },
]

const providedBy = (words: string): Spoiler => ({
  name: `a visit that “${words}” provides, by its name alone`,
  spoil: (chart) =>
    set(chart.encounter, 'location', undefined) && set(chart.encounter, 'serviceProvider', { display: words }),
  says: WHERE,
})

/** A visit that is no usual one by its own words, and a place that is known by words alone. */
export const VISITS: readonly Spoiler[] = [
  ...[
    'No Charge Visit',
    'Workers Comp visit',
    'Employee health',
    'VA community care',
    'Auto accident follow-up',
    'SNF follow-up',
    'Courtesy visit',
    'Occupational Health',
    'Self-pay',
    'Home infusion therapy',
    'Adult day care',
    '7007',
    'Initial hospital care',
    'Day hospital',
    'Same day surgery',
  ].map(ofType),
  ...['Hospice', 'Dialysis', 'Workers compensation', 'Skilled nursing', 'Charity care'].map(ofService),
  {
    name: 'a visit with the special courtesy of the staff',
    spoil: ({ encounter }) =>
      set(encounter, 'hospitalization', { specialCourtesy: [{ coding: [{ code: 'STF', display: 'staff' }] }] }),
    says: /visit-took-place: .*special courtesy/,
  },
  ...[
    'Brookdale SNF',
    'Carolina Urgent Care and Infusion',
    'ED 12',
    '7N',
    'DVAMC',
    'Walgreens',
    "Patient's Home",
    'Home',
    'Dialysis',
    'Mercy Hospital ICU',
    'Ward 4 East',
    'Sunrise Manor',
    'Smith Residence',
    'Mercy Inpatient Pharmacy',
    'Employee Health Center',
    'Durham VA Medical Center',
    'Riverside Rehabilitation',
    '4W-412A-1',
    'Mercy Hospital 5 North',
    'Off-site clinic',
    'Cancer Center Infusion HOPD',
  ].flatMap(named),
  ...['DaVita Dialysis', 'Vitas Hospice', 'Option Care Home Infusion', 'Greenfield Nursing and Rehab'].map(providedBy),
  {
    name: 'a department off campus by its name alone',
    spoil: (chart) =>
      chart.originalMedicare !== undefined && namedOnly(chart, { display: 'Off Campus Infusion Center HOD' }),
    says: WHERE,
  },
  ...(
    [
      ['bd', 'Bed'],
      ['wa', 'Ward'],
      ['ve', 'Vehicle'],
      ['ho', 'House'],
    ] as const
  ).map(
    ([code, display]): Spoiler => ({
      name: `a place that is a ${display.toLowerCase()}`,
      spoil: (chart) =>
        namedOnly(chart, { reference: 'Location/a-part' }) &&
        chart.add({
          resourceType: 'Location',
          id: 'a-part',
          name: 'A 12',
          physicalType: { coding: [{ system: PHYSICAL_TYPE, code, display }] },
        }),
      says: WHERE,
    }),
  ),
  {
    name: 'an office that is stated against the place of service, where the class of the visit cannot be read',
    spoil: (chart) => {
      if (!chart.encounter || 'setting' in chart.stated) return false
      const stated = { by: 'Practitioner/n1', at: `${chart.day}T23:00:00Z`, ...chart.stated, setting: 'office' }
      chart.request.attested = { ...chart.request.attested, [chart.request.focus]: stated }
      set(chart.encounter, 'class', { system: 'urn:oid:1.2.3', code: '5', display: 'Appointment' })
      set(chart.encounter, 'location', [{ location: { reference: 'Location/of-a-hospital' } }])
      return chart.add({
        resourceType: 'Location',
        id: 'of-a-hospital',
        type: [{ coding: [{ system: POS, code: '22' }] }],
      })
    },
    says: /setting-is-billable: .*on-campus outpatient hospital/,
  },
  {
    name: 'an office whose record is also called a nursing home',
    spoil: (chart) => setOnAll(chart.all('Location'), 'alias', ['Maple Nursing Home']),
    says: WHERE,
  },
]
