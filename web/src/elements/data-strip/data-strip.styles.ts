import { css } from 'lit'
import { base, controls } from '../../styles/shared.ts'

export const styles = [
  base,
  controls,
  css`
    :host {
      position: relative;
      font-size: 0.8125rem;
    }

    summary {
      display: inline-flex;
      align-items: center;
      min-height: 1.75rem;
      padding-inline: 0.4rem;
      color: var(--soft);
      list-style: none;
      white-space: nowrap;
      cursor: pointer;
    }

    summary::-webkit-details-marker {
      display: none;
    }

    summary::after {
      content: '▾' / '';
      margin-inline-start: 0.35rem;
    }

    :host([stale]) summary {
      background: var(--needs-wash);
      color: var(--needs);
      font-weight: 650;
      white-space: normal;
    }

    .wide {
      margin-inline-end: 0.25rem;
    }

    @media screen and (max-width: 40rem) {
      .wide {
        position: absolute;
        clip-path: inset(50%);
      }
    }

    .about {
      position: absolute;
      inset-inline-end: 0;
      z-index: 3;
      display: grid;
      gap: 0.5rem;
      justify-items: start;
      width: max-content;
      max-width: min(24rem, 88vw);
      padding: 0.75rem;
      border: 1px solid var(--rule-strong);
      border-radius: var(--radius);
      background: var(--card);
      box-shadow: 0 4px 16px rgb(0 0 0 / 0.25);
    }

    @media print {
      summary {
        display: none;
      }

      .about {
        position: static;
        width: auto;
        max-width: none;
        padding: 0;
        border: 0;
        box-shadow: none;
      }
    }
  `,
]
