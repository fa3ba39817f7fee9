import type { ReviewState } from './review-state.ts'

/** A new sign-in at the same EHR. What the launch said is used up, so the EHR asks for the patient again. */
export function relaunchOf({ session }: ReviewState): string {
  return relaunchTo(session && { iss: session.base, codebook: session.codebook })
}

export function relaunchTo(to: { iss: string; codebook?: string | undefined } | undefined): string {
  if (!to) return './launch.html'
  return `./launch.html?${new URLSearchParams({ iss: to.iss, ...(to.codebook && { codebook: to.codebook }) })}`
}
