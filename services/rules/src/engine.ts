import { type AssessmentAnswer, type AssessmentRequest, assess, RequestProblem } from '@doseline/assessment'
import type { Codebook } from '@doseline/codebook'
import { fromRequestProblem, HttpProblem } from './middleware/problem.ts'

/** The one engine behind every face. */
export interface Engine {
  readonly version: string
  readonly codebookVersion: string
  readonly codebook: Codebook
  readonly allowArticle: boolean
  /** The moment, as an ISO instant. */
  readonly now: () => string
  /** Throws {@link HttpProblem} for what the caller can mend. */
  assess(request: AssessmentRequest): AssessmentAnswer
}

/** Binds the pure assessment to this deployment: its code book, its clock, and what it allows. */
export function createEngine(options: {
  readonly codebook: Codebook
  readonly now: () => string
  readonly allowArticle: boolean
  readonly version: string
}): Engine {
  const { codebook, now, allowArticle, version } = options
  return {
    version,
    codebookVersion: codebook.version,
    codebook,
    allowArticle,
    now,
    assess(request) {
      const book = codebook.books.find(({ id }) => id === request.codebook)
      if (book && !book.forSubmission && !allowArticle) {
        throw new HttpProblem(
          403,
          'codebook-not-allowed',
          `The code book “${book.id}” is not for submission and is not allowed here.`,
          [
            {
              pointer: '/codebook',
              detail: 'Not allowed for this tenant.',
              remedy: 'Set allowArticle: true (DOSELINE_ALLOW_ARTICLE=true), or use cms.',
            },
          ],
        )
      }
      try {
        return assess(request, codebook, now())
      } catch (error) {
        throw error instanceof RequestProblem ? fromRequestProblem(error) : error
      }
    },
  }
}
