import { PAGE, type Row, VERSION } from './row.ts'

/** Of what a consent forbids or permits, as deep as it is read: whom it names only by reference. */
const PROVISIONS = [1, 2, 3, 4, 5, 6].flatMap((depth) =>
  ['type', 'period', 'purpose', 'actor.reference.reference'].map(
    (element) => `${'provision.'.repeat(depth)}${element}`,
  ),
)

/** What happens around the dose: care, consents, studies, alerts and events. */
export const AROUND_ROWS: readonly Row[] = [
  {
    type: 'EpisodeOfCare',
    why: 'whether a hospice or a facility cares for the patient and pays for the dose',
    context: 'patient',
    reads: 'rs',
    searches: [`patient=Patient/{patient}&${PAGE}`, `patient={patient}&${PAGE}`],
    sends: [
      ...VERSION,
      'status',
      'type',
      'patient.reference',
      'period',
      'managingOrganization.display',
      'team.display',
    ],
  },
  {
    type: 'Consent',
    why: 'whether the patient refuses treatment, or that a payer is informed of it',
    context: 'patient',
    reads: 'rs',
    searches: [`patient=Patient/{patient}&${PAGE}`, `patient={patient}&${PAGE}`],
    sends: [...VERSION, 'status', 'scope', 'category', 'dateTime', 'policyRule', 'patient.reference', ...PROVISIONS],
  },
  {
    type: 'ResearchSubject',
    why: 'whether the dose is part of a study whose sponsor pays',
    context: 'patient',
    reads: 'rs',
    searches: [
      `patient=Patient/{patient}&${PAGE}`,
      `individual=Patient/{patient}&${PAGE}`,
      `patient={patient}&${PAGE}`,
    ],
    sends: [...VERSION, 'status', 'period', 'individual.reference', 'study.reference', 'study.display'],
  },
  {
    type: 'ResearchStudy',
    why: 'which study that is, and whether it only watches',
    context: 'patient',
    reads: 'r',
    follows: [{ from: 'ResearchSubject', element: 'study' }],
    sends: [...VERSION, 'title', 'category'],
  },
  {
    type: 'DetectedIssue',
    why: 'alerts about the dose that have no answer',
    context: 'patient',
    reads: 'rs',
    searches: [`patient=Patient/{patient}&${PAGE}`, `patient={patient}&${PAGE}`],
    sends: [...VERSION, 'status', 'code', 'severity', 'patient.reference', 'implicated.reference', 'mitigation.action'],
  },
  {
    type: 'AdverseEvent',
    why: 'whether what was given was the wrong drug, faulty or recalled',
    context: 'patient',
    reads: 'rs',
    searches: [`subject=Patient/{patient}&${PAGE}`, `subject={patient}&${PAGE}`],
    sends: [
      ...VERSION,
      'actuality',
      'category',
      'event',
      'subject.reference',
      'encounter.reference',
      'date',
      'suspectEntity.instance.reference',
    ],
  },
  {
    type: 'Procedure',
    why: 'whether what the dose was a part of was done',
    context: 'patient',
    reads: 'r',
    follows: [{ from: 'MedicationAdministration', element: 'partOf' }],
    sends: [...VERSION, 'status', 'subject.reference'],
  },
]
