import { WORKLIST_GROUPS, WORKLIST_SORTS, WORKLIST_STATUSES } from '@doseline/contract/enumerations'
import { html, type TemplateResult } from 'lit'
import { worklist as words } from '../words/worklist.ts'
import type { Selection } from './selection.ts'

/** What a person wishes of the filters. */
interface Wishes {
  readonly filter: (name: string, value: string) => void
  readonly select: (difference: Partial<Selection>) => void
  readonly clear: () => void
}

type Choice = readonly [value: string, label: string]

/** The filters, each under its name; what they are set to is in the address. */
export function filterBar(
  { filter, sort, group }: Selection,
  choices: Readonly<Record<string, readonly string[]>>,
  wishes: Wishes,
): TemplateResult {
  const { filters } = words
  const listed = (name: string): Choice[] => {
    const chosen = filter[name]
    const all = choices[name] ?? []
    return (chosen && !all.includes(chosen) ? [chosen, ...all] : all).map((one) => [one, one])
  }
  const chooser = (name: string, label: string, options: readonly Choice[], any = filters.any) =>
    select(label, filter[name] ?? '', [['', any], ...options], (value) => wishes.filter(name, value))
  const field = (name: string, label: string, type: string) =>
    html`<label
      >${label}
      <input
        type=${type}
        min="0"
        inputmode=${type === 'number' ? 'numeric' : 'text'}
        .value=${filter[name] ?? ''}
        @change=${({ target }: Event) => wishes.filter(name, (target as HTMLInputElement).value)}
    /></label>`
  return html`<details class="filters" ?open=${Object.values(filter).some((value) => value)}>
    <summary>${filters.title}</summary>
    <div class="fields">
      <label
        >${filters.patient}
        <input
          id="patient"
          type="search"
          autocomplete="off"
          .value=${filter.patient ?? ''}
          aria-describedby="patient-note"
          @input=${({ target }: Event) => wishes.filter('patient', (target as HTMLInputElement).value.trim())}
        /><span id="patient-note" class="small soft">${filters.patientNote}</span></label
      >
      ${chooser(
        'status',
        filters.status,
        WORKLIST_STATUSES.map((one) => [one, words.status[one]] as const),
        filters.open,
      )}
      ${chooser('facility', filters.facility, listed('facility'))} ${chooser('payer', filters.payer, listed('payer'))}
      ${chooser('drug', filters.drug, listed('drug'))}
      ${chooser('assignee', filters.assignee, [['unassigned', filters.unassigned], ...listed('assignee')])}
      ${field('from', filters.from, 'date')} ${field('until', filters.until, 'date')}
      ${field('olderThanDays', filters.age, 'number')} ${field('fileBefore', filters.fileBefore, 'date')}
      ${field('atLeast', filters.atLeast, 'number')}
      ${select(
        filters.snoozed,
        filter.snoozed ?? 'hide',
        (['hide', 'show', 'only'] as const).map((one) => [one, filters.snooze[one]] as const),
        (value) => wishes.filter('snoozed', value === 'hide' ? '' : value),
      )}
      ${select(
        filters.sort,
        sort,
        WORKLIST_SORTS.map((one) => [one, words.sorts[one]] as const),
        (value) => wishes.select({ sort: value as Selection['sort'] }),
      )}
      ${select(
        filters.group,
        group,
        [['', filters.noGroup], ...WORKLIST_GROUPS.map((one) => [one, words.groups[one]] as const)],
        (value) => wishes.select({ group: value as Selection['group'] }),
      )}
      <button type="button" class="quiet" @click=${wishes.clear}>${filters.clear}</button>
    </div>
  </details>`
}

const select = (
  label: string,
  value: string,
  options: readonly Choice[],
  chosen: (value: string) => void,
): TemplateResult =>
  html`<label
    >${label}
    <select @change=${({ target }: Event) => chosen((target as HTMLSelectElement).value)}>
      ${options.map(([one, name]) => html`<option value=${one} ?selected=${one === value}>${name}</option>`)}
    </select></label
  >`
