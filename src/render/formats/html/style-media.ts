/** Narrow windows and paper. Part of the page's style (style.ts). */
export const MEDIA_STYLE = String.raw`@media (max-width: 45rem) {
  .banner,
  main,
  footer {
    padding-left: 1rem;
    padding-right: 1rem;
  }
  .controls {
    position: static;
    margin: 1.5rem 0 0;
    padding: 0.75rem 0;
  }
  .controls label {
    flex: 1 1 40%;
  }
  .controls .grow {
    flex-basis: 100%;
  }
  .controls select {
    max-width: none;
  }
  .numbers {
    grid-template-columns: 1fr 1fr;
  }
  #map .name {
    max-width: 9rem;
  }
  #map .enforce {
    display: none;
  }
  .facts {
    margin-left: 1.95rem;
  }
  .violations {
    padding-left: 0.75rem;
  }
}
@media print {
  :root,
  :root[data-theme] {
    color-scheme: light;
  }
  body {
    background: none;
    font-size: 10pt;
  }
  .controls,
  .pager,
  .skip,
  #theme,
  .screen,
  .how {
    display: none;
  }
  .banner,
  main,
  footer {
    max-width: none;
    padding: 0;
  }
  .map-frame {
    max-height: none;
    overflow: visible;
    border: 0;
  }
  #map {
    font-size: 7.5pt;
  }
  #map th,
  #map td {
    padding: 0.05rem 0.25rem;
  }
  #map thead,
  #map .name {
    position: static;
  }
  #map .name {
    max-width: 9rem;
  }
  #map .check .sort,
  #map .heat {
    width: auto;
    min-width: 1.6rem;
    padding: 0;
  }
  .heat,
  .swatch,
  .level,
  .tag,
  .severity,
  .bar {
    print-color-adjust: exact;
  }
  details.card,
  ::details-content {
    content-visibility: visible;
  }
  .violation,
  .guide,
  .heading,
  summary {
    break-inside: avoid;
  }
  h2,
  summary,
  .heading {
    break-after: avoid;
  }
}
`;
