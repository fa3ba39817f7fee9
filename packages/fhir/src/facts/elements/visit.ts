import type { ElementTable } from './element-table.ts'
import { UNITED_STATES } from './words.ts'

/** The visit of the dose. @see https://hl7.org/fhir/R4/encounter.html */
export const ENCOUNTER: ElementTable = {
  type: 'Encounter',
  read: `status class classHistory.class classHistory.period type serviceType subject episodeOfCare basedOn
    participant.type participant.individual appointment period reasonCode reasonReference diagnosis.condition diagnosis.use
    diagnosis.rank account hospitalization.origin hospitalization.destination hospitalization.specialCourtesy
    hospitalization.dischargeDisposition location.location location.status location.physicalType location.period
    serviceProvider partOf`,
  usual: {
    'hospitalization.admitSource': {
      is: 'the source of admission',
      of: 'outp gp mp other 1 2 9 physician clinic referral referred from by self own general medical practitioner outpatient department dept office home non health care facility point of origin information not available unknown community walk in scheduled routine provider doctor community-based or s physicians clinics referrals',
    },
  },
  asked: { 'hospitalization.reAdmission': 'a readmission to a hospital' },
  never: {
    'a number of the record': 'identifier hospitalization.preAdmissionIdentifier',
    'what the visit was before: its status says what it became': 'statusHistory',
    'how urgent it was': 'priority',
    'how long it took: its period is read': 'length',
    'when somebody took part': 'participant.period',
    'what the patient eats and needs': 'hospitalization.dietPreference hospitalization.specialArrangement',
  },
}

/** The place of the visit. @see https://hl7.org/fhir/R4/location.html */
export const LOCATION: ElementTable = {
  type: 'Location',
  read: 'name alias type physicalType managingOrganization partOf',
  usual: {
    mode: { is: 'the mode', of: 'instance' },
    'address.country': { is: 'the country', of: UNITED_STATES },
  },
  never: {
    'a number of the record': 'identifier',
    'whether the place is used today': 'status operationalStatus',
    'a place is judged by its type and its name': 'description',
    'how to reach it': `telecom endpoint address.use address.type address.text address.line address.city
      address.district address.state address.postalCode address.period`,
    'where on the map it is': 'position',
    'when it is open': 'hoursOfOperation availabilityExceptions',
  },
}

/** Who provides the visit. @see https://hl7.org/fhir/R4/organization.html */
export const ORGANIZATION: ElementTable = {
  type: 'Organization',
  read: 'identifier type name alias partOf',
  usual: { 'address.country': { is: 'the country', of: UNITED_STATES } },
  never: {
    'whether its record is used today': 'active',
    'how to reach it': `telecom contact endpoint address.use address.type address.text address.line address.city
      address.district address.state address.postalCode address.period`,
  },
}
