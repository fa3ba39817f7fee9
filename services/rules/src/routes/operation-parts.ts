/** Parts that may repeat, by the parameter they are in: each with the list of the request it fills. */
export const LISTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  attested: {
    earlierTreatment: 'earlierTreatments',
    diagnosis: 'diagnoses',
    earlierDose: 'earlierDoses',
    reviewed: 'reviewed',
  },
  proposed: { modifier: 'modifiers' },
  billedPatient: { identifiers: 'identifiers', given: 'given', visit: 'visit', account: 'account' },
  writeBack: { act: 'acts', override: 'overrides', channel: 'channels', reversedCharge: 'reversedCharges' },
}

/** Elements of the request that the operation does not take, each with why. */
export const NOT_TAKEN: Readonly<Record<string, string>> = {
  bundle: 'a Bundle is sent as the body itself',
  resources: 'each is a parameter named data',
  reads: 'each is a parameter named read',
  readNotes: 'the part because of read',
  postedCharges: 'the service takes them from its ledger',
  sentMessages: 'the service takes them from its ledger',
  charging: 'the tenants file says it',
}
