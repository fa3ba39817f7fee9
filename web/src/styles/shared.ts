import { css } from 'lit'

/** What every element starts from. */
export const base = css`
  :host {
    display: block;
    color: var(--ink);
    font: 0.9375rem/1.45 var(--font);
    font-variant-numeric: tabular-nums;
  }

  :host([hidden]) {
    display: none;
  }

  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }

  h1,
  h2,
  h3,
  h4,
  p,
  ul,
  ol,
  dl,
  dd,
  figure {
    margin: 0;
    padding: 0;
  }

  ul,
  ol {
    list-style: none;
  }

  h2 {
    font-size: 0.8125rem;
    font-weight: 700;
    letter-spacing: 0.02em;
    color: var(--soft);
  }

  a {
    color: var(--link);
    text-underline-offset: 0.15em;
  }

  code,
  .code {
    font-family: var(--mono);
    font-size: 0.9em;
    overflow-wrap: anywhere;
  }

  :focus {
    outline: none;
  }

  :focus-visible {
    outline: 3px solid var(--focus);
    outline-offset: 2px;
    border-radius: 3px;
  }

  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  .soft {
    color: var(--soft);
  }

  .small {
    font-size: 0.8125rem;
  }

  @media print {
    :host {
      font-size: 0.8125rem;
    }

    .screen-only,
    button {
      display: none;
    }

    /* On paper nothing opens: what is folded away is printed, and no link needs its line. */
    details::details-content {
      content-visibility: visible;
      block-size: auto;
    }

    a {
      color: inherit;
    }
  }
`

/** A sheet of paper on the desk. */
export const card = css`
  .card {
    background: var(--card);
    border: var(--card-edge, 1px solid var(--rule));
    border-radius: var(--radius);
    padding: var(--card-space, 0.75rem 0.875rem);
  }

  .card > h2 {
    display: var(--card-title, block);
    margin-block-end: 0.5rem;
  }

  @media print {
    .card {
      border: 0;
      border-block-start: 1px solid #999;
      border-radius: 0;
      padding: 0.25rem 0;
    }

    .card > h2 {
      margin-block-end: 0.2rem;
      break-after: avoid;
    }

    .card li,
    .card tr {
      break-inside: avoid;
    }
  }
`

/** A row that is closed until somebody asks: what it is about, its state in a word, and the rest behind it. */
export const row = css`
  .row {
    background: var(--card);
    border: 1px solid var(--rule);
    border-radius: var(--radius);
  }

  .row > summary {
    display: flex;
    align-items: center;
    gap: 0.5rem;
    min-height: 2.125rem;
    padding: 0.15rem 0.875rem;
    list-style: none;
    cursor: pointer;
  }

  .row > summary::-webkit-details-marker {
    display: none;
  }

  .row > summary::before {
    content: '';
    flex: none;
    width: 0.4rem;
    height: 0.4rem;
    border: solid var(--soft);
    border-width: 0 2px 2px 0;
    rotate: -45deg;
  }

  .row[open] > summary::before {
    rotate: 45deg;
  }

  .row > summary:hover {
    background: var(--brand-wash);
  }

  .row > summary h2 {
    flex: none;
    max-width: 60%;
    color: var(--ink);
    font-size: 0.875rem;
    font-weight: 650;
    letter-spacing: 0;
  }

  .row > summary .state {
    flex: 1;
    color: var(--soft);
    font-size: 0.8125rem;
    text-align: end;
    overflow-wrap: anywhere;
  }

  .row.problem > summary .state {
    color: var(--not-ready);
    font-weight: 650;
  }

  @media print {
    .row {
      border: 0;
      border-block-start: 1px solid #999;
      border-radius: 0;
    }

    .row > summary {
      display: none;
    }
  }
`

