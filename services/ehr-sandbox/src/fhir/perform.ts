import type { OperationName } from '../personalities/personality.ts'
import type { Answer, Context } from './context.ts'
import type { Interaction } from './interaction.ts'
import { createCharge } from './operations/create-charge.ts'
import { history, read, vread } from './read.ts'
import { search } from './search.ts'
import { settle } from './settle.ts'
import { create, patch, remove, update, type Written } from './write.ts'

type Operation = (interaction: Interaction, context: Context) => Written

const OPERATIONS: Readonly<Record<OperationName, Operation>> = { create: createCharge }

/** Carries out one interaction as a unit of its own: it stands as a whole or leaves nothing. */
export function perform(interaction: Interaction, context: Context): Promise<Answer> {
  return context.store.atomically(async () => {
    const done = await step(interaction, context)
    settle([done], context)
    return done.answer
  })
}

/** One interaction inside a larger unit of work, which must `settle` what was written. */
export async function step(interaction: Interaction, context: Context, newId?: string): Promise<Written> {
  switch (interaction.kind) {
    case 'create':
      return create(interaction, context, newId)
    case 'update':
      return update(interaction, context)
    case 'patch':
      return patch(interaction, context)
    case 'delete':
      return remove(interaction, context)
    case 'read':
      return { answer: read(interaction, context) }
    case 'vread':
      return { answer: vread(interaction, context) }
    case 'history':
      return { answer: history(interaction, context) }
    case 'search':
      return { answer: await search(interaction, context) }
    case 'operation':
      return OPERATIONS[interaction.operation ?? 'create'](interaction, context)
  }
}
