import { css } from 'lit'
import { base, controls, row } from '../../styles/shared.ts'

export const styles = [
  base,
  controls,
  row,
  css`
    .inside {
      padding: 0 0.875rem 0.75rem;
    }

    .offer,
    .stated {
      margin-block-start: 0.5rem;
      padding: 0.4rem 0.6rem;
      border-radius: var(--radius);
      background: var(--stated-wash);
    }

    .offer {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: space-between;
      gap: 0.3rem 0.75rem;
    }

    .by {
      color: var(--stated);
      font-size: 0.8125rem;
      font-weight: 650;
    }

    .stated li {
      display: flex;
      align-items: center;
      justify-content: space-between;
      gap: 0.75rem;
    }

    .stated .quiet {
      min-height: 1.5rem;
      padding-block: 0;
      font-size: 0.8125rem;
    }

    form {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 0.6rem;
      margin-block-start: 0.6rem;
    }

    fieldset {
      min-width: 0;
      margin: 0;
      padding: 0.45rem 0 0;
      border: 0;
      border-block-start: 1px solid var(--rule);
    }

    legend {
      float: inline-start;
      width: 100%;
      margin-block-end: 0.25rem;
      padding: 0;
      color: var(--soft);
      font-size: 0.8125rem;
      font-weight: 700;
    }

    legend ~ * {
      clear: both;
    }

    .measured {
      display: flex;
      align-items: center;
      gap: 0.35rem;
    }

    .unit {
      flex: none;
      color: var(--soft);
      font-size: 0.8125rem;
    }

    .fields:empty {
      display: none;
    }

    .fields {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(7.5rem, 1fr));
      align-items: end;
      gap: 0.4rem 0.75rem;
    }

    .field label {
      display: block;
    }

    select {
      width: 100%;
      min-height: 2rem;
      padding: 0.25rem 0.4rem;
      border: 1px solid var(--rule-strong);
      border-radius: 4px;
      background: var(--card);
      color: var(--ink);
      font: inherit;
    }

    .choices {
      margin-block: 0.2rem 0.35rem;
    }

    .choice {
      display: grid;
      grid-template-columns: 1rem 0.8rem 4.2rem minmax(0, 1fr);
      align-items: baseline;
      gap: 0.4rem;
      min-height: 1.5rem;
      padding-block: 0.1rem;
      font-weight: 400;
      font-size: 0.875rem;
      cursor: pointer;
    }

    .choice .name {
      overflow-wrap: anywhere;
    }

    .choice input {
      align-self: center;
    }

    .place {
      color: var(--stated);
      font-weight: 700;
      text-align: end;
    }

    .another,
    .treatment {
      display: flex;
      flex-wrap: wrap;
      align-items: end;
      gap: 0.4rem 0.5rem;
    }

    .treatment {
      margin-block: 0.25rem 0.4rem;
    }

    .another .field {
      flex: 0 1 10rem;
    }

    .treatment .field {
      flex: 1 1 8rem;
    }

    .actions {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 0.5rem;
      padding-block-start: 0.5rem;
      border-block-start: 1px solid var(--rule);
    }

    .check {
      display: flex;
      align-items: center;
      gap: 0.5rem;
      min-height: 1.5rem;
    }

    @media print {
      details:not([open]),
      form,
      .offer {
        display: none;
      }
    }
  `,
]