/** Buttons, and fields of forms. */
export const controls = css`
  button,
  .button {
    display: inline-flex;
    align-items: center;
    gap: 0.4rem;
    min-height: 2rem;
    padding: 0.25rem 0.75rem;
    border: 1px solid var(--rule-strong);
    border-radius: var(--radius);
    background: var(--card);
    color: var(--ink);
    font: inherit;
    font-weight: 600;
    text-decoration: none;
    text-align: start;
    cursor: pointer;
  }

  button:hover,
  .button:hover {
    border-color: var(--ink);
    background: var(--brand-wash);
  }

  button.primary,
  .button.primary {
    border-color: var(--action);
    background: var(--action);
    color: var(--action-ink);
  }

  button.primary:hover,
  .button.primary:hover {
    background: color-mix(in srgb, var(--action) 85%, var(--ink));
  }

  button.quiet {
    border-color: transparent;
    background: transparent;
    color: var(--link);
    padding-inline: 0.4rem;
    font-weight: 500;
    text-decoration: underline;
    text-underline-offset: 0.15em;
  }

  /* A link at the start of a line starts where the text above it does. */
  p > button.quiet:first-child {
    margin-inline-start: calc(-0.4rem - 1px);
  }

  button.primary:disabled,
  button:disabled {
    cursor: default;
    border-color: var(--rule);
    background: var(--sunk);
    color: var(--soft);
  }

  label {
    font-weight: 600;
    font-size: 0.8125rem;
  }

  input,
  textarea {
    width: 100%;
    min-height: 2rem;
    padding: 0.25rem 0.5rem;
    border: 1px solid var(--rule-strong);
    border-radius: 4px;
    background: var(--card);
    color: var(--ink);
    font: inherit;
  }

  input[aria-invalid='true'],
  textarea[aria-invalid='true'] {
    border-color: var(--not-ready);
    border-width: 2px;
  }

  label:has(input[type='radio'], input[type='checkbox']) {
    min-height: 1.5rem;
  }

  input[type='radio'],
  input[type='checkbox'] {
    width: 1rem;
    min-height: 1rem;
    height: 1rem;
    margin: 0;
    accent-color: var(--action);
  }

  .error {
    color: var(--not-ready);
    font-size: 0.8125rem;
    font-weight: 600;
  }

  @media print {
    button,
    .button {
      display: none;
    }
  }

  @media (forced-colors: active) {
    button.primary,
    .button.primary {
      border-width: 3px;
    }
  }
`

/** The color of a verdict or an outcome, by the class of the same name. */
export const toned = css`
  .ready,
  .passes {
    --tone: var(--ready);
    --wash: var(--ready-wash);
  }

  .not-ready,
  .fails {
    --tone: var(--not-ready);
    --wash: var(--not-ready-wash);
  }

  .needs-information,
  .advises,
  .cannot-tell {
    --tone: var(--needs);
    --wash: var(--needs-wash);
  }

  .not-billable,
  .does-not-apply {
    --tone: var(--none);
    --wash: var(--none-wash);
  }

  .chip {
    display: inline-flex;
    align-items: center;
    gap: 0.3rem;
    padding: 0.05rem 0.45rem;
    border: 1px solid color-mix(in srgb, var(--tone, var(--rule-strong)) 45%, transparent);
    border-radius: 0.8em;
    background: var(--wash, var(--sunk));
    color: var(--tone, var(--ink));
    font-size: 0.78rem;
    font-weight: 650;
    line-height: 1.45;
  }

  .sign {
    width: 0.85em;
    height: 0.85em;
    flex: none;
  }

  @media print {
    .chip {
      border-color: #000;
      background: none;
      color: #000;
    }
  }
`

/** Tables of the page: a rule between rows, quiet heads. */
export const tables = css`
  table {
    width: 100%;
    border-collapse: collapse;
  }

  th,
  td {
    padding: 0.3rem 0.75rem 0.3rem 0;
    border-block-start: 1px solid var(--rule);
    text-align: start;
    vertical-align: top;
    overflow-wrap: anywhere;
  }

  thead th {
    border: 0;
    color: var(--soft);
    font-size: 0.78rem;
    font-weight: 500;
  }

  tbody th {
    font-weight: 650;
  }
`
