import { css } from 'lit'
import { base, card, controls } from '../../styles/shared.ts'

export const styles = [
  base,
  card,
  controls,
  css`
    section {
      display: grid;
      gap: 0.25rem;
      grid-template-columns: minmax(0, 1fr);
    }

    .plan {
      padding: 0 0.875rem 0.75rem;
    }

    .plan > * + * {
      margin-block-start: 0.5rem;
    }

    table {
      width: 100%;
      border-collapse: collapse;
    }

    caption {
      padding-block-end: 0.4rem;
      color: var(--soft);
      font-size: 0.8125rem;
      text-align: start;
      overflow-wrap: anywhere;
    }

    th,
    td {
      padding: 0.3rem 0.5rem 0.3rem 0;
      border-block-start: 1px solid var(--rule);
      text-align: start;
      vertical-align: top;
      font-weight: 400;
    }

    thead th {
      border: 0;
      color: var(--soft);
      font-size: 0.78rem;
    }

    tbody th {
      overflow-wrap: anywhere;
    }

    td {
      width: 5.5rem;
      font-size: 0.875rem;
    }

    .column {
      display: none;
      color: var(--soft);
      font-size: 0.78rem;
    }

    @media (max-width: 30rem) {
      thead {
        position: absolute;
        clip-path: inset(50%);
      }

      tbody tr {
        display: grid;
        grid-template-columns: 1fr 1fr;
        border-block-start: 1px solid var(--rule);
      }

      tbody th {
        grid-column: 1 / -1;
      }

      tbody th,
      td {
        width: auto;
        border: 0;
        padding-block: 0.15rem;
      }

      .column {
        display: block;
      }
    }

    .type {
      display: block;
      color: var(--soft);
      font-size: 0.78rem;
    }

    .act {
      display: block;
      font-weight: 650;
    }

    .keep {
      color: var(--soft);
    }

    .void {
      color: var(--not-ready);
    }

    .settled {
      color: var(--ready);
      font-weight: 650;
    }

    .warn,
    .good {
      padding: 0.4rem 0.6rem;
      border-inline-start: 3px solid var(--needs);
      background: var(--needs-wash);
    }

    .good {
      border-color: var(--ready);
      background: var(--ready-wash);
      font-weight: 650;
    }

    .lost li,
    .recorded li {
      padding-block: 0.1rem;
    }

    .lost,
    .recorded {
      padding: 0.4rem 0.6rem;
      border-inline-start: 3px solid var(--rule);
    }

    h3 {
      font-size: 0.8125rem;
      color: var(--soft);
    }

    summary {
      cursor: pointer;
      min-block-size: 1.5rem;
    }

    @media print {
      section:not(:has(stored-list, .recorded, .result)),
      fold-row,
      .settled,
      override-form,
      button {
        display: none;
      }
    }
  `,
]
