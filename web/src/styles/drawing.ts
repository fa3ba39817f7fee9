import { css } from 'lit'

/** What the drawings have in common: a title, a picture no wider than its place, and the same in words beneath. */
export const drawing = css`
  h3 {
    color: var(--ink);
    font-size: 0.8125rem;
    font-weight: 650;
  }

  svg {
    display: block;
    max-width: 100%;
    height: auto;
    margin-block: 0.15rem;
  }

  .label {
    fill: var(--soft);
    font: 0.72rem var(--font);
    font-variant-numeric: tabular-nums;
  }

  dl {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.75rem;
    font-size: 0.8125rem;
  }

  dl > div {
    display: flex;
    align-items: baseline;
    gap: 0.35rem;
  }

  dt {
    color: var(--soft);
  }

  dd {
    font-weight: 600;
  }

  .key {
    display: inline-block;
    width: 0.75rem;
    height: 0.75rem;
    margin-inline-end: 0.35rem;
    vertical-align: -0.05rem;
    border: 1px solid var(--rule-strong);
    border-radius: 2px;
  }

  @media (forced-colors: active) {
    .label {
      fill: CanvasText;
    }

    .key {
      forced-color-adjust: none;
      border-color: CanvasText;
    }
  }

  @media print {
    section {
      break-inside: avoid;
    }

    .key,
    svg {
      print-color-adjust: exact;
    }
  }
`
