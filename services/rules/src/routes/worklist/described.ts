import {
  ScanProgress,
  WorklistDetail,
  WorklistPage,
  WorklistPatch,
  WorklistRow,
  WorklistSearch,
  WorklistStored,
  WorklistTotals,
  WorklistTotalsRequest,
} from '@doseline/contract'
import { createRoute, z } from '@hono/zod-openapi'
import { jsonAnswer, problemAnswer } from '../openapi.ts'

const tags = ['Worklist']
const bodyOf = <Shape extends z.ZodType>(schema: Shape) => ({
  body: { required: true, content: { 'application/json': { schema } } },
})
const { patient: _, ...inAddress } = WorklistSearch.shape
const { patient: __, ...totalsInAddress } = WorklistTotalsRequest.shape
const refused = {
  400: problemAnswer('A filter is not of this contract; each is named'),
  401: problemAnswer('Not signed in'),
  403: problemAnswer('Not for this sign-in: the worklist is for staff and for apps of the tenant'),
}
const noRow = { 404: problemAnswer('There is no such row') }
const id = { params: z.object({ id: z.string() }) }

const PAGE = 'One page of the doses that were judged, across patients. A list filter is sent several times.'

/** The routes of the worklist, as the description of the API has them. */
export const WORKLIST_ROUTES = [
  createRoute({
    method: 'get',
    path: '/v1/worklist',
    tags,
    summary: 'The doses to work on, a page at a time',
    description: `${PAGE} Who looked, and at which patients, is recorded.`,
    request: { query: z.object(inAddress) },
    responses: { 200: jsonAnswer('A page', WorklistPage), ...refused },
  }),
  createRoute({
    method: 'post',
    path: '/v1/worklist/search',
    tags,
    summary: 'The same, with the filter in the body',
    description: 'As `GET /v1/worklist`. A patient is named only here: addresses are kept in logs and histories.',
    request: bodyOf(WorklistSearch),
    responses: { 200: jsonAnswer('A page', WorklistPage), ...refused },
  }),
  createRoute({
    method: 'get',
    path: '/v1/worklist/totals',
    tags,
    summary: 'Doses and expected payment, by status, by who can fix it, and by a group',
    request: { query: z.object(totalsInAddress) },
    responses: { 200: jsonAnswer('Exact sums', WorklistTotals), ...refused },
  }),
  createRoute({
    method: 'post',
    path: '/v1/worklist/totals',
    tags,
    summary: 'The same, with the filter in the body',
    request: bodyOf(WorklistTotalsRequest),
    responses: { 200: jsonAnswer('Exact sums', WorklistTotals), ...refused },
  }),
  createRoute({
    method: 'get',
    path: '/v1/worklist.csv',
    tags,
    summary: 'All rows of a filter as CSV',
    description: 'At most 100,000 rows. A cell that a spreadsheet would run as a formula starts with an apostrophe.',
    request: { query: z.object(inAddress) },
    responses: {
      200: { description: 'The rows', content: { 'text/csv': { schema: z.string() } } },
      ...refused,
    },
  }),
  createRoute({
    method: 'get',
    path: '/v1/worklist/events',
    tags,
    summary: 'What changes, as server-sent events',
    description:
      'The event `rows` has `{ "ids": […] }`, the ids of rows that changed; `scan` has a ScanProgress. It ends after five minutes: connect again.',
    responses: {
      200: { description: 'Events', content: { 'text/event-stream': { schema: z.string() } } },
      401: refused[401],
      403: refused[403],
    },
  }),
  createRoute({
    method: 'post',
    path: '/v1/worklist/doses',
    tags,
    summary: 'Put doses that were judged elsewhere on the worklist',
    description:
      'One WorklistEntry a line (NDJSON), at most 500 lines and 2 MB; all of them are stored or none. For apps of the tenant, such as a scan. What people decided about a row stays, and a judging older than the one that is stored changes nothing.',
    request: {
      body: { required: true, content: { 'application/x-ndjson': { schema: z.string() } } },
    },
    responses: {
      200: jsonAnswer('Stored', WorklistStored),
      ...refused,
      413: problemAnswer('More than 500 lines or 2 MB'),
      415: problemAnswer('The body is not NDJSON'),
    },
  }),
  createRoute({
    method: 'post',
    path: '/v1/worklist/scans',
    tags,
    summary: 'Say how far a scan is',
    description: 'The page of the worklist shows it. For apps of the tenant.',
    request: bodyOf(ScanProgress),
    responses: { 204: { description: 'Kept' }, ...refused },
  }),
  createRoute({
    method: 'get',
    path: '/v1/worklist/{id}',
    tags,
    summary: 'A row with its answer and history',
    description: 'Who looked is recorded.',
    request: id,
    responses: { 200: jsonAnswer('The row', WorklistDetail), ...refused, ...noRow },
  }),
  createRoute({
    method: 'patch',
    path: '/v1/worklist/{id}',
    tags,
    summary: 'Assign, snooze, note, prioritize',
    request: { ...id, ...bodyOf(WorklistPatch) },
    responses: { 200: jsonAnswer('The row as it is now', WorklistRow), ...refused, ...noRow },
  }),
] as const
