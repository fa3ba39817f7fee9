/** Made by scripts/gallery.ts: what the real engine answers to every scenario. */
declare module 'virtual:answers' {
  import type { AssessmentAnswer } from '@doseline/contract'

  export const answers: readonly {
    readonly name: string
    readonly title: string
    readonly answer: AssessmentAnswer
  }[]
}
