import { css } from 'lit'
import { base, card, controls } from '../styles/shared.ts'

export const styles = [
  base,
  controls,
  card,
  css`
    :host {
      min-height: 100vh;
      background: var(--paper);
    }

    header {
      display: flex;
      flex-wrap: wrap;
      gap: 0.25rem 1rem;
      align-items: baseline;
      padding: 0.6rem 1rem;
      background: var(--brand);
      color: var(--brand-ink);
    }

    .brand {
      font-weight: 750;
      letter-spacing: -0.01em;
    }

    h1 {
      font-size: 1.0625rem;
    }

    main {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 1rem;
      padding: 1rem;
    }

    main.beside {
      grid-template-columns: minmax(0, 3fr) minmax(20rem, 2fr);
      align-items: start;
    }

    main.beside dose-detail {
      position: sticky;
      top: 0.5rem;
      max-height: calc(100vh - 1rem);
      overflow: auto;
    }

    .list {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 0.75rem;
    }

    .sums {
      display: grid;
      grid-template-columns: repeat(3, minmax(0, 1fr));
      gap: 0.5rem;
    }

    .sums > p {
      grid-column: 1 / -1;
    }

    .sum {
      padding: 0.6rem 0.8rem;
      border-radius: var(--radius);
      border-inline-start: 4px solid currentColor;
      background: var(--card);
    }

    .sum h2,
    .sum p:not(.soft) {
      color: inherit;
    }

    .sum.ready {
      color: var(--ready);
      background: var(--ready-wash);
    }

    .sum.not-ready {
      color: var(--not-ready);
      background: var(--not-ready-wash);
    }

    .sum.charged {
      color: var(--none);
      background: var(--none-wash);
    }

    .sum .money {
      font-size: 1.375rem;
      font-weight: 700;
      overflow-wrap: anywhere;
    }

    .tabs {
      display: flex;
      flex-wrap: wrap;
      gap: 0.35rem;
    }

    .tabs [aria-pressed='true'] {
      background: var(--action);
      color: var(--action-ink);
      border-color: var(--action);
    }

    .count {
      font-weight: 700;
    }

    .filters summary {
      cursor: pointer;
      font-weight: 650;
      padding-block: 0.25rem;
    }

    .fields {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr));
      gap: 0.5rem 0.75rem;
      align-items: start;
    }

    .fields button {
      align-self: center;
    }

    label {
      display: grid;
      gap: 0.15rem;
      font-size: 0.8125rem;
      color: var(--soft);
    }

    input:not([type='checkbox']),
    select {
      font: inherit;
      color: var(--ink);
      background: var(--card);
      border: 1px solid var(--rule-strong);
      border-radius: var(--radius);
      padding: 0.3rem 0.5rem;
      width: 100%;
      min-height: 2.25rem;
    }

    .acts,
    .acts form {
      display: flex;
      flex-wrap: wrap;
      gap: 0.5rem 0.75rem;
      align-items: center;
    }

    .acts label {
      display: flex;
      align-items: center;
      gap: 0.5rem;
    }

    .groups {
      display: grid;
      gap: 0.15rem;
    }

    .groups li {
      display: flex;
      flex-wrap: wrap;
      justify-content: space-between;
      gap: 0.25rem 1rem;
      border-block-end: 1px solid var(--rule);
      padding-block: 0.15rem;
    }

    .scroll {
      overflow-x: auto;
      background: var(--card);
      border: 1px solid var(--rule);
      border-radius: var(--radius);
      max-height: calc(100vh - 6rem);
    }

    .scroll.loading {
      opacity: 0.6;
    }

    table {
      width: 100%;
      border-collapse: collapse;
      font-size: 0.875rem;
    }

    thead th {
      position: sticky;
      top: 0;
      z-index: 1;
      background: var(--sunk);
      color: var(--soft);
      text-align: start;
      white-space: nowrap;
    }

    th,
    td {
      padding: 0.35rem 0.6rem;
      vertical-align: top;
      border-block-end: 1px solid var(--rule);
    }

    /* Rows out of sight are not laid out. */
    tbody tr {
      content-visibility: auto;
      contain-intrinsic-size: auto 2.75rem;
    }

    tbody tr.open {
      background: var(--brand-wash);
    }

    tbody tr.changed td:first-child {
      box-shadow: inset 3px 0 var(--needs);
    }

    tbody tr:focus-visible {
      outline-offset: -3px;
    }

    .status {
      white-space: nowrap;
    }

    .ready .status {
      color: var(--ready);
    }

    .not-ready .status {
      color: var(--not-ready);
    }

    .needs-information .status {
      color: var(--needs);
    }

    td.money {
      text-align: end;
      white-space: nowrap;
    }

    .issue {
      min-width: 14rem;
    }

    @media (max-width: 60rem) {
      main.beside {
        grid-template-columns: minmax(0, 1fr);
      }

      main.beside .list {
        display: none;
      }

      main.beside dose-detail {
        position: static;
        max-height: none;
      }

      .scroll {
        max-height: none;
      }

      thead {
        display: none;
      }

      table,
      tbody,
      tr,
      td {
        display: block;
        width: 100%;
      }

      tbody tr {
        padding: 0.5rem;
        border-block-end: 1px solid var(--rule-strong);
      }

      td {
        display: grid;
        grid-template-columns: 8.5rem minmax(0, 1fr);
        gap: 0.5rem;
        border: 0;
        padding: 0.15rem 0.25rem;
      }

      td.money {
        text-align: start;
      }

      td.status {
        white-space: normal;
      }

      td[data-column]::before {
        content: attr(data-column);
        color: var(--soft);
        font-size: 0.8125rem;
      }

      td:empty {
        display: none;
      }

      .issue {
        min-width: 0;
      }

      .sums {
        grid-template-columns: minmax(0, 1fr);
      }
    }

    @media print {
      .tabs,
      .filters,
      .acts,
      .check,
      dose-detail {
        display: none;
      }

      .scroll {
        max-height: none;
        overflow: visible;
        border: 0;
      }

      tbody tr {
        content-visibility: visible;
        break-inside: avoid;
      }
    }
  `,
]
