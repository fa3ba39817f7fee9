import { css } from 'lit'
import { base } from '../../styles/shared.ts'

export const styles = [
  base,
  css`
    .book {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 0 1rem;
      color: inherit;
    }

    .edition {
      font-size: 0.8125rem;
      overflow-wrap: anywhere;
    }

    fieldset {
      display: flex;
      flex-wrap: wrap;
      gap: 0.1rem 0.9rem;
      margin: 0;
      padding: 0;
      border: 0;
      align-items: center;
    }

    legend {
      float: inline-start;
      padding: 0;
      padding-inline-end: 0.75rem;
    }

    .title {
      color: inherit;
      font-weight: 650;
    }

    label {
      display: inline-flex;
      align-items: center;
      gap: 0.35rem;
      min-height: 1.5rem;
      cursor: pointer;
    }

    input {
      width: 1rem;
      height: 1rem;
      margin: 0;
      accent-color: var(--action);
    }

    /* On paper only the book that was used stands. */
    @media print {
      label:not(:has(:checked)),
      input {
        display: none;
      }
    }
  `,
]
