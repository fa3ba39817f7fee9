import { css } from 'lit'
import { base, controls } from '../../styles/shared.ts'

export const styles = [
  base,
  controls,
  css`
    dialog {
      width: min(48rem, calc(100vw - 1rem));
      max-width: none;
      max-height: calc(100vh - 1rem);
      padding: 0;
      border: 1px solid var(--rule-strong);
      border-radius: var(--radius);
      background: var(--card);
      color: var(--ink);
    }

    dialog::backdrop {
      background: rgb(10 20 24 / 45%);
    }

    .sheet {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      grid-template-rows: auto minmax(0, 1fr) auto;
      gap: 0.5rem;
      max-height: calc(100vh - 1.2rem);
      padding: 0.75rem 0.875rem;
    }

    header {
      display: flex;
      align-items: start;
      justify-content: space-between;
      gap: 1rem;
      overflow-wrap: anywhere;
    }

    pre {
      overflow: auto;
      min-height: 8rem;
      max-height: 65vh;
      margin: 0;
      padding: 0.5rem 0.6rem;
      border: 1px solid var(--rule);
      border-radius: 4px;
      background: var(--sunk);
      font: 0.8125rem/1.5 var(--mono);
    }

    mark {
      display: block;
      margin-inline: -0.6rem;
      padding-inline: calc(0.6rem - 3px) 0.6rem;
      border-inline-start: 3px solid var(--action);
      background: var(--brand-wash);
      color: inherit;
    }

    footer {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 0.25rem 0.75rem;
    }

    @media print {
      dialog {
        display: none;
      }
    }
  `,
]
