/**
 * What Doseline reads and writes, once: from this table come the scopes it asks for, the searches it makes, and the
 * elements that leave the EHR for the rules service.
 */
export interface Row {
  readonly type: string
  /** What the rules need it for. */
  readonly why: string
  readonly context: 'patient' | 'user'
  /** Read interactions, in the letters of SMART v2. */
  readonly reads: 'r' | 's' | 'rs'
  /** Write interactions, in the letters of SMART v2. */
  readonly writes?: 'c' | 'cu'
  /** Written where neither a charge nor a flag can be created: the first of these that the server creates. */
  readonly instead?: true
  /** What it is written for, where it is read for something else. */
  readonly whyWritten?: string
  /** Searches, tried in this order while a server does not understand the one before; `{patient}` is the bare id. */
  readonly searches?: readonly string[]
  /** Searches for servers that find this type by visit only; `{encounter}` is the bare id of a visit of a dose. */
  readonly searchesByVisit?: readonly string[]
  /** What an EHR leaves out that wants this in a search. */
  readonly leavesOut?: { readonly where: string; readonly says: string }
  /** Read one by one, where a resource read before refers to it by one of these elements. */
  readonly follows?: readonly { readonly from: string; readonly element: string }[]
  /** Sent only where one of these elements names a dose, its order, its charge or its visit. */
  readonly onlyAbout?: readonly string[]
  /** The elements sent to the rules service; without any, the resource never leaves this browser. */
  readonly sends?: readonly string[]
}

/** So many records a page are asked for. */
export const PAGE = '_count=100'
/** Of every record: which version it is, and how it is marked. */
export const VERSION = ['id', 'meta.versionId', 'meta.lastUpdated', 'meta.tag', 'meta.security']
