/**
 * The forms a write-back can take, best first: one transaction; the same resources one by one; Oracle’s operation that
 * adds charges; a task, a message or a document that tells a person; nothing sent, for a person to carry over.
 */
export const FORMS = ['transaction', 'single', 'oracle-create', 'task', 'communication', 'document', 'by-hand'] as const
export type Form = (typeof FORMS)[number]
