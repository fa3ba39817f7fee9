import { type AssessmentAnswer, type AssessmentRequest, assess, RequestProblem } from '@doseline/assessment'
import type { Codebook } from '@doseline/codebook'
import { fromRequestProblem, HttpProblem } from './middleware/problem.ts'
import type { Tenant } from './tenants.ts'

/** The one engine behind every face. */
export interface Engine {
  readonly version: string
  readonly codebook: Codebook
  /** The moment, as an ISO instant. */
  readonly now: () => string
  /** Judges for a tenant. Throws {@link HttpProblem} for what the caller can mend. */
  assess(request: AssessmentRequest, tenant: Pick<Tenant, 'key' | 'allowArticle' | 'issuers'>): AssessmentAnswer
}

/** Binds the pure assessment to this deployment: its code book and its clock. */
export function createEngine(options: {
  readonly codebook: Codebook
  readonly now: () => string
  readonly version: string
}): Engine {
  const { codebook, now } = options
  return {
    ...options,
    assess(request, { key, allowArticle, issuers }) {
      const book = codebook.books.find(({ id }) => id === request.codebook)
      if (book && !book.forSubmission && !allowArticle) throw notAllowed(book.id)
      try {
        return assess(withBillCodes(request, issuers), codebook, now(), key)
      } catch (error) {
        throw error instanceof RequestProblem ? fromRequestProblem(error, request) : error
      }
    },
  }
}

/** The bill codes the registered EHR has, where the caller names none. */
function withBillCodes(request: AssessmentRequest, issuers: Tenant['issuers']): AssessmentRequest {
  const { writeBack } = request
  const billCodes = issuers.find(({ key }) => key === writeBack?.server)?.billCodes
  return writeBack && billCodes && !writeBack.billCodes
    ? { ...request, writeBack: { ...writeBack, billCodes } }
    : request
}

const notAllowed = (book: string): HttpProblem =>
  new HttpProblem(
    403,
    'codebook-not-allowed',
    `The code book “${book}” is not for submission and is not allowed here.`,
    [
      {
        pointer: '/codebook',
        detail: 'Not allowed for this tenant.',
        remedy: 'Use cms, or ask whoever runs the service to set allowArticle for the tenant.',
      },
    ],
  )
