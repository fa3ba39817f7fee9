import { Command } from '@commander-js/extra-typings'
import { policyJsonSchema } from '@doseline/codebook'

export const schema = new Command('schema')
  .summary('the JSON Schema of policy files, for an editor')
  .description(
    'Prints the JSON Schema of policy files. Keep it in their folder, and name it in their first line: “# yaml-language-server: $schema=policy.schema.json”. An editor then completes and explains each element.',
  )
  .action(() => console.log(JSON.stringify(policyJsonSchema(), null, 2)))
