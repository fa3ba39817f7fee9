import { type Harmless, isAskedByNobody, type SpoiledChart, set, setOnAll } from './spoiler.ts'

const state = (chart: SpoiledChart, differs: object): true => {
  const stated = { by: 'A biller', at: '2026-11-23T10:00:00Z', ...chart.stated, ...differs }
  chart.request.attested = { ...chart.request.attested, [chart.request.focus]: stated }
  return true
}

/** Visits and places in the words that clinics use. */
export const HARMLESS_VISITS: readonly Harmless[] = [
  ...[
    'Hospital Encounter',
    'Infusion 120 min',
    'Chemo Infusion 3 HR',
    'Nurse Only',
    'Follow Up Established Patient',
    'Return Patient Visit',
    'Clinic Visit - Rheumatology',
    'Oncology Treatment',
    'Injection/Vaccine',
    'Post-op visit',
    'Lab and Injection',
    'Outpatient',
    'Consult',
    'Office or other outpatient visit',
    'INJ/MED ADMIN',
    'Walk-In',
  ].map(
    (words): Harmless => ({
      name: `a visit of the type “${words}”`,
      change: ({ encounter }) => set(encounter, 'type', [{ text: words }]),
    }),
  ),
  {
    name: 'a visit of the type of the drug by its name',
    change: (chart) =>
      /Prolia/.test(JSON.stringify(chart.dose.medicationCodeableConcept ?? '')) &&
      set(chart.encounter, 'type', [{ text: 'Prolia injection' }]),
  },
  ...['Rheumatology', 'Medical Oncology', 'Infusion Services', 'General Practice', 'Endocrinology'].map(
    (words): Harmless => ({
      name: `a visit for the service “${words}”`,
      change: ({ encounter }) => set(encounter, 'serviceType', { text: words }),
    }),
  ),
  {
    name: 'a visit for workers’ compensation that a person looked at',
    change: (chart) =>
      set(chart.encounter, 'type', [{ text: 'Workers Comp visit' }]) &&
      state(chart, { reviewed: [`Encounter/${chart.encounter?.id}`] }),
  },
  {
    name: 'a visit of somebody very important',
    change: ({ encounter }) => set(encounter, 'hospitalization', { specialCourtesy: [{ coding: [{ code: 'VIP' }] }] }),
  },
  ...[
    'Mercy Hospital Infusion Center',
    'Duke Cancer Center Infusion Suite 3',
    'Main Street Rheumatology',
    'Van Buren Oncology Associates',
    'Village Medical Group',
    'UNC School of Medicine Clinic',
    'Moffitt Cancer Center and Research Institute',
    'Room 12',
    'Chair 7',
    'Infusion bed 4',
    'Physical Medicine and Rehab',
    'Hospice Drive Clinic',
  ].map(
    (words): Harmless => ({
      name: `a place by the name of “${words}”`,
      change: (chart) =>
        chart.encounter?.location !== undefined &&
        setOnAll(chart.all('Location'), 'name', words) &&
        setOnAll(chart.encounter.location, 'location', { ...chart.encounter.location[0]?.location, display: words }),
    }),
  ),
  ...['Foothills Endocrinology', 'Plains Regional Medical Center', 'Tar Bend Infusion and Rheumatology'].map(
    (display): Harmless => ({
      name: `a visit that “${display}” provides`,
      change: (chart) => isAskedByNobody(chart) && set(chart.encounter, 'serviceProvider', { display }),
    }),
  ),
  {
    name: 'a place that is a room',
    change: (chart) =>
      setOnAll(chart.all('Location'), 'physicalType', {
        coding: [
          { system: 'http://terminology.hl7.org/CodeSystem/location-physical-type', code: 'ro', display: 'Room' },
        ],
      }),
  },
  ...['Home Infusion & Ambulatory Infusion Suite', 'Hemodialysis & Infusion', 'Hines VA'].map(
    (name): Harmless => ({
      name: `an office by the name of “${name}”, which a person states to be an office`,
      change: (chart) =>
        !/"(19|22)"/.test(JSON.stringify(chart.all('Location'))) &&
        set(chart.encounter, 'location', [{ location: { reference: 'Location/by-its-name' } }]) &&
        chart.add({ resourceType: 'Location', id: 'by-its-name', name }) &&
        state(chart, { setting: 'office' }),
    }),
  ),
  {
    name: 'an office in a house, which a person states to be an office',
    change: (chart) =>
      !/"(19|22)"/.test(JSON.stringify(chart.all('Location'))) &&
      set(chart.encounter, 'location', [{ location: { reference: 'Location/in-a-house' } }]) &&
      chart.add({ resourceType: 'Location', id: 'in-a-house', name: 'The Brick House' }) &&
      state(chart, { setting: 'office' }),
  },
]
