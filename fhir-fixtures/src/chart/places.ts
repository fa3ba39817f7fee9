import type { Location, Organization, Practitioner } from 'fhir/r4'
import type { Setting } from '../given.ts'
import type { ChartedPayer } from '../registration.ts'
import { sid } from './names.ts'

/** Who and what is the same in every generated chart: the clinic and its people; and payers. */

const NPI = 'http://hl7.org/fhir/sid/us-npi'

// NPIs start with 1 or 2; these start with 9 and can be nobody’s.
export const clinic: Organization = {
  resourceType: 'Organization',
  id: 'org-tarbend',
  identifier: [{ system: NPI, value: '9310048217' }],
  active: true,
  type: [
    {
      coding: [
        {
          system: 'http://terminology.hl7.org/CodeSystem/organization-type',
          code: 'prov',
          display: 'Healthcare Provider',
        },
      ],
    },
  ],
  name: 'Tar Bend Infusion and Rheumatology Associates',
  telecom: [{ system: 'phone', value: '919-555-0140', use: 'work' }],
  address: [{ use: 'work', line: ['4100 Quarry Road, Suite 210'], city: 'Durham', state: 'NC', postalCode: '27705' }],
}

export const infusionRoom: Location = {
  resourceType: 'Location',
  id: 'loc-tarbend-infusion',
  status: 'active',
  name: 'Infusion Room',
  mode: 'instance',
  type: [
    {
      coding: [
        { system: 'http://terminology.hl7.org/CodeSystem/v3-RoleCode', code: 'OF', display: 'Outpatient facility' },
      ],
    },
  ],
  address: { use: 'work', line: ['4100 Quarry Road, Suite 210'], city: 'Durham', state: 'NC', postalCode: '27705' },
  managingOrganization: { reference: 'Organization/org-tarbend', display: clinic.name },
}

const PLACE_OF_SERVICE = 'https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set'

const anotherPlace = (id: string, name: string, code: string, display: string): Location => ({
  ...infusionRoom,
  id,
  name,
  type: [{ coding: [{ system: PLACE_OF_SERVICE, code, display }] }],
})

/** Where a dose is given, by its setting. */
export const placeOf: Readonly<Record<Setting, Location>> = {
  outpatient: infusionRoom,
  inpatient: { ...infusionRoom, id: 'loc-tarbend-ward', name: 'Ward 4 East', type: [{ text: 'Hospital ward' }] },
  'hospital department': anotherPlace(
    'loc-tarbend-hospital',
    'Hospital Infusion Center',
    '22',
    'On Campus-Outpatient Hospital',
  ),
  home: anotherPlace('loc-tarbend-home', 'Patient’s home', '12', 'Home'),
  'nursing facility': anotherPlace('loc-tarbend-nursing', 'Quarry Road Nursing Facility', '32', 'Nursing Facility'),
  'skilled nursing facility': anotherPlace(
    'loc-tarbend-skilled',
    'Quarry Road Skilled Nursing Facility',
    '31',
    'Skilled Nursing Facility',
  ),
  'rural health clinic': anotherPlace('loc-tarbend-rural', 'Tar Bend Rural Clinic', '72', 'Rural Health Clinic'),
}

export const nurse: Practitioner = {
  resourceType: 'Practitioner',
  id: 'prac-okafor',
  identifier: [{ system: sid('staff'), value: 'RN-20418' }],
  active: true,
  name: [{ use: 'official', family: 'Okafor', given: ['Ngozi'], suffix: ['RN'] }],
}

export const prescriber: Practitioner = {
  resourceType: 'Practitioner',
  id: 'prac-lindqvist',
  identifier: [{ system: NPI, value: '9841305527' }],
  active: true,
  name: [{ use: 'official', family: 'Lindqvist', given: ['Maren'], prefix: ['Dr.'], suffix: ['MD'] }],
}

const payerType = [
  { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/organization-type', code: 'pay', display: 'Payer' }] },
]

/** A payer as an Organization. */
export const organizationOf = ({ id, number, name, alias }: ChartedPayer): Organization => ({
  resourceType: 'Organization',
  id,
  identifier: [{ system: sid('payer'), value: number }],
  active: true,
  type: payerType,
  name,
  ...(alias && { alias }),
})
